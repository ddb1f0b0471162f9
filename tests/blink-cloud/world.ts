import type { DeviceFile, Family, SystemFile, WorldFile } from './worlds/world-file.ts';

/** A system as it is now. */
export interface System extends Omit<SystemFile, 'devices' | 'armed'> {
  readonly devices: readonly Device[];
  armed: boolean;
}

/** A camera, Mini or doorbell as it is now. */
export interface Device extends Omit<DeviceFile, 'enabled' | 'status' | 'pictureAgeMinutes'> {
  readonly networkId: number;
  readonly timeZone: string;
  enabled: boolean;
  status: DeviceFile['status'];
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
}

/** How long the address of a replaced picture still answers. */
const PICTURE_GRACE_MS = 10_000;

/** Brings the file's world to life; ages become times before `now` (milliseconds). */
export function createWorld(file: WorldFile, now: number): World {
  const systems = file.systems.map((system) => livingSystem(system, now));
  const devices = systems.flatMap((system) => system.devices);
  return {
    file,
    systems,
    devices,
    system: (id) => systems.find((system) => system.id === id),
    device: (networkId, family, id) =>
      devices.find((d) => d.networkId === networkId && d.family === family && d.id === id),
    deviceNamed: (name) => devices.find((device) => device.name === name),
  };
}

/** The device has a new picture, taken at `at` (milliseconds); the old address dies after a grace. */
export function takePicture(device: Device, at: number) {
  device.formerPicture = { ts: device.pictureTs, goneAt: at + PICTURE_GRACE_MS };
  device.pictureTs = Math.max(Math.floor(at / 1000), device.pictureTs + 1);
}

function livingSystem(file: SystemFile, now: number): System {
  const devices = file.devices.map(({ pictureAgeMinutes, ...device }) => ({
    ...device,
    networkId: file.id,
    timeZone: file.timeZone,
    pictureTs: Math.floor(now / 1000) - pictureAgeMinutes * 60,
  }));
  return { ...file, devices };
}
