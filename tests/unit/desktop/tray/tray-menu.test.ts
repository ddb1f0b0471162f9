import type { TrayActions } from '../../../../electron/desktop/tray/tray-actions.ts';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { trayMenu, plainLabel } from '../../../../electron/desktop/tray/tray-menu.ts';
import type { AppState } from '../../../../shared/app-state.ts';
import { timeOfDay as time } from '../../../../shared/messages/time.ts';
import { cabinId, clip, frontYardId, homeId, network } from '../../../fixtures/samples.ts';
import { disarmedUntil, home, minute, now, twoHomes } from '../tray-states.ts';

const setUp = (state: AppState) => {
  const actions = {
    arm: vi.fn(),
    disarm: vi.fn(),
    armAll: vi.fn(),
    disarmAll: vi.fn(),
    disarmUntil: vi.fn(),
    disarmFor: vi.fn(),
    chooseDisarmEnd: vi.fn(),
    stayDisarmed: vi.fn(),
    muteUntil: vi.fn(),
    muteFor: vi.fn(),
    snooze: vi.fn(),
    setMotion: vi.fn(),
    takePicture: vi.fn(),
    showClip: vi.fn(),
    checkNow: vi.fn(),
    signIn: vi.fn(),
    open: vi.fn(),
    openSettings: vi.fn(),
    quit: vi.fn(),
  } satisfies TrayActions;
  const menu = trayMenu({ state, latest: [clip()], now }, actions);
  return {
    actions,
    menu,
    labels: menu.map(labelOf),
    press: (...path: string[]) => press(menu, path),
  };
};

const labelOf = ({ label, type }: MenuItemConstructorOptions) =>
  type === 'separator' ? '—' : label;

const childrenOf = ({ submenu }: MenuItemConstructorOptions) =>
  Array.isArray(submenu) ? submenu : [];

function press(items: readonly MenuItemConstructorOptions[], [label, ...rest]: string[]): void {
  const item = items.find((each) => each.label === label);
  if (item === undefined) throw new Error(`no "${label}" in ${items.map(labelOf).join(', ')}`);
  if (rest.length > 0) press(childrenOf(item), rest);
  else if (item.enabled === false) throw new Error(`"${label}" is for reading only`);
  // Not one of ours looks at what Electron hands in.
  else Reflect.apply(item.click ?? nothing, null, []);
}

const nothing = () => undefined;

describe('the tray menu', () => {
  it('offers the one thing that is not so', () => {
    expect(setUp(home(true)).labels).toContain('Disarm Home');
    expect(setUp(home(true)).labels).not.toContain('Arm Home');
    expect(setUp(home(false)).labels).toContain('Arm Home');
  });

  it('offers both where the state is not known', () => {
    expect(setUp(home(true, { isStale: true })).labels).toEqual(
      expect.arrayContaining(['Arm Home', 'Disarm Home', 'Home: not known right now']),
    );
  });

  it('offers a change of mind while a click is on its way', () => {
    const arming = {
      [homeId]: { targetState: 'armed', phase: 'asking', problem: null, at: now },
    } as const;
    expect(setUp({ ...home(false), arming }).labels).toContain('Disarm Home');
  });

  it('has everything in the order people expect', () => {
    expect(setUp(twoHomes()).labels).toEqual([
      'Home: armed',
      'Cabin: disarmed',
      `updated ${time(now)}`,
      '—',
      'Disarm Home',
      'Arm Cabin',
      'Arm all systems',
      'Disarm all systems',
      'Disarm for',
      '—',
      'Mute here',
      'Snooze on Blink',
      '—',
      'Cameras',
      'Latest clips',
      'Check for new clips now',
      '—',
      'Open Porchlight',
      'Settings',
      '—',
      'Quit Porchlight',
    ]);
  });

  it('acts on every system at once, where there are several', () => {
    const { actions, press } = setUp(twoHomes());
    press('Arm all systems');
    press('Disarm all systems');
    expect([actions.armAll, actions.disarmAll].map((done) => done.mock.calls.length)).toEqual([
      1, 1,
    ]);
    expect(setUp(home(true)).labels).not.toContain('Arm all systems');
  });

  it('disarms for a while', () => {
    const { actions, press } = setUp(home(true));
    press('Disarm for', '15 minutes');
    press('Disarm for', '1 hour');
    press('Disarm for', `Until ${time(new Date(2026, 10, 22, 18).getTime())}`);
    press('Disarm for', 'Until…');
    expect(actions.disarmFor.mock.calls).toEqual([
      [homeId, 15],
      [homeId, 60],
    ]);
    expect(actions.disarmUntil.mock.calls).toEqual([
      [homeId, new Date(2026, 10, 22, 18).getTime()],
    ]);
    expect(actions.chooseDisarmEnd).toHaveBeenCalledWith(homeId);
  });

  it('disarms the system that is meant for a while', () => {
    const { actions, press } = setUp(twoHomes());
    press('Disarm for', 'Cabin', '15 minutes');
    expect(actions.disarmFor).toHaveBeenCalledWith(cabinId, 15);
  });

  it('counts down, and says what it needs', () => {
    const until = now + 23 * minute;
    const { actions, labels, press } = setUp(disarmedUntil(until, 'counting'));
    expect(labels).toContain(`Home will be armed at ${time(until)}, in 23 min`);
    expect(labels).toContain('Needs this computer on, with Porchlight running');
    press('Leave Home disarmed');
    expect(actions.stayDisarmed).toHaveBeenCalledWith(homeId);
  });

  it('asks about a disarm that is long over', () => {
    const due = now - 90 * minute;
    const { actions, press } = setUp(disarmedUntil(due, 'asking'));
    press(`Arm Home now (was due at ${time(due)})`);
    expect(actions.arm).toHaveBeenCalledWith(homeId);
  });

  it('mutes here and ends the mute', () => {
    const { actions, press } = setUp(home(true));
    press('Mute here', '30 minutes');
    press('Mute here', `Until tomorrow, ${time(new Date(2026, 10, 23, 7).getTime())}`);
    const muted = setUp({ ...home(true), mute: { until: now + minute } });
    muted.press(`Unmute (muted here until ${time(now + minute)})`);
    expect(actions.muteFor.mock.calls).toEqual([[30]]);
    expect(actions.muteUntil.mock.calls).toEqual([[new Date(2026, 10, 23, 7).getTime()]]);
    expect(muted.actions.muteUntil).toHaveBeenCalledWith(null);
  });

  it('snoozes on Blink', () => {
    const { actions, press } = setUp(home(true));
    press('Snooze on Blink', '30 minutes');
    press('Snooze on Blink', '1 hour');
    press('Snooze on Blink', '4 hours');
    press('Snooze on Blink', 'End the snooze');
    expect(actions.snooze.mock.calls).toEqual([
      [homeId, 30],
      [homeId, 60],
      [homeId, 240],
      [homeId, null],
    ]);
  });

  it('switches the motion detection of a camera and takes pictures', () => {
    const { actions, press } = setUp(home(true));
    press('Cameras', 'Front Yard', 'Motion detection');
    press('Cameras', 'Front Yard', 'New picture');
    expect(actions.setMotion).toHaveBeenCalledWith(frontYardId, false);
    expect(actions.takePicture).toHaveBeenCalledWith(frontYardId);
  });

  it('does not claim what a camera does when nobody knows', () => {
    const { press } = setUp(home(true, { isStale: true }));
    expect(() => press('Cameras', 'Front Yard', 'Motion detection')).toThrow('for reading only');
  });

  it('offers to sign in, and nothing of a home, while nobody is signed in', () => {
    const { labels } = setUp({ ...home(true), account: { phase: 'signed-out', problem: null } });
    expect(labels).toEqual([
      'Not signed in to Blink',
      '—',
      'Sign in…',
      '—',
      'Open Porchlight',
      '—',
      'Quit Porchlight',
    ]);
  });

  it.each([
    { phase: 'starting' },
    { phase: 'signing-in' },
    { phase: 'needs-sign-in', accountId: 1, problem: 'too-old' },
  ] as const)('always ends with open and quit ($phase)', (account) => {
    const { labels } = setUp({ ...home(false), account });
    expect(labels.slice(-3)).toEqual(['Open Porchlight', '—', 'Quit Porchlight']);
  });

  it('shows names of the cloud as plain text', () => {
    expect(plainLabel('A & B\nC')).toBe('A && B C');
    expect(plainLabel('x'.repeat(500)).length).toBeLessThanOrEqual(120);
    const state = home(false, { networks: [network({ name: 'Home & Yard' })] });
    expect(setUp(state).labels).toContain('Arm Home && Yard');
  });
});
