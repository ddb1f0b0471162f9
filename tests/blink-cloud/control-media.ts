import type { Blob } from './blobs.ts';
import type { Timeline } from './clock.ts';
import type { Clips } from './clips.ts';
import type { MediaItem, MediaStore } from './media-store.ts';

/** One recording the cloud knows, deleted ones too. */
export interface RecordingState {
  readonly id: number;
  readonly deviceName: string;
  readonly networkId: number;
  /** Start of the event, milliseconds. */
  readonly createdAt: number;
  readonly deleted: boolean;
  readonly bytes: number;
}

/** The part of the controls that is about recordings in the cloud. */
export interface MediaControl {
  /** The bytes a recording has, without counting as watched. */
  clip(mediaId: number): Buffer | undefined;
  /** Every recording, oldest first. */
  recordings(): readonly RecordingState[];
  /** Recordings older than this are deleted, and the list has another `purge_id`. */
  purge(olderThanHours: number): void;
  /** What was listed may not hold any more: the list has another `refresh_count`. */
  relist(): void;
  /** Recordings are deleted with the phone. */
  deleteRecordings(mediaIds: readonly number[]): void;
}

interface MediaControlDeps {
  readonly media: MediaStore;
  readonly timeline: Timeline;
  readonly clips: Clips;
}

/** What tests do to recordings, and see of them. */
export function mediaControl({ media, timeline, clips }: MediaControlDeps): MediaControl {
  const blobOf = (item: MediaItem) => clips.of({ ...item, key: String(item.id) });
  return {
    clip(mediaId: number) {
      const item = media.byId(mediaId);
      return item && wholeOf(blobOf(item));
    },
    recordings: () =>
      media.all().map((item) => ({
        id: item.id,
        deviceName: item.deviceName,
        networkId: item.device.networkId,
        createdAt: item.createdAt,
        deleted: item.deleted,
        bytes: blobOf(item).size,
      })),
    purge: (olderThanHours: number) =>
      media.purgeBefore(timeline.now() - olderThanHours * HOUR_MS, timeline.now()),
    relist: () => media.refresh(),
    deleteRecordings(mediaIds: readonly number[]) {
      const items = mediaIds.flatMap((id) => media.byId(id) ?? []);
      media.markDeleted(items, timeline.now());
    },
  };
}

const HOUR_MS = 3_600_000;
const wholeOf = (blob: Blob) => blob.read(0, blob.size);
