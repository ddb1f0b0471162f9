import { factorySettings } from './devices/device-settings.ts';
import type {
  DeviceFile,
  Family,
  SyncModuleFile,
  SystemFile,
  WorldFile,
} from './worlds/world-file.ts';

/** A system as it is now. */
export interface System extends Omit<
  SystemFile,
  'devices' | 'armed' | 'name' | 'timeZone' | 'syncModule'
> {
  devices: readonly Device[];
  readonly syncModule: SyncModule | undefined;
  name: string;
  timeZone: string;
  armed: boolean;
  savesLiveViews: boolean;
  /** When its row last changed, milliseconds. */
  changedAt: number;
  /** Until when each siren sounds, by its number. */
  readonly sirensUntil: Map<number, number>;
}

export interface SyncModule extends Omit<SyncModuleFile, 'status'> {
  status: SyncModuleFile['status'];
  /** When its row last changed, milliseconds. */
  changedAt: number;
  /** When it was last heard before it went off line; undefined while it is on line. */
  heardUntil: number | undefined;
}

/** A camera, Mini or doorbell as it is now. */
export interface Device extends Omit<
  DeviceFile,
  'enabled' | 'status' | 'pictureAgeMinutes' | 'name' | 'settings' | 'temperatureF' | 'battery'
> {
  readonly networkId: number;
  name: string;
  timeZone: string;
  enabled: boolean;
  status: DeviceFile['status'];
  battery: DeviceFile['battery'] | undefined;
  temperatureF: number | undefined;
  /** What can be configured, by the cloud's names. */
  readonly settings: Record<string, unknown>;
  /** Milliseconds since the epoch; its alerts are silent until then. */
  snoozedUntil: number;
  isLightOn: boolean;
  /** When its row last changed, milliseconds. */
  changedAt: number;
  /** When its picture was taken, whole seconds since the epoch: the `ts` of its address. */
  pictureTs: number;
  /** The picture before that, whose address answers until `goneAt`. */
  formerPicture?: { readonly ts: number; readonly goneAt: number };
}

/** What the account owns, as it is now. */
export interface World {
  readonly file: WorldFile;
  readonly systems: readonly System[];
  readonly devices: readonly Device[];
  system(id: number): System | undefined;
  /** Camera, Mini and doorbell numbers may coincide, so the family belongs to the question. */
  device(networkId: number, family: Family, id: number): Device | undefined;
  deviceNamed(name: string): Device | undefined;
  /** The owner has taken this device off the account. */
  remove(device: Device): void;
}

/** When everything in the world was set up; no client reads more into it. */
export const SET_UP_AT = Date.UTC(2024, 2, 2, 9, 30);
/** How long the address of a replaced picture still answers. */
const PICTURE_GRACE_MS = 10_000;

/** A module that is off line from the start was heard so long ago. */
const SILENT_SINCE_MS = 3_600_000;

/** Brings the file's world to life; ages become times before now (milliseconds). */
export function createWorld(file: WorldFile, now: () => number): World {
  const systems = file.systems.map((system) => livingSystem(system, now));
  let devices = systems.flatMap((system) => system.devices);
  return {
    file,
    systems,
    get devices() {
      return devices;
    },
    system: (id) => systems.find((system) => system.id === id),
    device: (networkId, family, id) =>
      devices.find((d) => d.networkId === networkId && d.family === family && d.id === id),
    deviceNamed: (name) => devices.find((device) => device.name === name),
    remove(gone) {
      for (const system of systems) system.devices = system.devices.filter((d) => d !== gone);
      devices = devices.filter((device) => device !== gone);
    },
  };
}

/** The device has a new picture, taken at `at` (milliseconds); the old address dies after a grace. */
export function takePicture(device: Device, at: number) {
  device.formerPicture = { ts: device.pictureTs, goneAt: at + PICTURE_GRACE_MS };
  device.pictureTs = Math.max(Math.floor(at / 1000), device.pictureTs + 1);
}

/** Degrees Fahrenheit as people are told them: what the device measures, corrected. */
export const temperatureOf = (device: Device) =>
  rawTemperatureOf(device) + Number(device.settings.temp_adjust ?? 0);

/** Degrees Fahrenheit as the device measures them. */
export const rawTemperatureOf = (device: Device) => device.temperatureF ?? 68;

/** Whole minutes of silence left; 0 when its alerts are on. */
export const snoozeMinutesLeft = (device: Device, now: number) =>
  Math.max(0, Math.ceil((device.snoozedUntil - now) / 60_000));

/** When the row a device has in the lists last changed; the end of a snooze is a change too. */
export const rowChangedAt = ({ changedAt, snoozedUntil }: Device, now: number) =>
  snoozedUntil <= now ? Math.max(changedAt, snoozedUntil) : changedAt;

/** Calls `onChange` whenever a field gets another value, except for those that stand in no row. */
function watched<T extends object>(
  row: T,
  onChange: () => void,
  unlisted: readonly string[] = [],
): T {
  return new Proxy(row, {
    set(target, key, value) {
      const isListed = typeof key === 'string' && !unlisted.includes(key);
      if (isListed && Reflect.get(target, key) !== value) onChange();
      return Reflect.set(target, key, value);
    },
  });
}

/** A row that notes itself when it was changed, so that no place that changes one can forget it. */
function noted<T extends { changedAt: number }>(
  row: T,
  now: () => number,
  unlisted: readonly string[],
) {
  const note = () => {
    row.changedAt = now();
  };
  return watched(row, note, ['changedAt', ...unlisted]);
}

function livingSystem(file: SystemFile, now: () => number): System {
  const system: System = {
    ...file,
    devices: file.devices.map((device) => livingDevice(file, device, now)),
    syncModule: file.syncModule && livingModule(file.syncModule, now),
    savesLiveViews: file.savesLiveViews ?? false,
    changedAt: SET_UP_AT,
    sirensUntil: new Map(),
  };
  return noted(system, now, ['devices']);
}

function livingModule(file: SyncModuleFile, now: () => number): SyncModule {
  const heardUntil = file.status === 'online' ? undefined : now() - SILENT_SINCE_MS;
  return noted({ ...file, changedAt: SET_UP_AT, heardUntil }, now, ['heardUntil']);
}

function livingDevice(
  system: SystemFile,
  { pictureAgeMinutes, settings, ...file }: DeviceFile,
  now: () => number,
): Device {
  const pictureTs = Math.floor(now() / 1000) - pictureAgeMinutes * 60;
  const onSetting = () => {
    device.changedAt = now();
  };
  const device: Device = {
    ...file,
    networkId: system.id,
    timeZone: system.timeZone,
    battery: file.battery,
    temperatureF: file.temperatureF,
    settings: watched({ ...factorySettings(file.family), ...settings }, onSetting),
    snoozedUntil: 0,
    isLightOn: false,
    changedAt: pictureTs * 1000,
    pictureTs,
  };
  return noted(device, now, ['isLightOn', 'formerPicture']);
}
