import type { NetworkId } from '../../../shared/ids.ts';
import { minutes, seconds, type Timers } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { ClipSource } from '../../store/clips/clip-index.ts';

/** Which of the clips that lie on a stick only may be fetched now. */
export interface UsbDownloads {
  /** No hub can be asked: there is nothing to look for. */
  isShut(): boolean;
  mayFetch(source: ClipSource): boolean;
  /** The hub does not know the clip by this number: all of that listing wait for the next one, or for an hour. */
  noteOutdated(source: ClipSource): void;
  /** A hub that serves clips must have time for the person's own orders. */
  rest(delayMs?: number): void;
}

export interface StickLaneDeps {
  readonly store: ReadonlyAppStore;
  readonly timers: Timers;
  readonly onOpen: () => void;
}

export function createUsbDownloads({ store, timers, onOpen }: StickLaneDeps): UsbDownloads {
  const outdated = new Set<string>();
  let rests = 0;

  return {
    isShut: () => rests > 0 || hubsOnline(store).size === 0,
    mayFetch: (source) =>
      hubsOnline(store).has(source.clip.networkId) && !outdated.has(listingOf(source)),
    noteOutdated(source) {
      const listing = listingOf(source);
      outdated.add(listing);
      timers.after(outdatedMs, () => {
        outdated.delete(listing);
        onOpen();
      });
    },
    rest(delayMs = gapMs) {
      rests += 1;
      timers.after(delayMs, () => {
        rests -= 1;
        onOpen();
      });
    },
  };
}

/** Systems whose hub answers and has a stick, as far as that is known. */
function hubsOnline(store: ReadonlyAppStore): ReadonlySet<NetworkId> {
  const { home } = store.get();
  if (home.isStale) return new Set();
  const hubs = home.syncModules.filter((hub) => hub.isOnline && hub.hasLocalStorage);
  return new Set(hubs.map(({ networkId }) => networkId));
}

/** System and manifest: a number within holds as long as its manifest does. */
const listingOf = ({ clip, clipRef }: ClipSource): string =>
  `${clip.networkId} ${clipRef?.split('/')[0] ?? ''}`;

const gapMs = seconds(10);
const outdatedMs = minutes(60);
