import type { TrayActions } from '../tray/tray-actions.ts';
import type { GlobalShortcut } from 'electron';
import { armedSummary } from '../../../shared/armed-display.ts';
import type { Shortcut, ShortcutName } from '../../../shared/preferences.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';

/** Key combinations that work wherever the focus is. */
export interface ShortcutPort {
  /** Null takes a combination away. What was set before under that name is gone either way. */
  set(name: ShortcutName, keys: string | null): Shortcut | null;
  stop(): void;
}

/** A combination that another program has is reported, not fought over. */
export function createShortcuts(
  registry: Pick<GlobalShortcut, 'register' | 'unregister'>,
  run: (name: ShortcutName) => void,
): ShortcutPort {
  const active = new Map<ShortcutName, string>();

  function release(name: ShortcutName): void {
    const keys = active.get(name);
    active.delete(name);
    if (keys !== undefined) registry.unregister(keys);
  }

  function register(name: ShortcutName, keys: string): Shortcut['status'] {
    // Ours already: the system would give it to us twice and take it away once.
    if ([...active.values()].includes(keys)) return 'taken';
    try {
      if (!registry.register(keys, () => run(name))) return 'taken';
    } catch {
      return 'invalid';
    }
    active.set(name, keys);
    return 'active';
  }

  return {
    set(name, keys) {
      release(name);
      return keys === null ? null : { keys, status: register(name, keys) };
    },
    stop() {
      for (const name of [...active.keys()]) release(name);
    },
  };
}

interface ShortcutDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly actions: TrayActions;
  readonly showPanel: () => void;
  readonly showLatestClip: () => void;
}

/** What a global key combination does. Where it is not known what is armed, the person is shown and decides. */
export function runShortcut(name: ShortcutName, deps: ShortcutDeps): void {
  const { store, clock, actions } = deps;
  switch (name) {
    case 'open-window':
      actions.open();
      return;
    case 'latest-clip':
      deps.showLatestClip();
      return;
    case 'mute':
      actions.muteUntil(store.get().mute.until === null ? clock.now() + minutes(30) : null);
      return;
    case 'toggle-arming': {
      const summary = armedSummary(store.get());
      if (summary === 'armed' || summary === 'blind') actions.disarmAll();
      else if (summary === 'disarmed' || summary === 'mixed') actions.armAll();
      else deps.showPanel();
    }
  }
}
