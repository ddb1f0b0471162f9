import { describe, expect, it } from 'vitest';
import { trayTooltip } from '../../../../electron/desktop/tray/tray-status.ts';
import type { AppState } from '../../../../shared/app-state.ts';
import { timeOfDay } from '../../../../shared/messages/time.ts';
import { cabinId, device, homeId, network } from '../../../fixtures/samples.ts';
import { disarmedUntil, home, minute, now, twoHomes } from '../tray-states.ts';

const time = timeOfDay;
const updated = `updated ${time(now)}`;
const module = { networkId: homeId, name: 'Hall', isOnline: false, hasLocalStorage: false };

const rows: readonly (readonly [string, AppState, string])[] = [
  [
    'says everything in one line',
    {
      ...twoHomes({ changedAt: { [homeId]: now - 12 * minute } }),
      clips: { revision: 1, unseen: 3 },
    },
    `Home: armed 12 min ago · Cabin: disarmed · 3 new clips · ${updated}`,
  ],
  [
    'says just now',
    home(true, { changedAt: { [homeId]: now } }),
    `Home: armed just now · ${updated}`,
  ],
  [
    'counts hours',
    home(false, { changedAt: { [homeId]: now - 185 * minute } }),
    `Home: disarmed 3 h ago · ${updated}`,
  ],
  [
    'names an offline sync module',
    home(true, { syncModules: [module] }),
    `Home: armed, but its sync module is offline · ${updated}`,
  ],
  [
    'names that nothing watches for motion',
    home(true, { devices: [device({ isMotionEnabled: false })] }),
    `Home: armed, but no camera watches for motion · ${updated}`,
  ],
  [
    'names that no camera answers',
    home(true, { devices: [device({ isOnline: false })] }),
    `Home: armed, but its cameras are offline · ${updated}`,
  ],
  [
    'knows nothing when the answer is old',
    home(true, { isStale: true }),
    `Home: not known right now · last heard at ${time(now)}`,
  ],
  [
    'says until when it is disarmed',
    disarmedUntil(now + 20 * minute, 'counting'),
    `Home: disarmed until ${time(now + 20 * minute)} · ${updated}`,
  ],
  [
    'says what should have ended',
    disarmedUntil(now - 90 * minute, 'asking'),
    `Home: still disarmed, was to end at ${time(now - 90 * minute)} · ${updated}`,
  ],
  [
    'says that banners are muted',
    { ...home(false), mute: { until: now + minute } },
    `Home: disarmed · muted here until ${time(now + minute)} · ${updated}`,
  ],
  [
    'says what is under way',
    {
      ...home(false),
      arming: { [homeId]: { targetState: 'armed', phase: 'asking', problem: null, at: now } },
    },
    `Home: arming… · ${updated}`,
  ],
  [
    'keeps to one line',
    home(false, { networks: [network({ name: 'A\nB & C' })] }),
    `A B & C: disarmed · ${updated}`,
  ],
  [
    'says when nobody is signed in',
    { ...home(true), account: { phase: 'signed-out', problem: null } },
    'Not signed in to Blink',
  ],
];

describe('the tooltip', () => {
  it.each(rows)('%s', (_, state, expected) => {
    expect(trayTooltip(state, now)).toBe(expected);
  });

  it('says why a click was undone', () => {
    const arming = {
      [homeId]: { targetState: 'disarmed', phase: 'failed', problem: 'module-busy', at: now },
    } as const;
    expect(trayTooltip({ ...home(true), arming }, now)).toMatch(
      /Home: armed · Home was not disarmed: \S/,
    );
  });

  it('keeps one system apart from another', () => {
    const state = twoHomes({ syncModules: [{ ...module, networkId: cabinId }] });
    expect(trayTooltip(state, now)).toBe(`Home: armed · Cabin: disarmed · ${updated}`);
  });
});
