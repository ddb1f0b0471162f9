import type { AccountId, DeviceId, NetworkId } from '../../shared/ids.ts';
import type { ClipKind, Device, Network, SyncModule, Timestamp } from '../../shared/models.ts';

/** Where a recording or a still lies in the cloud. Only `blink/` reads it; others store it and hand it back. */
export type MediaRef = string;

/** Everything the cloud tells in one call. `pictureRefs` belong to the devices' pictures. */
export interface Homescreen {
  readonly networks: readonly Network[];
  readonly syncModules: readonly SyncModule[];
  readonly devices: readonly Device[];
  readonly pictureRefs: ReadonlyMap<DeviceId, MediaRef>;
}

/** One row of the cloud's list of recordings. */
export interface MediaItem {
  readonly mediaId: number;
  readonly accountId: AccountId;
  readonly networkId: NetworkId;
  readonly networkName: string;
  readonly deviceId: DeviceId;
  readonly deviceName: string;
  readonly deviceType: string;
  readonly recordedAt: Timestamp;
  readonly updatedAt: Timestamp;
  readonly timeZone: string;
  /** The cloud's own word. */
  readonly source: string;
  readonly kind: ClipKind;
  readonly isDeleted: boolean;
  readonly isWatched: boolean;
  readonly labels: readonly string[];
  readonly description: string | null;
  readonly clipRef: MediaRef | null;
  readonly stillRef: MediaRef | null;
}

/** One page, as the cloud sent it; rows that cannot be read are left out and counted. */
export interface MediaPage {
  readonly items: readonly MediaItem[];
  readonly unreadable: number;
  readonly isLast: boolean;
}

/** A job of the cloud that takes time. */
export interface CommandRef {
  readonly networkId: NetworkId;
  readonly commandId: number;
}

/** A body on its way. `sizeBytes` is what the server announced, null if it did not. */
export interface Download {
  readonly contentType: string;
  readonly sizeBytes: number | null;
  readonly body: AsyncIterable<Uint8Array>;
}

/** The Blink cloud of one signed-in account. Every method rejects with an AppError and nothing else. */
export interface BlinkClient {
  readonly accountId: AccountId;
  homescreen(signal?: AbortSignal): Promise<Homescreen>;
  /** Recordings that changed since then: new, watched or deleted. Pages start at 1. */
  changedMedia(since: Timestamp, page: number, signal?: AbortSignal): Promise<MediaPage>;
  /** Null when the cloud answered without a job to wait for. */
  setArmed(
    networkId: NetworkId,
    isArmed: boolean,
    signal?: AbortSignal,
  ): Promise<CommandRef | null>;
  /** Asks a camera for a new still. */
  takePicture(device: Device, signal?: AbortSignal): Promise<CommandRef | null>;
  /** Polls about once a second until the job is done; `command-failed` or `command-timeout` otherwise. */
  waitForCommand(command: CommandRef, signal?: AbortSignal): Promise<void>;
  /** A recording. Fetching it marks it watched in the cloud. */
  openClip(ref: MediaRef, signal?: AbortSignal): Promise<Download>;
  /** A still, whole. `not-found` when the cloud has replaced it or sends nothing. */
  picture(ref: MediaRef, signal?: AbortSignal): Promise<Uint8Array>;
  /** Tells the cloud; tokens are forgotten by the caller in any case. */
  logout(): Promise<void>;
}
