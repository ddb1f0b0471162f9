import type { TrayActions } from '../../../../electron/desktop/tray/tray-actions.ts';
import { describe, expect, it } from 'vitest';
import { timeOfDay, timeWithDay } from '../../../../shared/messages/time.ts';
import { trayMenu } from '../../../../electron/desktop/tray/tray-menu.ts';
import { trayTooltip } from '../../../../electron/desktop/tray/tray-status.ts';
import { disarmedUntil, home, minute, now } from '../tray-states.ts';

const lateEvening = new Date(2026, 10, 22, 23, 0).getTime();
const nextNoon = new Date(2026, 10, 23, 12, 0).getTime();
const noonWords = `${timeOfDay(nextNoon)} tomorrow`;

const labelsOf = (items: readonly Electron.MenuItemConstructorOptions[]): readonly string[] =>
  items.flatMap(({ label = '', submenu }) => [
    label,
    ...(Array.isArray(submenu) ? labelsOf(submenu) : []),
  ]);
const menuAt = (state: Parameters<typeof trayMenu>[0]['state'], at: number) =>
  labelsOf(trayMenu({ state, latest: [], now: at }, {} as TrayActions)).join('\n');

describe('the end of a timed disarm', () => {
  it('is said with its day where that is not today', () => {
    expect(timeWithDay(now, now)).toBe(timeOfDay(now));
    expect(timeWithDay(nextNoon, lateEvening)).toBe(noonWords);
    expect(timeWithDay(nextNoon + 24 * 60 * minute, lateEvening)).toContain(' on ');
    expect(timeWithDay(lateEvening + 61 * minute, lateEvening)).toContain('tomorrow');
  });

  it('offered in the menu late in the evening names tomorrow', () => {
    expect(menuAt(home(true), lateEvening)).toContain(`Until ${noonWords}`);
  });

  it('set for tomorrow says so in menu and tooltip', () => {
    const state = disarmedUntil(nextNoon, 'counting');
    expect(menuAt(state, lateEvening)).toContain(noonWords);
    expect(trayTooltip(state, lateEvening)).toContain(noonWords);
  });

  it('long past is never said to come "in 1 min"', () => {
    const state = disarmedUntil(now - 180 * minute, 'counting');
    const offline = { ...state, home: { ...state.home, isStale: true } };
    expect(menuAt(offline, now)).not.toContain('in 1 min');
    expect(menuAt(offline, now)).toContain('Blink cannot be reached, still trying');
    expect(trayTooltip(state, now)).toContain('was to end at');
  });
});
