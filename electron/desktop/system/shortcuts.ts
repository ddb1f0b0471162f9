import type { GlobalShortcut } from 'electron';
import { armedSummary } from '../../../shared/armed-display.ts';
import type { Clip } from '../../../shared/models.ts';
import type { Shortcut, ShortcutName } from '../../../shared/preferences.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { TrayActions } from '../tray/tray-actions.ts';
import type { AppWindows } from '../windows/app-windows.ts';

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
  readonly windows: Pick<AppWindows, 'panel' | 'showClip' | 'showPage'>;
  /** Newest first. */
  readonly latestClips: () => Promise<readonly Clip[]>;
}

/** What a global key combination does. Where it is not known what is armed, the panel is shown and the person decides. */
export function runShortcut(name: ShortcutName, deps: ShortcutDeps): void {
  const { store, clock, actions, windows } = deps;
  switch (name) {
    case 'open-window':
      actions.open();
      return;
    case 'latest-clip':
      void showLatestClip(deps);
      return;
    case 'mute':
      actions.muteUntil(store.get().mute.until === null ? clock.now() + minutes(30) : null);
      return;
    case 'toggle-arming': {
      const summary = armedSummary(store.get());
      if (summary === 'armed' || summary === 'blind') actions.disarmAll();
      else if (summary === 'disarmed' || summary === 'mixed') actions.armAll();
      else windows.panel.show({ disarmUntil: null });
    }
  }
}

async function showLatestClip({ windows, latestClips }: ShortcutDeps): Promise<void> {
  const [newest] = await latestClips();
  if (newest === undefined) windows.showPage('clips');
  else windows.showClip(newest.id);
}
