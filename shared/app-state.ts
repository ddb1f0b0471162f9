import {
  historyPerHour,
  noLimits,
  type ArchiveJob,
  type ArchiveLimits,
  type ArchiveReport,
  type HistoryPace,
} from './archive.ts';
import type { AppErrorCode } from './errors.ts';
import type { AccountId, NetworkId } from './ids.ts';
import type { Device, Network, SyncModule, Timestamp } from './models.ts';
import { usualPreferences, type Preferences } from './preferences.ts';

/** Who is signed in, and if not, why. */
export type AccountState =
  | { readonly phase: 'starting' }
  | { readonly phase: 'signed-out'; readonly problem: AppErrorCode | null }
  | { readonly phase: 'signing-in' }
  | {
      readonly phase: 'signed-in';
      readonly accountId: AccountId;
      /** `no-keyring` or `keyring-locked`: the tokens live for this run only. */
      readonly keyringProblem: AppErrorCode | null;
    }
  /** Clips and the last known state stay visible; nothing is asked of the cloud. */
  | {
      readonly phase: 'needs-sign-in';
      readonly accountId: AccountId;
      readonly problem: AppErrorCode;
    };

/** The account whose clips are shown, signed in or not. */
export const accountIdOf = (state: AccountState): AccountId | null =>
  'accountId' in state ? state.accountId : null;

/** What the cloud said last. Written by `sync/` only. */
export interface HomeState {
  readonly networks: readonly Network[];
  readonly syncModules: readonly SyncModule[];
  readonly devices: readonly Device[];
  /** Systems in the last answer that do not even say which they are. */
  readonly namelessNetworks?: number;
  /** When this client saw a system change to its present state; absent when that happened unseen. */
  readonly changedAt: Readonly<Partial<Record<NetworkId, Timestamp>>>;
  /** When the cloud last confirmed all this; null before the first answer. */
  readonly checkedAt: Timestamp | null;
  /** Older than two homescreen periods, or from an earlier run: never shown as the truth. */
  readonly isStale: boolean;
}

export type TargetState = 'armed' | 'disarmed';

/** A person's click on its way: a prediction with a deadline, or the reason it was undone. */
export interface Arming {
  readonly targetState: TargetState;
  readonly phase: 'asking' | 'failed';
  readonly problem: AppErrorCode | null;
  readonly at: Timestamp;
}

export type ArmingState = Readonly<Partial<Record<NetworkId, Arming>>>;

/** A disarm that ends by itself. The cloud knows nothing of it: it needs this computer. */
export interface TemporaryDisarm {
  readonly rearmAt: Timestamp;
  /** `asking`: due for more than an hour while nobody was there; the person decides. */
  readonly phase: 'starting' | 'counting' | 'asking';
}

export type TemporaryDisarms = Readonly<Partial<Record<NetworkId, TemporaryDisarm>>>;

/** "Mute here": this computer's own banners only, not the phone's. */
export interface MuteState {
  /** Null while banners are shown. */
  readonly until: Timestamp | null;
}

/** How the talk with the cloud goes. */
export interface ConnectionState {
  readonly status: 'idle' | 'online' | 'trouble' | 'paused';
  readonly problem: AppErrorCode | null;
  /** When a pause the server asked for ends. */
  readonly pausedUntil: Timestamp | null;
  readonly requestsLastHour: number;
}

/** Clips are pages, not a slice: this only says that pages changed. */
export interface ClipsState {
  readonly revision: number;
  readonly unseen: number;
}

/** Keep every clip, or only those a person opens. */
export type KeepPolicy = 'every' | 'opened';

export interface ArchiveState {
  /** Null until the person has answered: treated as `opened`. */
  readonly policy: KeepPolicy | null;
  /** Still to be fetched. */
  readonly waiting: number;
  readonly kept: number;
  /** Given up after several tries. */
  readonly damaged: number;
  /** Kept once; their files are gone. */
  readonly missing: number;
  /** Deleted here, still to be brought back. */
  readonly binned: number;
  readonly usedBytes: number;
  /** Null when it cannot be told. */
  readonly freeBytes: number | null;
  readonly problem: AppErrorCode | null;
  /** The person wants nothing to be fetched by itself for now. */
  readonly isPaused: boolean;
  readonly historyPace: HistoryPace;
  /** Blink has refused something: until then the past is fetched gently, whatever the person chose. */
  readonly gentleUntil: Timestamp | null;
  /** Clips of the past fetched in an hour at most; null without a limit. */
  readonly clipsPerHour: number | null;
  /** Clips on their way right now. */
  readonly fetching: number;
  readonly bytesPerSecond: number;
  readonly limits: ArchiveLimits;
  /** How long a deleted clip stays in the bin. */
  readonly binDays: number;
  /** Its name and that of the folder around it, for the eye: the pages know no path. */
  readonly folder: string;
  readonly job: ArchiveJob | null;
  readonly lastReport: ArchiveReport | null;
  /** The index was lost and is not read anew to its end yet: until then nothing is listed, fetched or tidied up. */
  readonly isRebuildPending: boolean;
  /** The index was written by a newer Porchlight: looking is possible, changing is not. */
  readonly isReadOnly: boolean;
}

/** Linux panels differ: in colour, or in one colour for dark or light panels. macOS and Windows decide by themselves. */
export type TrayStyle = 'colour' | 'light' | 'dark';

/** What this desktop can do for us. */
export interface DesktopState {
  readonly hasTrayHost: boolean;
  /** Null where the system decides. */
  readonly trayStyle: TrayStyle | null;
  readonly isRuntimeSupported: boolean;
  readonly version: string;
}

export interface AppState {
  readonly account: AccountState;
  readonly home: HomeState;
  readonly arming: ArmingState;
  readonly temporaryDisarms: TemporaryDisarms;
  readonly mute: MuteState;
  readonly connection: ConnectionState;
  readonly clips: ClipsState;
  readonly archive: ArchiveState;
  readonly desktop: DesktopState;
  readonly preferences: Preferences;
}

export type SliceName = keyof AppState;

/** One part of the state, as pushed to the windows. */
export type SliceChange = {
  readonly [K in SliceName]: {
    readonly slice: K;
    readonly revision: number;
    readonly value: AppState[K];
  };
}[SliceName];

export interface Snapshot {
  readonly revision: number;
  readonly state: AppState;
}

export const emptyHome: HomeState = {
  networks: [],
  syncModules: [],
  devices: [],
  changedAt: {},
  checkedAt: null,
  isStale: true,
};

export const initialState: AppState = {
  account: { phase: 'starting' },
  home: emptyHome,
  arming: {},
  temporaryDisarms: {},
  mute: { until: null },
  connection: { status: 'idle', problem: null, pausedUntil: null, requestsLastHour: 0 },
  clips: { revision: 0, unseen: 0 },
  archive: {
    policy: null,
    waiting: 0,
    kept: 0,
    damaged: 0,
    missing: 0,
    binned: 0,
    usedBytes: 0,
    freeBytes: null,
    problem: null,
    isPaused: false,
    historyPace: 'gentle',
    gentleUntil: null,
    clipsPerHour: historyPerHour.gentle,
    fetching: 0,
    bytesPerSecond: 0,
    limits: noLimits,
    binDays: 30,
    folder: '',
    job: null,
    lastReport: null,
    isRebuildPending: false,
    isReadOnly: false,
  },
  desktop: { hasTrayHost: true, trayStyle: null, isRuntimeSupported: true, version: '' },
  preferences: usualPreferences,
};
