import { createSortedList } from './sorted-list.ts';
import type { Device } from '../world.ts';

/** One recording in the cloud's list. */
export interface MediaItem {
  readonly id: number;
  /** The number in its addresses, which is not its id. */
  readonly fileNumber: number;
  readonly device: Device;
  /** The device's name when it recorded this. */
  readonly deviceName: string;
  readonly source: string;
  /** Start of the event, milliseconds. */
  readonly createdAt: number;
  readonly description?: string | undefined;
  readonly detections?: readonly string[] | undefined;
  updatedAt: number;
  watched: boolean;
  deleted: boolean;
}

/** A recording as it comes in. */
export interface NewItem {
  readonly id: number;
  readonly device: Device;
  readonly source: string;
  readonly createdAt: number;
  readonly listedAt: number;
  readonly watchedAt?: number | undefined;
  readonly description?: string | undefined;
  readonly detections?: readonly string[] | undefined;
}

/** A place in the order of starts. */
export interface StartKey {
  readonly createdAt: number;
  readonly id: number;
}

export interface MediaStore {
  all(): readonly MediaItem[];
  /** Those changed at `since` or later, newest change first, from the `from`th on. */
  changes(since: number, from: number, count: number): readonly MediaItem[];
  /** Those that began before `key`, newest start first, up to `count` of those that are asked for. */
  startedBefore(
    key: StartKey,
    count: number,
    isAsked: (item: MediaItem) => boolean,
  ): readonly MediaItem[];
  byId(id: number): MediaItem | undefined;
  byFileNumber(fileNumber: number): MediaItem | undefined;
  /** The number the next recording will have. */
  reserveId(): number;
  add(item: NewItem): MediaItem;
  markWatched(items: readonly MediaItem[], at: number): void;
  markDeleted(items: readonly MediaItem[], at: number): void;
  /** Deletes what was recorded before; a purge that deleted something gives the list a new `purgeId`. */
  purgeBefore(createdAt: number, at: number): void;
  purgeId(): number;
  /** What was listed before may not hold any more: the list says so by another count. */
  refresh(): void;
  refreshCount(): number;
}

const FIRST_ID = 7_000_001;
const FIRST_FILE_NUMBER = 3_032_350_000;
const FIRST_PURGE_ID = 2_989_164_295;
/** A recording is listed once it has ended and been sent. */
export const RECORDING_MS = 6000;
export const UPLOAD_MS = 4000;

const byChange = (a: MediaItem, b: MediaItem) => a.updatedAt - b.updatedAt;
const byStart = (a: StartKey, b: StartKey) => a.createdAt - b.createdAt || a.id - b.id;
const fileNumberOf = (id: number) => FIRST_FILE_NUMBER + (id - FIRST_ID) * 7 + 3;

/** The recordings of the account, in both orders they are asked for. */
export function createMediaStore(firstId = FIRST_ID): MediaStore {
  const byId = new Map<number, MediaItem>();
  const changed = createSortedList(byChange);
  const started = createSortedList<MediaItem, StartKey>(byStart);
  let nextId = firstId;
  let purgeId = FIRST_PURGE_ID;
  let refreshCount = 0;

  function markDeleted(items: readonly MediaItem[], at: number) {
    const present = items.filter((item) => !item.deleted);
    changed.change(present, (item) => {
      item.deleted = true;
      item.updatedAt = at;
    });
  }

  return {
    all: () => started.items(),
    changes(since, from, count) {
      const items = changed.items();
      const oldest = changed.countWhile((item) => item.updatedAt < since);
      const end = items.length - from;
      return items.slice(Math.max(oldest, end - count), Math.max(oldest, end)).toReversed();
    },
    startedBefore(key, count, isAsked) {
      const items = started.items();
      const found: MediaItem[] = [];
      let at = started.countWhile((item) => byStart(item, key) < 0);
      while (at > 0 && found.length < count) {
        const item = items[--at];
        if (item && isAsked(item)) found.push(item);
      }
      return found;
    },
    byId: (id) => byId.get(id),
    byFileNumber(fileNumber) {
      const item = byId.get(FIRST_ID + (fileNumber - FIRST_FILE_NUMBER - 3) / 7);
      return item?.fileNumber === fileNumber ? item : undefined;
    },
    reserveId: () => nextId++,
    add(item) {
      const kept: MediaItem = {
        id: item.id,
        fileNumber: fileNumberOf(item.id),
        device: item.device,
        deviceName: item.device.name,
        source: item.source,
        createdAt: item.createdAt,
        description: item.description,
        detections: item.detections,
        updatedAt: item.watchedAt ?? item.listedAt,
        watched: item.watchedAt !== undefined,
        deleted: false,
      };
      byId.set(item.id, kept);
      changed.add(kept);
      started.add(kept);
      return kept;
    },
    markWatched(items, at) {
      const unwatched = items.filter((item) => !item.watched);
      changed.change(unwatched, (item) => {
        item.watched = true;
        item.updatedAt = at;
      });
    },
    markDeleted,
    purgeBefore(createdAt, at) {
      const count = started.countWhile((item) => item.createdAt < createdAt);
      const old = started
        .items()
        .slice(0, count)
        .filter((item) => !item.deleted);
      if (old.length === 0) return;
      markDeleted(old, at);
      purgeId += 1;
    },
    purgeId: () => purgeId,
    refresh() {
      refreshCount += 1;
    },
    refreshCount: () => refreshCount,
  };
}
