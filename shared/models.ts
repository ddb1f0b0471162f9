import type { AccountId, ClipId, DeviceFamily, DeviceId, NetworkId } from './ids.ts';

/** Milliseconds since 1970, UTC. */
export type Timestamp = number;

/**
 * On something that the last answer of the cloud left out, or told in a form that cannot be read: its last state stays on
 * show, and is not the present.
 */
export interface Doubt {
  /** When the cloud told of it last; null when it never did. */
  readonly heardAt: Timestamp | null;
  /** How many whole answers in a row have not named it. */
  readonly missedBy: number;
}

/** One Blink system as the cloud last described it. */
export interface Network {
  readonly id: NetworkId;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly isArmed: boolean;
  /** Whether Blink keeps a recording of every live view; null where it does not tell. */
  readonly savesLiveViews: boolean | null;
  readonly hasSiren: boolean;
  readonly doubt?: Doubt;
}

/** The hardware hub of a system. */
export interface SyncModule {
  readonly networkId: NetworkId;
  readonly name: string;
  readonly isOnline: boolean;
  /** Whether it records on a stick of its own. */
  readonly hasLocalStorage: boolean;
  readonly doubt?: Doubt;
}

export type BatteryState = 'ok' | 'low' | 'mains';

/** A still of a camera. `version` changes with every new picture. */
export interface Picture {
  readonly version: string;
  readonly takenAt: Timestamp | null;
}

/** A camera, Mini or doorbell as the cloud last described it. */
export interface Device {
  readonly id: DeviceId;
  readonly networkId: NetworkId;
  readonly family: DeviceFamily;
  /** Blink's product word, shown raw when we do not know it. */
  readonly type: string;
  readonly name: string;
  readonly isMotionEnabled: boolean;
  readonly isOnline: boolean;
  readonly battery: BatteryState;
  /** From 0 to 3; null where the device does not tell. */
  readonly batteryBars: number | null;
  /** Bars, 0 to 5; null where the device does not tell. */
  readonly wifiBars: number | null;
  readonly temperatureF: number | null;
  /** It may as well be degrees Celsius, as Blink sends it. */
  readonly isTemperatureUnsure?: true;
  readonly picture: Picture | null;
  readonly hasLamp: boolean;
  /** Until when Blink holds back its alerts, on the phone too; null while it does not. */
  readonly snoozedUntil: Timestamp | null;
  readonly doubt?: Doubt;
}

/** What made a camera record. */
export type ClipKind = 'motion' | 'doorbell' | 'live-view' | 'snapshot' | 'other';

/** Where a clip stands on its way to this computer. */
export type ClipPlace =
  /** In the cloud only. */
  | 'listed'
  | 'fetching'
  /** On this computer, verified. */
  | 'kept'
  /** Gave up after several tries; see `problem`. */
  | 'damaged'
  /** Deleted in the cloud before it could be kept. */
  | 'gone'
  /** Kept once, but its file is not there any more; fetched again when the person asks. */
  | 'missing'
  /** Removed from this computer to save space; fetched again when the person asks. */
  | 'pruned';

/** A recording. */
export interface Clip {
  readonly id: ClipId;
  readonly accountId: AccountId;
  readonly networkId: NetworkId;
  readonly networkName: string;
  readonly deviceId: DeviceId;
  readonly deviceName: string;
  readonly recordedAt: Timestamp;
  /** IANA name of the place of recording. */
  readonly timeZone: string;
  readonly kind: ClipKind;
  /** What Blink's cloud has seen in it (`person`, `vehicle`, …); empty where it does not look. */
  readonly labels: readonly string[];
  /** The cloud's own mark. */
  readonly isWatched: boolean;
  /** Seen here, in this application. */
  readonly isSeen: boolean;
  readonly place: ClipPlace;
  /** Whether the cloud, or a sync module's stick, still has it. */
  readonly isInCloud: boolean;
  readonly isStarred: boolean;
  /** When it was deleted here; it can be brought back as long as it is in the bin. */
  readonly binnedAt: Timestamp | null;
  readonly sizeBytes: number | null;
}

/** Where a page of clips ends: the next one starts below this. */
export interface ClipCursor {
  readonly recordedAt: Timestamp;
  readonly id: ClipId;
}

/** Newest first, at most 200 clips. */
export interface ClipPage {
  readonly clips: readonly Clip[];
  readonly next: ClipCursor | null;
}

/** Where deleted clips are stored, and so where they are deleted. */
export interface DeletionPlaces {
  /** Kept on this computer: the file goes to the bin. */
  readonly isInBin: boolean;
  readonly isInCloud: boolean;
  readonly isOnUsb: boolean;
}

/** `bin`: deleted here, and still to be brought back. */
export type ClipShelf = 'all' | 'starred' | 'bin';

export interface ClipQuery {
  readonly shelf: ClipShelf;
  readonly limit: number;
  readonly before: ClipCursor | null;
  readonly deviceId: DeviceId | null;
}
