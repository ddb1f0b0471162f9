import type { RearmEvent } from './services/notifications/notification-events.ts';
import { toAppError } from '../shared/errors.ts';
import type { Clip } from '../shared/models.ts';
import { cloudParts } from './cloud-parts.ts';
import type { Environment } from './desktop/system/environment.ts';
import type { Platform } from './desktop/platform.ts';
import { hasTrayStyles } from './desktop/tray/tray-icon.ts';
import { createEmitter } from './lib/emitter.ts';
import type { Logger } from './lib/logger.ts';
import { systemClock as clock } from './lib/clock.ts';
import type { Stores } from './open-stores.ts';
import { createClipChanges } from './services/clips/clip-counts.ts';
import { createServices } from './services/services.ts';
import type { AppStore } from './store/app-store.ts';
import { nodeFileSystem as fs } from './store/file-system.ts';
import { createHousekeeping } from './sync/housekeeping/housekeeping.ts';

interface Ground {
  readonly environment: Environment;
  /** The simulator on this computer; null for Blink's own cloud. */
  readonly cloud: URL | null;
  readonly store: AppStore;
  readonly stores: Stores;
  readonly platform: Platform;
  readonly log: Logger;
  readonly icon: string;
}

/** The services over the stores, what they tell of, and what goes on without anybody asking. */
export function buildServices(ground: Ground) {
  const { store, stores, platform, log } = ground;
  const { files, index } = stores;
  const changes = createClipChanges({ index, files, store, clock });
  const onWarning = (message: string, error: unknown) =>
    log.warn(message, { reason: toAppError(error).message });
  const housekeeping = createHousekeeping({ ...stores, store, clock, onWarning });
  const news = {
    newClips: createEmitter<readonly Clip[]>(),
    rearmNews: createEmitter<RearmEvent>(),
  };
  const below = { ...stores, store, log, onFetchingChanged: changes.changed };
  const parts = cloudParts({
    ...{ ...below, ...ground, fs },
    isResting: platform.presence.isResting,
    onNewClips: news.newClips.emit,
  });
  const services = createServices({
    ...{ ...below, ...parts, clock, housekeeping },
    onRearmEvent: news.rearmNews.emit,
    hasTrayStyles: hasTrayStyles(process.platform),
    autostart: platform.autostart,
    setKeys: platform.shortcuts.set,
  });
  return { services, changes, housekeeping, news };
}
