import { factorySettings } from './device-settings.ts';
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
  /** Until when each siren sounds, by its number. */
  readonly sirensUntil: Map<number, number>;
}

export interface SyncModule extends Omit<SyncModuleFile, 'status'> {
  status: SyncModuleFile['status'];
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

/** How long the address of a replaced picture still answers. */
const PICTURE_GRACE_MS = 10_000;

/** Brings the file's world to life; ages become times before `now` (milliseconds). */
export function createWorld(file: WorldFile, now: number): World {
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

function livingSystem(file: SystemFile, now: number): System {
  const devices = file.devices.map((device) => livingDevice(file, device, now));
  return {
    ...file,
    devices,
    syncModule: file.syncModule && { ...file.syncModule },
    savesLiveViews: file.savesLiveViews ?? false,
    sirensUntil: new Map(),
  };
}

function livingDevice(
  system: SystemFile,
  { pictureAgeMinutes, settings, ...device }: DeviceFile,
  now: number,
): Device {
  return {
    ...device,
    networkId: system.id,
    timeZone: system.timeZone,
    battery: device.battery,
    temperatureF: device.temperatureF,
    settings: { ...factorySettings(device.family), ...settings },
    snoozedUntil: 0,
    isLightOn: false,
    pictureTs: Math.floor(now / 1000) - pictureAgeMinutes * 60,
  };
}
