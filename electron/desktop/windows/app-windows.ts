import type { WebContents } from 'electron';
import type { ClipId } from '../../../shared/ids.ts';
import type { PageName, WindowName } from '../../../shared/ipc/contract.ts';
import type { Payload, PushName } from '../../../shared/ipc/types.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { SettingsStore } from '../../store/settings.ts';
import { openingOf, parseCommandLine, type Opening } from '../cli/cli-protocol.ts';
import { createMainWindow } from './main-window.ts';
import { createPictureDecoder } from './picture-decoder.ts';
import { createTrayPanel } from './tray-panel.ts';

interface AppWindowDeps {
  readonly preload: string;
  readonly icon: string;
  readonly clock: Clock;
  readonly store: ReadonlyAppStore;
  readonly settings: SettingsStore;
  readonly log: Logger;
  readonly onCreated: (name: WindowName, contents: WebContents) => void;
  readonly pushTo: <K extends PushName>(window: WindowName, name: K, payload: Payload<K>) => void;
  readonly onClosedToTray: () => void;
}

export type AppWindows = ReturnType<typeof createAppWindows>;

/** The windows a person sees beside the tray icon, and the hidden one that decodes pictures. */
export function createAppWindows(deps: AppWindowDeps) {
  const { preload, icon, clock, log, store, settings, pushTo, onCreated } = deps;
  const title = m.app_name();
  const window = createMainWindow({
    preload,
    icon,
    title,
    clock,
    log,
    place: () => settings.get().window,
    onMoved: (place) => settings.update({ window: place }),
    onCreated: (contents) => onCreated('main', contents),
    hasTray: () => store.get().desktop.hasTrayHost,
    onClosedToTray: deps.onClosedToTray,
  });
  const panel = createTrayPanel({
    preload,
    icon,
    title,
    clock,
    log,
    platform: process.platform,
    onCreated: (contents) => onCreated('panel', contents),
    pushShown: (request) => pushTo('panel', 'panelShown', request),
  });
  const decoder = createPictureDecoder({
    preload,
    clock,
    onCreated: (contents) => onCreated('decoder', contents),
    askPage: (job) => pushTo('decoder', 'decodePicture', job),
  });
  const showClip = (id: ClipId) => window.showAnd(() => pushTo('main', 'showClip', id));
  const showPage = (name: PageName) => window.showAnd(() => pushTo('main', 'showPage', name));
  function open(opening: Opening): void {
    if (opening.kind === 'clip') showClip(opening.id);
    else if (opening.kind === 'page') showPage(opening.page);
    else window.show();
  }

  return {
    window,
    panel,
    decoder,
    showClip,
    showPage,
    /** Of a `porchlight:` link somebody has clicked. */
    openLink: (link: string) => open(openingOf(link)),
    /** Of a start, the first or a later one; one with `--hidden` opens nothing. */
    openFromArgs(args: readonly string[]): void {
      const line = parseCommandLine(args);
      if (line.kind === 'open' && !line.isHidden) open(line.opening);
    },
  };
}
