import { describe, expect, it } from 'vitest';
import {
  trayBehavior,
  trayIconName,
  hasTrayStyles,
  trayIconFile,
  frameIntervalMs,
  createTrayAnimation,
} from '../../../../electron/desktop/tray/tray-icon.ts';
import { trayTooltip } from '../../../../electron/desktop/tray/tray-status.ts';
import { trayMenu } from '../../../../electron/desktop/tray/tray-menu.ts';
import { armedDisplay } from '../../../../shared/armed-display.ts';
import type { AppState } from '../../../../shared/app-state.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { cabinId, device, homeId, network } from '../../../fixtures/samples.ts';
import { seeded } from '../../blink/mutations.ts';
import { disarmedUntil, home, minute, now, twoHomes } from '../tray-states.ts';

const asking = { targetState: 'armed', phase: 'asking', problem: null, at: now } as const;

describe('the tray icon', () => {
  it.each<readonly [string, AppState, string]>([
    ['armed', home(true), 'armed'],
    ['disarmed', home(false), 'disarmed'],
    ['mixed', twoHomes(), 'mixed'],
    ['blind', home(true, { devices: [] }), 'blind'],
    ['blind where one of two is', twoHomes({ devices: [device({ networkId: cabinId })] }), 'blind'],
    ['unknown when the answer is old', home(true, { isStale: true }), 'unknown'],
    ['unknown before anything is known', home(true, { networks: [] }), 'unknown'],
    ['busy', { ...home(true), arming: { [homeId]: asking } }, 'busy-1'],
    ['dotted', { ...home(true), clips: { revision: 1, unseen: 2 } }, 'armed-dot'],
    ['muted', { ...home(true), mute: { until: now } }, 'armed-muted'],
    ['blind, muted or not', { ...home(true, { devices: [] }), mute: { until: now } }, 'blind'],
    [
      'sign-in-needed',
      { ...home(true), account: { phase: 'signed-out', problem: null } },
      'sign-in-needed',
    ],
  ])('is %s', (_, state, name) => {
    expect(trayIconName(state, 0)).toBe(name);
  });

  it('moves while something changes', () => {
    const state = { ...home(true), arming: { [homeId]: asking } };
    const frames = [0, 1, 2, 3, 4].map((frame) => trayIconName(state, frame));
    expect(frames).toEqual(['busy-1', 'busy-2', 'busy-3', 'busy-4', 'busy-1']);
  });

  it.each([
    ['linux', null, true, 'colour/armed.png'],
    ['linux', 'dark', true, 'dark/armed.png'],
    ['linux', 'light', false, 'light/armed.png'],
    ['freebsd', null, true, 'colour/armed.png'],
    ['darwin', 'colour', true, 'template/armedTemplate.png'],
    ['win32', 'colour', true, 'windows-light/armed.ico'],
    ['win32', null, false, 'windows-dark/armed.ico'],
  ] as const)(
    'on %s, style %s, dark taskbar %s, is the file %s',
    (platform, style, isTaskbarDark, file) => {
      expect(trayIconFile({ platform, style, isTaskbarDark }, 'armed')).toBe(file);
    },
  );

  it('lets people choose its look on Linux only', () => {
    expect(
      ['linux', 'darwin', 'win32'].map((name) => hasTrayStyles(name as NodeJS.Platform)),
    ).toEqual([true, false, false]);
  });

  it.each([
    ['linux', 'attached', false],
    ['darwin', 'popped-up', true],
    ['win32', 'popped-up', true],
  ] as const)('on %s the menu is %s, and bounds are told: %s', (platform, menu, hasBounds) => {
    expect(trayBehavior(platform)).toEqual({ menu, hasBounds });
  });
});

describe('the pulse of the tray', () => {
  it.each<readonly [string, AppState, number | null]>([
    ['stands still', home(true), null],
    ['moves while something changes', { ...home(true), arming: { [homeId]: asking } }, 400],
    [
      'stops moving after a while',
      { ...home(true), arming: { [homeId]: { ...asking, at: now - minute } } },
      null,
    ],
    ['counts down by the minute', disarmedUntil(now + minute, 'counting'), minute],
  ])('%s', (_, state, everyMs) => {
    expect(frameIntervalMs(state, now)).toBe(everyMs);
  });

  it('has no timer at rest, and none after the end', async () => {
    const clock = createFakeClock(now);
    let beats = 0;
    const pulse = createTrayAnimation({ clock, onFrame: () => (beats += 1) });
    pulse.follow(home(true));
    expect(clock.pending()).toEqual([]);
    pulse.follow(disarmedUntil(now + minute, 'counting'));
    pulse.follow(disarmedUntil(now + minute, 'counting'));
    expect(clock.pending()).toEqual([minute]);
    await clock.advance(minute);
    expect([beats, pulse.frame()]).toEqual([1, 1]);
    pulse.follow(disarmedUntil(now + minute, 'counting'));
    pulse.stop();
    expect(clock.pending()).toEqual([]);
  });
});

describe('2,000 states that chance made', () => {
  const chance = seeded(20_261_122);
  const flip = (share = 0.5) => chance() < share;

  const randomState = (): AppState => {
    const networks = [
      network({ isArmed: flip() }),
      network({ id: cabinId, name: 'Cabin', isArmed: flip() }),
    ];
    const devices = networks.map(({ id }) =>
      device({ networkId: id, isMotionEnabled: flip(0.8), isOnline: flip(0.8) }),
    );
    const syncModules = networks.map(({ id }) => ({
      networkId: id,
      name: 'Module',
      isOnline: flip(0.8),
      hasLocalStorage: flip(),
    }));
    const wish = flip() ? ('armed' as const) : ('disarmed' as const);
    const phase = flip() ? ('asking' as const) : ('failed' as const);
    const problem = phase === 'failed' ? ('offline' as const) : null;
    return {
      ...home(true, {
        networks,
        devices,
        syncModules,
        isStale: flip(0.3),
        changedAt: flip() ? { [homeId]: now - minute } : {},
      }),
      account: flip(0.9)
        ? { phase: 'signed-in', accountId: 1, keyringProblem: null }
        : { phase: 'needs-sign-in', accountId: 1, problem: 'too-old' },
      arming: flip(0.4) ? { [homeId]: { targetState: wish, phase, problem, at: now } } : {},
      temporaryDisarms: flip(0.3)
        ? { [cabinId]: { rearmAt: now, phase: flip() ? 'counting' : 'asking' } }
        : {},
      mute: { until: flip(0.2) ? now : null },
      clips: { revision: 1, unseen: flip() ? 2 : 0 },
    };
  };

  const nothing = new Proxy({}, { get: () => () => undefined }) as Parameters<typeof trayMenu>[1];

  it('never say armed where it is not known', () => {
    for (let round = 0; round < 2_000; round += 1) {
      const state = randomState();
      const isShown = state.home.networks.map((each) =>
        armedDisplay(state, each).startsWith('armed'),
      );
      const icon = trayIconName(state, round);
      const words = [
        trayTooltip(state, now),
        ...trayMenu({ state, latest: [], now }, nothing).map(({ label }) => label ?? ''),
      ];
      for (const [at, name] of ['Home', 'Cabin'].entries()) {
        const isSaid = words.some((line) => new RegExp(`(^|· )${name}: armed\\b`).test(line));
        expect(isSaid).toBe(isShown[at]);
      }
      if (icon.startsWith('armed')) expect(isShown).toEqual([true, true]);
      if (/^(mixed|blind)/.test(icon)) expect(isShown).toContain(true);
    }
  });
});
