import type { NetworkId } from '../../../shared/ids.ts';
import { minutes, seconds, type Timers } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { ClipSource } from '../../store/clips/clip-index.ts';

/** Which of the clips that are on USB storage only may be downloaded now. */
export interface UsbDownloads {
  /** True while any sync module may be asked for a clip. */
  isAvailable(): boolean;
  canDownload(source: ClipSource): boolean;
  /** The sync module does not know the clip by this number: all clips of that listing wait for the next one, or for an hour. */
  noteOutdated(source: ClipSource): void;
  /** Between two clips: a sync module that serves clips must have time for the person's own commands. */
  pauseFor(delayMs?: number): void;
}

export interface UsbDownloadDeps {
  readonly store: ReadonlyAppStore;
  readonly timers: Timers;
  readonly onAvailable: () => void;
}

export function createUsbDownloads({ store, timers, onAvailable }: UsbDownloadDeps): UsbDownloads {
  const outdated = new Set<string>();
  let pauses = 0;

  return {
    isAvailable: () => pauses === 0 && networksWithUsb(store).size > 0,
    canDownload: (source) =>
      networksWithUsb(store).has(source.clip.networkId) && !outdated.has(listingOf(source)),
    noteOutdated(source) {
      const listing = listingOf(source);
      outdated.add(listing);
      timers.after(outdatedMs, () => {
        outdated.delete(listing);
        onAvailable();
      });
    },
    pauseFor(delayMs = pauseBetweenClipsMs) {
      pauses += 1;
      timers.after(delayMs, () => {
        pauses -= 1;
        onAvailable();
      });
    },
  };
}

/** Networks whose sync module is online and has USB storage, as far as that is known. */
function networksWithUsb(store: ReadonlyAppStore): ReadonlySet<NetworkId> {
  const { home } = store.get();
  if (home.isStale) return new Set();
  const online = home.syncModules.filter((each) => each.isOnline && each.hasLocalStorage);
  return new Set(online.map(({ networkId }) => networkId));
}

/** Network and manifest: a clip number is valid as long as its manifest is. */
const listingOf = ({ clip, clipRef }: ClipSource): string =>
  `${clip.networkId} ${clipRef?.split('/')[0] ?? ''}`;

const pauseBetweenClipsMs = seconds(10);
const outdatedMs = minutes(60);
