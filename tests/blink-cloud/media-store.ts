import { pastClips } from './history.ts';
import type { Random } from './random.ts';
import type { Device, World } from './world.ts';

/** One recording in the cloud's list. */
export interface MediaItem {
  readonly id: number;
  /** The number in its addresses, which is not its id. */
  readonly fileNumber: number;
  readonly device: Device;
  readonly source: string;
  /** Start of the event, milliseconds. */
  readonly createdAt: number;
  updatedAt: number;
  watched: boolean;
  deleted: boolean;
}

export interface MediaStore {
  /** Newest change first. */
  newestFirst(): readonly MediaItem[];
  byId(id: number): MediaItem | undefined;
  byFileNumber(fileNumber: number): MediaItem | undefined;
  /** The number the next recording will have. */
  reserveId(): number;
  add(id: number, device: Device, source: string, times: RecordingTimes): MediaItem;
  markWatched(item: MediaItem, at: number): void;
  markDeleted(item: MediaItem, at: number): void;
}

interface RecordingTimes {
  readonly createdAt: number;
  readonly listedAt: number;
}

const FIRST_ID = 7_000_001;
const FIRST_FILE_NUMBER = 3_032_350_000;
/** A recording is listed once it has ended and been sent. */
export const RECORDING_MS = 6000;
export const UPLOAD_MS = 4000;

/** The recordings of the account, kept in the order the list is asked for. */
export function createMediaStore(): MediaStore {
  const byId = new Map<number, MediaItem>();
  const byFileNumber = new Map<number, MediaItem>();
  const ordered: MediaItem[] = [];
  let nextId = FIRST_ID;

  function place(item: MediaItem) {
    const index = ordered.findIndex((other) => other.updatedAt <= item.updatedAt);
    ordered.splice(index < 0 ? ordered.length : index, 0, item);
  }

  function change(item: MediaItem, at: number) {
    ordered.splice(ordered.indexOf(item), 1);
    item.updatedAt = at;
    place(item);
  }

  return {
    newestFirst: () => ordered,
    byId: (id) => byId.get(id),
    byFileNumber: (fileNumber) => byFileNumber.get(fileNumber),
    reserveId: () => nextId++,
    add(id, device, source, { createdAt, listedAt }) {
      const fileNumber = FIRST_FILE_NUMBER + (id - FIRST_ID) * 7 + 3;
      const item = { id, fileNumber, device, source, createdAt, updatedAt: listedAt };
      const kept: MediaItem = { ...item, watched: false, deleted: false };
      byId.set(id, kept);
      byFileNumber.set(fileNumber, kept);
      place(kept);
      return kept;
    },
    markWatched(item, at) {
      if (item.watched) return;
      item.watched = true;
      change(item, at);
    },
    markDeleted(item, at) {
      item.deleted = true;
      change(item, at);
    },
  };
}

/** Fills the list with what happened before the cloud started. */
export function recordHistory(media: MediaStore, world: World, now: number, random: Random) {
  for (const past of pastClips(world.file, now, random)) {
    const device = world.deviceNamed(past.device);
    if (!device) throw new Error(`world "${world.file.name}": no device named "${past.device}"`);
    const listedAt = past.createdAt + RECORDING_MS + UPLOAD_MS;
    const item = media.add(media.reserveId(), device, past.source, {
      createdAt: past.createdAt,
      listedAt,
    });
    if (past.watchedAt) media.markWatched(item, Math.min(past.watchedAt, now));
  }
}
