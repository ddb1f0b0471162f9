import type { Blob } from '../media/blobs.ts';
import type { Timeline } from '../clock.ts';
import type { Clips } from '../media/clips.ts';
import type { MediaItem, MediaStore } from '../media/media-store.ts';
import type { Device } from '../world.ts';

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

/** A recording that did not come the usual way: late, or long ago. */
export interface LateRecording {
  readonly cameraName: string;
  /** When it began. */
  readonly minutesAgo: number;
  /** When the list says it came; now unless told. */
  readonly listedMinutesAgo?: number | undefined;
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
  /** A recording is listed that began some time ago, whatever the camera is doing. Throws for an unknown camera. */
  record(recording: LateRecording): { readonly mediaId: number };
  /** Somebody watches recordings with the phone. */
  watch(mediaIds: readonly number[]): void;
  /** Recordings are deleted with the phone. */
  deleteRecordings(mediaIds: readonly number[]): void;
}

interface MediaControlDeps {
  readonly media: MediaStore;
  readonly timeline: Timeline;
  readonly clips: Clips;
  readonly deviceNamed: (name: string) => Device;
}

/** What tests do to recordings, and see of them. */
export function mediaControl(deps: MediaControlDeps): MediaControl {
  const { media, timeline, clips } = deps;
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
    record({ cameraName, minutesAgo, listedMinutesAgo = 0 }) {
      const device = deps.deviceNamed(cameraName);
      const ago = (minutes: number) => wholeSecond(timeline.now() - minutes * MINUTE_MS);
      const times = { createdAt: ago(minutesAgo), listedAt: ago(listedMinutesAgo) };
      return { mediaId: media.add({ id: media.reserveId(), device, source: 'pir', ...times }).id };
    },
    watch: (mediaIds) =>
      media.markWatched(
        mediaIds.flatMap((id) => media.byId(id) ?? []),
        timeline.now(),
      ),
    deleteRecordings(mediaIds: readonly number[]) {
      const items = mediaIds.flatMap((id) => media.byId(id) ?? []);
      media.markDeleted(items, timeline.now());
    },
  };
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const wholeSecond = (at: number) => Math.floor(at / 1000) * 1000;
const wholeOf = (blob: Blob) => blob.read(0, blob.size);
