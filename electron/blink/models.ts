import type { AccountId, DeviceFamily, DeviceId, NetworkId } from '../../shared/ids.ts';
import type { ClipKind, Device, Network, SyncModule, Timestamp } from '../../shared/models.ts';

/** Where a recording or a still lies in the cloud. Only `blink/` reads it; others store it and hand it back. */
export type MediaRef = string;

/** What names a device to the cloud: its list, its number and its system. */
export type DeviceRef = Pick<Device, 'id' | 'networkId'>;

/** Everything the cloud tells in one call. `pictureRefs` belong to the devices' pictures. */
export interface Homescreen {
  readonly networks: readonly Network[];
  readonly syncModules: readonly SyncModule[];
  readonly devices: readonly Device[];
  readonly pictureRefs: ReadonlyMap<DeviceId, MediaRef>;
  /** Devices whose alerts Blink holds back, and for how long still. */
  readonly snoozedMs: ReadonlyMap<DeviceId, number>;
  readonly storage: CloudStorage;
  readonly gaps: HomescreenGaps;
}

/**
 * What an answer leaves open. Rows with a doubt are in the lists beside it: they say which they are, and not how they are.
 */
export interface HomescreenGaps {
  /** Rows of systems that do not say which they are. */
  readonly namelessNetworks: number;
  /** Lists that are there and whole: what one of these does not name is really missing from it. */
  readonly whole: ReadonlySet<HomescreenList>;
}

export type HomescreenList = 'networks' | 'syncModules' | DeviceFamily;

/** How full the cloud is, and when it deletes by itself. Null where it does not tell. */
export interface CloudStorage {
  readonly usedPercent: number | null;
  readonly autoDeleteDays: number | null;
  readonly autoDeleteChoices: readonly number[];
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
  /** Fewer rows than the cloud says a page can hold. */
  readonly isShort: boolean;
  /** The cloud's clock when it answered; null where it does not tell. */
  readonly answeredAt: Timestamp | null;
  /** Changes when what was listed before may not hold any more; null where the cloud does not tell. */
  readonly listId: string | null;
}

/** A job of the cloud that takes time. */
export interface CommandRef {
  readonly networkId: NetworkId;
  readonly commandId: number;
}

/** Where to go on with a recording, and what the server called the version it was begun with. */
export interface ResumeFrom {
  readonly sizeBytes: number;
  readonly validator: string;
}

/** A body on its way. `sizeBytes` is what the server announced for the whole of it, null if it did not. */
export interface Download {
  readonly contentType: string;
  readonly sizeBytes: number | null;
  /** Where in the whole the body begins; 0 unless the server goes on where we asked. */
  readonly startsAt: number;
  /** A strong ETag, or the time of the last change; null without either. */
  readonly validator: string | null;
  readonly body: AsyncIterable<Uint8Array>;
}
