import { describe, expect, it, vi } from 'vitest';
import { createShortcuts, runShortcut } from '../../../../electron/desktop/system/shortcuts.ts';
import type { TrayActions } from '../../../../electron/desktop/tray/tray-actions.ts';
import type { AppWindows } from '../../../../electron/desktop/windows/app-windows.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import type { AppState } from '../../../../shared/app-state.ts';
import type { Clip } from '../../../../shared/models.ts';
import type { ShortcutName } from '../../../../shared/preferences.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { clip } from '../../../fixtures/samples.ts';
import { home, minute, twoHomes } from '../tray-states.ts';

function press(name: ShortcutName, state: AppState, clips: readonly Clip[] = []) {
  const clock = createFakeClock();
  const calls: string[] = [];
  const note =
    (call: string) =>
    (...args: unknown[]) =>
      void calls.push([call, ...args].join(' '));
  const actions = {
    armAll: note('armAll'),
    disarmAll: note('disarmAll'),
    muteUntil: vi.fn((at: number | null) =>
      calls.push(at === null ? 'unmute' : `mute ${(at - clock.now()) / minute}`),
    ),
    open: note('open'),
  } satisfies Partial<TrayActions>;
  runShortcut(name, {
    store: createAppStore(state),
    clock,
    actions: actions as unknown as TrayActions,
    windows: {
      panel: { show: () => void calls.push('panel') } as unknown as AppWindows['panel'],
      showPage: note('page'),
      showClip: note('clip'),
    },
    latestClips: async () => clips,
  });
  return calls;
}

describe('the shortcut that arms and disarms', () => {
  it('disarms what is armed', () => {
    expect(press('toggle-arming', home(true))).toEqual(['disarmAll']);
  });

  it('disarms what is armed but cannot see', () => {
    expect(press('toggle-arming', home(true, { devices: [] }))).toEqual(['disarmAll']);
  });

  it('arms what is disarmed', () => {
    expect(press('toggle-arming', home(false))).toEqual(['armAll']);
  });

  it('arms everything where only some of it is armed', () => {
    expect(press('toggle-arming', twoHomes())).toEqual(['armAll']);
  });

  it('lets the person decide where the state is not known', () => {
    expect(press('toggle-arming', home(true, { isStale: true }))).toEqual(['panel']);
  });
});

describe('the other shortcuts', () => {
  it('mute for half an hour, and end a mute', () => {
    expect(press('mute', home(true))).toEqual(['mute 30']);
    expect(press('mute', { ...home(true), mute: { until: 1 } })).toEqual(['unmute']);
  });

  it('open the window', () => {
    expect(press('open-window', home(true))).toEqual(['open']);
  });

  it('open the latest clip, and the page of clips where there is none', async () => {
    const latest = clip();
    const withClip = press('latest-clip', home(true), [latest]);
    await vi.waitFor(() => expect(withClip).toEqual([`clip ${latest.id}`]));
    const without = press('latest-clip', home(true));
    await vi.waitFor(() => expect(without).toEqual(['page clips']));
  });
});

describe('global key combinations', () => {
  function setUp(taken: readonly string[] = []) {
    const registered = new Map<string, () => void>();
    const run: string[] = [];
    const registry = {
      register(keys: string, callback: () => void) {
        if (keys === 'Nonsense') throw new TypeError('no such keys');
        if (taken.includes(keys)) return false;
        registered.set(keys, callback);
        return true;
      },
      unregister: (keys: string) => void registered.delete(keys),
    };
    return { registered, run, keys: createShortcuts(registry, (name) => run.push(name)) };
  }

  it('work until they are taken away', () => {
    const { keys, registered, run } = setUp();
    expect(keys.set('mute', 'Alt+M')).toEqual({ keys: 'Alt+M', status: 'active' });
    registered.get('Alt+M')?.();
    expect(keys.set('mute', 'Alt+N')).toMatchObject({ status: 'active' });
    expect([...registered.keys()]).toEqual(['Alt+N']);
    expect(keys.set('mute', null)).toBeNull();
    expect([registered.size, run]).toEqual([0, ['mute']]);
  });

  it('report who cannot have them', () => {
    const { keys } = setUp(['Alt+T']);
    keys.set('mute', 'Alt+M');
    expect(keys.set('open-window', 'Alt+T')?.status).toBe('taken');
    expect(keys.set('open-window', 'Alt+M')?.status).toBe('taken');
    expect(keys.set('open-window', 'Nonsense')?.status).toBe('invalid');
  });
});
