import type { TrayActions } from '../../../../electron/desktop/tray/tray-actions.ts';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it } from 'vitest';
import { menuContent, trayMenu } from '../../../../electron/desktop/tray/tray-menu.ts';
import type { AppState } from '../../../../shared/app-state.ts';
import { cloudClipId, deviceId, networkId } from '../../../../shared/ids.ts';
import { accountId, cabinId, clip, device, homeId, network } from '../../../fixtures/samples.ts';
import { home, minute, now } from '../tray-states.ts';

const nothing = () => undefined;
const actions: TrayActions = {
  arm: nothing,
  disarm: nothing,
  armAll: nothing,
  disarmAll: nothing,
  disarmUntil: nothing,
  disarmFor: nothing,
  chooseDisarmEnd: nothing,
  stayDisarmed: nothing,
  muteUntil: nothing,
  muteFor: nothing,
  snooze: nothing,
  setMotion: nothing,
  takePicture: nothing,
  showClip: nothing,
  checkNow: nothing,
  signIn: nothing,
  open: nothing,
  openSettings: nothing,
  quit: nothing,
};

const childrenOf = (items: readonly MenuItemConstructorOptions[], wanted: string) => {
  const submenu = items.find(({ label }) => label === wanted)?.submenu;
  return Array.isArray(submenu) ? submenu : [];
};
const camerasOf = (state: AppState) =>
  childrenOf(trayMenu({ state, latest: [], now }, actions), 'Cameras');

describe('the content of a menu', () => {
  const contentOf = (state: AppState, latest = [clip()], at = now) =>
    menuContent(trayMenu({ state, latest, now: at }, actions));

  it('stays the same while an icon moves', () => {
    const asking = { targetState: 'armed', phase: 'asking', problem: null, at: now } as const;
    const state = { ...home(false), arming: { [homeId]: asking } };
    expect(contentOf(state, [clip()], now + 400)).toBe(contentOf(state));
  });

  it('is another one where a click under the same words is about something else', () => {
    const other = clip({ id: cloudClipId(7_000_009) });
    expect(contentOf(home(true), [other])).not.toBe(contentOf(home(true)));
    const another = home(true, { networks: [network({ id: cabinId, isArmed: true })] });
    expect(contentOf(another)).not.toBe(contentOf(home(true)));
    expect(contentOf(home(true), [clip()], now + 24 * 60 * minute)).not.toBe(contentOf(home(true)));
  });
});

describe('cameras whose system is not listed', () => {
  it('stand apart, under a name of their own', () => {
    const mini = device({
      id: deviceId(accountId, 'owl', 5009),
      family: 'owl',
      name: 'Attic',
      networkId: networkId(accountId, 2999),
    });
    const items = camerasOf(home(true, { devices: [device(), mini] }));
    expect(items.map(({ label, type }) => label ?? type)).toEqual([
      'Front Yard',
      'separator',
      'Other cameras',
      'Attic',
    ]);
    expect(childrenOf(items, 'Attic').map(({ label }) => label)).toContain('New picture');
  });

  it('and those in doubt, offer no tick that would be a claim', () => {
    const doubt = { heardAt: now, missedBy: 1 };
    const tickOf = (one: ReturnType<typeof device>) =>
      childrenOf(camerasOf(home(true, { devices: [one] })), one.name)[0]?.enabled;
    expect([tickOf(device()), tickOf(device({ doubt }))]).toEqual([true, false]);
  });
});
