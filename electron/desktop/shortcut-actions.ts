import { armedSummary } from '../../shared/armed-display.ts';
import type { ShortcutName } from '../../shared/preferences.ts';
import { minutes, type Clock } from '../lib/clock.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';
import type { TrayActions } from './tray/tray-menu.ts';

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
