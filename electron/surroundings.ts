import type { ClipQuery } from '../shared/models.ts';
import type { ShortcutName } from '../shared/preferences.ts';
import { quitAfterAsking } from './desktop/system/quit.ts';
import { runShortcut } from './desktop/system/shortcuts.ts';
import type { AppWindows } from './desktop/windows/app-windows.ts';
import { createTrayActions } from './desktop/tray/tray-actions.ts';
import type { TrayItem } from './desktop/tray/tray.ts';
import { disposeAll, type Dispose } from './lib/dispose.ts';
import type { Emitter } from './lib/emitter.ts';
import type { Logger } from './lib/logger.ts';
import { systemClock as clock } from './lib/clock.ts';
import type { Services } from './services/services.ts';
import type { AppStore } from './store/app-store.ts';

interface SurroundingsDeps {
  readonly store: AppStore;
  readonly log: Logger;
  readonly services: Services;
  readonly surfaces: AppWindows;
  readonly pressed: Emitter<ShortcutName>;
  readonly tray: TrayItem;
}

/** The tray, and the keys that do what it does. */
export function surroundings(deps: SurroundingsDeps): Dispose {
  const { store, log, services, surfaces, pressed, tray } = deps;
  const actions = createTrayActions({
    ...{ ...surfaces, services, clock, log, quit: () => void quitAfterAsking(store, services) },
    showSettings: () => surfaces.showPage('settings'),
    chooseDisarmEnd: (id) => surfaces.panel.show({ disarmUntil: id }),
  });
  const newest = async () => (await services.clip.list(latestClips)).clips;
  tray.connect({ actions, latestClips: newest, onClick: surfaces.panel.toggle });
  return disposeAll(
    tray.stop,
    pressed.on((name) =>
      runShortcut(name, {
        ...{ store, clock, actions },
        showPanel: () => surfaces.panel.show({ disarmUntil: null }),
        showLatestClip: () =>
          void newest().then(([clip]) =>
            clip === undefined ? surfaces.showPage('clips') : surfaces.showClip(clip.id),
          ),
      }),
    ),
  );
}

const latestClips: ClipQuery = { shelf: 'all', limit: 5, before: null, deviceId: null };
