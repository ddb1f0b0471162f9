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
}

export interface SystemFile {
  readonly id: number;
  readonly name: string;
  readonly timeZone: string;
  readonly armed: boolean;
  readonly syncModule?: SyncModuleFile;
  readonly devices: readonly DeviceFile[];
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
}

export interface BatteryFile {
  readonly state: 'ok' | 'low';
  /** 0 to 3. */
  readonly bars: number;
}

export interface ClipFile {
  readonly device: string;
  readonly minutesAgo: number;
  readonly source: string;
  readonly watched: boolean;
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
}
