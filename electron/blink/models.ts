import type { AccountId, DeviceFamily, DeviceId, NetworkId } from '../../shared/ids.ts';
import type { ClipKind, Device, Network, SyncModule, Timestamp } from '../../shared/models.ts';

/** Where a recording or a still lies in the cloud. Only `blink/` reads it; others store it and hand it back. */
export type MediaRef = string;

/** What identifies a device to the cloud: its family, its number and its network. */
export type DeviceRef = Pick<Device, 'id' | 'networkId'>;

/** Everything the cloud answers to one call. `pictureRefs` belong to the devices' pictures. */
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

/** What an answer leaves open. A row that has an id but no readable state is in its list, marked as doubtful. */
export interface HomescreenGaps {
  /** Rows of networks that have no readable id. */
  readonly networksWithoutId: number;
  /** Lists that are present and could be read whole: what one of these does not name is really missing from it. */
  readonly completeLists: ReadonlySet<HomescreenList>;
}

export type HomescreenList = 'networks' | 'syncModules' | DeviceFamily;

/** How full the cloud is, and when it deletes by itself. Null where it does not say. */
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
  /** As the cloud writes it. */
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
  /** The cloud's clock when it answered; null where it does not say. */
  readonly answeredAt: Timestamp | null;
  /** Changes when what was listed before may not hold any more; null where the cloud does not say. */
  readonly listId: string | null;
}

/** A command of the cloud: an asynchronous job that is asked about until it ends. */
export interface CommandRef {
  readonly networkId: NetworkId;
  readonly commandId: number;
}

export type Weekday = 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat';

/** One switching time of a program. */
export interface ProgramRule {
  /** In the cloud's own counting: near midnight it may be a day off the local one. */
  readonly days: readonly Weekday[];
  /** The time of day in UTC; its date is that of the last edit and says which offset was meant. */
  readonly at: Timestamp;
  readonly action: 'arm' | 'disarm';
  /** Blink's numbers of the devices meant; empty for the whole network. */
  readonly devices: readonly number[];
}

/** A schedule as a person writes it. */
export interface ProgramDraft {
  readonly name: string;
  readonly rules: readonly ProgramRule[];
}

/** A schedule of a network. Only enabled ones run. */
export interface Program extends ProgramDraft {
  readonly programId: number;
  readonly networkId: NetworkId;
  readonly isEnabled: boolean;
}

/** How a person has arranged networks and devices in Blink's own app. What was never arranged is missing. */
export interface DisplayOrder {
  readonly networks: readonly NetworkId[];
  readonly devices: ReadonlyMap<NetworkId, readonly DeviceId[]>;
}
