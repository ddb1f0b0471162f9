import type { SceneName } from '../drawing/scene.ts';

/** A world as people write it: what the account owns and what happened there. */
export interface WorldFile {
  readonly name: string;
  readonly account: AccountFile;
  /** Clips on one page of the list. */
  readonly mediaPageSize: number;
  readonly systems: readonly SystemFile[];
  /** Exact clips, told as "so long ago". */
  readonly clips: readonly ClipFile[];
  /** What usually happens, spread by chance over the last `historyDays`. */
  readonly historyDays: number;
  readonly habits: readonly HabitFile[];
  /** How the owner has arranged things; told to every client that has not arranged them itself. */
  readonly order?: OrderFile;
  /** The number of its first recording; 7000001 unless told. */
  readonly firstClipId?: number;
  /** How large a recording is at least; they are as small as they come without it. */
  readonly clipBytes?: number;
}

export interface AccountFile {
  readonly id: number;
  readonly userId: number;
  readonly email: string;
  readonly password: string;
  readonly twoFactorCode: string;
  /** The phone the code goes to, masked. */
  readonly phone: string;
  readonly tier: string;
  /** `f` unless told. */
  readonly temperatureUnits?: 'c' | 'f';
  /** 30 unless told. */
  readonly autoDeleteDays?: number;
  /** 3, 7, 14 and 30 unless told. */
  readonly autoDeleteOptions?: readonly number[];
}

export interface OrderFile {
  /** Numbers of systems. */
  readonly systems: readonly number[];
  /** Numbers of devices, by number of system. */
  readonly devices: Readonly<Record<string, readonly number[]>>;
}

export interface SystemFile {
  readonly id: number;
  readonly name: string;
  readonly timeZone: string;
  readonly armed: boolean;
  readonly syncModule?: SyncModuleFile;
  readonly devices: readonly DeviceFile[];
  readonly programs?: readonly ProgramFile[];
  readonly sirens?: readonly SirenFile[];
  /** Whether what was watched live is kept; false unless told. */
  readonly savesLiveViews?: boolean;
}

export interface SyncModuleFile {
  readonly id: number;
  readonly name: string;
  readonly serial: string;
  readonly type: string;
  readonly subtype: string;
  readonly firmware: string;
  readonly status: 'online' | 'offline';
  readonly wifiBars: number;
  readonly localStorage: 'active' | 'unavailable';
}

/** The list of the homescreen a device stands in; it decides which calls it answers. */
export type Family = 'cameras' | 'owls' | 'doorbells';

export interface DeviceFile {
  readonly id: number;
  readonly family: Family;
  readonly type: string;
  readonly name: string;
  readonly serial: string;
  readonly firmware: string;
  readonly scene: SceneName;
  readonly enabled: boolean;
  readonly status: 'done' | 'online' | 'offline';
  /** Absent: mains powered. */
  readonly battery?: BatteryFile;
  readonly bars: { readonly lfr: number; readonly wifi: number };
  readonly temperatureF?: number;
  /** How old its picture is. */
  readonly pictureAgeMinutes: number;
  /** Where its recordings go; `cloud` unless told. */
  readonly recordsTo?: 'cloud' | 'local' | 'both';
  /** How its pictures and recordings are addressed: as of 2020, by a bare time, or in full (unless told). */
  readonly addresses?: 'path' | 'time' | 'full';
  /** Settings that differ from how a device leaves the factory, by the cloud's names. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly accessories?: readonly AccessoryFile[];
  /** Seconds of video in the last seven days. */
  readonly usageSeconds?: number;
  /** Serves only the protocol of the first cameras, RTSP, in place of Blink's own. */
  readonly liveView?: 'rtsps';
}

export interface BatteryFile {
  readonly state: 'ok' | 'low';
  /** 0 to 3. */
  readonly bars: number;
}

export interface AccessoryFile {
  readonly id: number;
  /** A floodlight mount or a pan-and-tilt mount. */
  readonly type: 'storm' | 'rosie';
  readonly serial: string;
}

export interface SirenFile {
  readonly id: number;
  readonly name: string;
  /** Made up from its number unless told. */
  readonly serial?: string;
}

export interface ProgramFile {
  readonly id: number;
  readonly name: string;
  readonly enabled: boolean;
  readonly schedule: readonly ScheduleFile[];
}

export interface ScheduleFile {
  /** `mon` to `sun`, of the UTC day. */
  readonly dow: readonly string[];
  /** The numbers of the devices it is for; none for the whole system. */
  readonly devices?: readonly number[];
  /** UTC, `21:00`. */
  readonly time: string;
  readonly action: 'arm' | 'disarm';
}

export interface ClipFile {
  readonly device: string;
  readonly minutesAgo: number;
  readonly source: string;
  readonly watched: boolean;
  /** On the sync module's storage in place of the cloud. */
  readonly isLocal?: boolean;
  /** What the newer plans say about it. */
  readonly description?: string;
  /** What was recognised in it: `person`, `vehicle`, `animal`. */
  readonly detections?: readonly string[];
}

export interface HabitFile {
  readonly device: string;
  readonly source: string;
  /** How often on an average day. */
  readonly perDay: number;
  /** Between these local hours. */
  readonly hours: readonly [number, number];
  /** Nothing since so many days ago. */
  readonly endedDaysAgo?: number;
  /** On the sync module's storage in place of the cloud. */
  readonly isLocal?: boolean;
}
