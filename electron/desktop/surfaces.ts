import type { ClipId } from '../../shared/ids.ts';
import type { PageName, WindowName } from '../../shared/ipc/contract.ts';
import type { Payload, PushName } from '../../shared/ipc/types.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import type { WebContents } from 'electron';
import type { Clock } from '../lib/timing.ts';
import type { Logger } from '../lib/logger.ts';
import type { ReadonlyAppStore } from '../store/app-store.ts';
import { createMainWindow } from './main-window.ts';
import { createNotifications } from './notifications.ts';
import { createPictureDecoder } from './picture-decoder.ts';
import { createTrayPanel } from './tray-panel.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

interface SurfaceDeps {
  readonly preload: string;
  readonly icon: string;
  readonly clock: Clock;
  readonly store: ReadonlyAppStore;
  readonly log: Logger;
  readonly windowSize: () => Size;
  readonly onResized: (size: Size) => void;
  /** True for the first caller only; durable before it answers. */
  readonly claim: (id: ClipId) => Promise<boolean>;
  readonly onCreated: (name: WindowName, contents: WebContents) => void;
  readonly pushTo: <K extends PushName>(window: WindowName, name: K, what: Payload<K>) => void;
}

export type Surfaces = ReturnType<typeof createSurfaces>;

/** What a person sees beside the tray icon: the window, the panel, and banners. */
export function createSurfaces(deps: SurfaceDeps) {
  const { clock, pushTo, onCreated, store, log, claim } = deps;
  const page = { preload: deps.preload, icon: deps.icon, title: m.app_name() };
  const window = createMainWindow({
    ...page,
    size: deps.windowSize,
    onResized: ({ width, height }) => deps.onResized({ width, height }),
    onCreated: (contents) => onCreated('main', contents),
  });
  const panel = createTrayPanel({
    ...page,
    clock,
    platform: process.platform,
    onCreated: (contents) => onCreated('panel', contents),
    pushShown: (asked) => pushTo('panel', 'panelShown', asked),
  });
  const decoder = createPictureDecoder({
    preload: page.preload,
    clock,
    onCreated: (contents) => onCreated('decoder', contents),
    askPage: (job) => pushTo('decoder', 'decodePicture', job),
  });
  const showClip = (id: ClipId) => window.showAnd(() => pushTo('main', 'showClip', id));
  const showPage = (name: PageName) => window.showAnd(() => pushTo('main', 'showPage', name));
  const { announce, tellOfRearming } = createNotifications({
    claim,
    isMuted: () => store.get().mute.until !== null,
    decodeStill: (id) => decoder.decode(`media://still/${id}`),
    onClick: showClip,
    onRearmClick: () => panel.show({ disarmUntil: null }),
    log,
  });
  return { window, panel, decoder, showClip, showPage, announce, tellOfRearming };
}
