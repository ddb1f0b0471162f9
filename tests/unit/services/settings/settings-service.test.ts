import { describe, expect, it } from 'vitest';
import { initialState } from '../../../../shared/app-state.ts';
import { AppError } from '../../../../shared/errors.ts';
import { usualNotifications } from '../../../../shared/notifications.ts';
import type { Autostart, Shortcut, ShortcutName } from '../../../../shared/preferences.ts';
import { createSettingsService } from '../../../../electron/services/settings/settings-service.ts';
import { showSettings } from '../../../../electron/services/settings/settings-to-state.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import type { Settings } from '../../../../electron/store/settings-schema.ts';
import { createMemorySettings } from '../../../fixtures/memory-stores.ts';

interface World {
  readonly kept?: Partial<Settings>;
  /** What the system starts with; null where it cannot be chosen. */
  readonly autostart?: Autostart | null;
}

/** The keys another program has, and those that are none. */
const taken = 'CommandOrControl+Shift+T';
const invalid = 'Nonsense';
const free = 'CommandOrControl+Shift+A';

const statusOf = (keys: string): Shortcut['status'] => {
  if (keys === taken) return 'taken';
  return keys === invalid ? 'invalid' : 'active';
};

function setUp({ kept = {}, autostart = 'off' }: World = {}) {
  const store = createAppStore(initialState);
  const settings = createMemorySettings(kept);
  showSettings({ settings, store, hasTrayStyles: false });
  const system = { autostart, problem: null as Error | null, obeys: true };
  const keysSet: (readonly [ShortcutName, string | null])[] = [];
  const service = createSettingsService({
    ...{ store, settings, hasTrayStyles: false },
    autostart: {
      read: async () => system.autostart,
      async write(choice) {
        if (system.problem !== null) throw system.problem;
        if (system.obeys) system.autostart = choice;
      },
    },
    setKeys(name, keys) {
      keysSet.push([name, keys]);
      return keys === null ? null : { keys, status: statusOf(keys) };
    },
  });
  const shown = () => store.get().preferences;
  return { store, settings, system, keysSet, service, shown };
}

/** A full disk, for everything that is saved from now on. */
const fillDisk = ({ settings }: ReturnType<typeof setUp>) => {
  settings.update = () => {
    throw new AppError('disk-full');
  };
};

const outcomeOf = (work: Promise<void>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

const quiet = { ...usualNotifications, isOn: !usualNotifications.isOn };

describe('the choices for this computer', () => {
  it('of an earlier run are shown and in force after the start', async () => {
    const { service, shown, keysSet } = setUp({
      kept: {
        ...{ notifications: quiet, isArmedOnLock: true, hasLocalChecks: false },
        shortcuts: { mute: free },
      },
      autostart: 'hidden',
    });
    await service.start();
    expect(shown()).toEqual({
      ...{ notifications: quiet, isArmedOnLock: true, hasLocalChecks: false },
      autostart: 'hidden',
      resetTopics: [],
      shortcuts: { mute: { keys: free, status: 'active' } },
    });
    expect(keysSet).toEqual([['mute', free]]);
  });

  it('are the usual ones when nothing was chosen', async () => {
    const { service, shown, keysSet } = setUp({ autostart: null });
    await service.start();
    expect(shown()).toEqual(initialState.preferences);
    expect(keysSet).toEqual([]);
  });

  it('are saved and shown', async () => {
    const { service, settings, shown } = setUp();
    await service.saveNotifications(quiet);
    await service.setArmedOnLock(true);
    await service.setLocalChecks(false);
    const chosen = { notifications: quiet, isArmedOnLock: true, hasLocalChecks: false };
    expect(settings.get()).toMatchObject(chosen);
    expect(shown()).toMatchObject(chosen);
  });

  it('are on disk by the time they are shown', async () => {
    const { service, settings, store } = setUp();
    const onDisk: boolean[] = [];
    store.subscribe(() => onDisk.push(settings.get().isArmedOnLock));
    await service.setArmedOnLock(true);
    expect(onDisk).toEqual([true]);
  });

  it('are not shown when they cannot be saved', async () => {
    const world = setUp();
    fillDisk(world);
    const { service, shown } = world;
    expect(await outcomeOf(service.saveNotifications(quiet))).toBe('disk-full');
    expect(await outcomeOf(service.setArmedOnLock(true))).toBe('disk-full');
    expect(await outcomeOf(service.setLocalChecks(false))).toBe('disk-full');
    expect(shown()).toEqual(initialState.preferences);
  });
});

describe('starting with the computer', () => {
  it('is shown as the system has it afterwards', async () => {
    const { service, system, shown } = setUp();
    await service.start();
    await service.setAutostart('hidden');
    expect([system.autostart, shown().autostart]).toEqual(['hidden', 'hidden']);
  });

  it('is not shown as chosen when the system did not follow', async () => {
    const { service, system, shown } = setUp();
    await service.start();
    system.obeys = false;
    await service.setAutostart('on');
    expect(shown().autostart).toBe('off');
  });

  it('is refused where it cannot be chosen', async () => {
    const { service, system, shown } = setUp({ autostart: null });
    await service.start();
    expect(await outcomeOf(service.setAutostart('on'))).toBe('not-supported');
    expect([system.autostart, shown().autostart]).toEqual([null, null]);
  });

  it('stays as it was when it cannot be written', async () => {
    const { service, system, shown } = setUp({ autostart: 'on' });
    await service.start();
    system.problem = new Error('EACCES: permission denied');
    expect(await outcomeOf(service.setAutostart('off'))).toBe('disk-error');
    expect(shown().autostart).toBe('on');
  });
});

describe('a shortcut', () => {
  it('is in force, saved and shown', async () => {
    const { service, settings, keysSet, shown } = setUp();
    await service.setShortcut('toggle-arming', free);
    expect(keysSet).toEqual([['toggle-arming', free]]);
    expect(settings.get().shortcuts).toEqual({ 'toggle-arming': free });
    expect(shown().shortcuts).toEqual({ 'toggle-arming': { keys: free, status: 'active' } });
  });

  it.each([
    ['taken', taken],
    ['invalid', invalid],
  ] as const)('that is %s is said to be, and kept for the next start', async (status, keys) => {
    const { service, settings, shown } = setUp();
    await service.setShortcut('mute', keys);
    expect(shown().shortcuts).toEqual({ mute: { keys, status } });
    const next = setUp({ kept: settings.get() });
    await next.service.start();
    expect(next.keysSet).toEqual([['mute', keys]]);
    expect(next.shown().shortcuts).toEqual({ mute: { keys, status } });
  });

  it('is replaced without touching the others', async () => {
    const kept = { shortcuts: { mute: free, 'open-window': 'Alt+P' } };
    const { service, settings, shown } = setUp({ kept });
    await service.start();
    await service.setShortcut('mute', 'Alt+M');
    expect(settings.get().shortcuts).toEqual({ mute: 'Alt+M', 'open-window': 'Alt+P' });
    expect(shown().shortcuts).toEqual({
      mute: { keys: 'Alt+M', status: 'active' },
      'open-window': { keys: 'Alt+P', status: 'active' },
    });
  });

  it('that is taken away is gone everywhere', async () => {
    const { service, settings, keysSet, shown } = setUp({ kept: { shortcuts: { mute: free } } });
    await service.start();
    await service.setShortcut('mute', null);
    expect(keysSet.at(-1)).toEqual(['mute', null]);
    expect(settings.get().shortcuts).toEqual({});
    expect(shown().shortcuts).toEqual({});
  });

  it('that cannot be saved is not shown', async () => {
    const world = setUp();
    fillDisk(world);
    expect(await outcomeOf(world.service.setShortcut('mute', free))).toBe('disk-full');
    expect(world.shown().shortcuts).toEqual({});
  });
});
