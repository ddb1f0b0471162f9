import { afterEach, describe, expect, it } from 'vitest';
import { startBlinkCloud, type BlinkCloud } from '../blink-cloud/start.ts';
import { allDevices } from '../blink-cloud/worlds/all-devices.ts';
import { livedIn } from '../blink-cloud/worlds/lived-in.ts';
import type { DeviceFile, WorldFile } from '../blink-cloud/worlds/world-file.ts';
import { signedIn } from './blink/signed-in.ts';

let cloud: BlinkCloud | null = null;

afterEach(async () => {
  await cloud?.stop();
  cloud = null;
});

const families = { cameras: 'camera', owls: 'owl', doorbells: 'doorbell' } as const;

/** What a person is shown of a device, in the words of the world file. */
const asWritten = (accountId: number, networkNumber: number, device: DeviceFile) => ({
  id: `${accountId}:${families[device.family]}:${device.id}`,
  networkId: `${accountId}:${networkNumber}`,
  family: families[device.family],
  type: device.type,
  name: device.name,
  isMotionEnabled: device.enabled,
  isOnline: device.status !== 'offline',
  battery: device.battery?.state ?? 'mains',
});

/** A thermometer shows what it measures plus what its calibration added; Minis and doorbells tell nothing. */
const calibrated = ({ temperatureF, settings }: DeviceFile): number | null =>
  temperatureF === undefined ? null : temperatureF + Number(settings?.temp_adjust ?? 0);

describe.each([livedIn, allDevices])('the client reads the world $name', (world: WorldFile) => {
  const accountId = world.account.id;

  it('as its file describes systems, hubs and devices of every family', async () => {
    cloud = await startBlinkCloud({ world });
    const { client } = await signedIn(cloud);
    const home = await client.homescreen();
    const networks = home.networks.map(({ id, name, timeZone, isArmed }) => [
      id,
      name,
      timeZone,
      isArmed,
    ]);
    const written = world.systems.map(({ id, name, timeZone, armed }) => [
      `${accountId}:${id}`,
      name,
      timeZone,
      armed,
    ]);
    expect(networks.sort()).toEqual(written.sort());
    const hubs = world.systems.flatMap(({ syncModule }) =>
      syncModule === undefined ? [] : [[syncModule.name, syncModule.status === 'online']],
    );
    expect(home.syncModules.map(({ name, isOnline }) => [name, isOnline]).sort()).toEqual(
      hubs.sort(),
    );
    for (const system of world.systems) {
      for (const device of system.devices) {
        const expected = asWritten(accountId, system.id, device);
        const read = home.devices.find(({ id }) => id === expected.id);
        expect(read).toMatchObject(expected);
        if (device.family === 'cameras') expect(read?.temperatureF).toBe(calibrated(device));
        expect(read?.picture).not.toBeNull();
      }
    }
    const devices = world.systems.flatMap((system) => system.devices);
    expect(home.devices).toHaveLength(devices.length);
  });

  it('with every recording of the cloud, each from a device of the file', async () => {
    cloud = await startBlinkCloud({ world });
    const { client } = await signedIn(cloud);
    const home = await client.homescreen();
    const ids = new Set<number>();
    for (let page = 1; ; page += 1) {
      const { items, unreadable, isLast } = await client.changedMedia(0, page);
      expect(unreadable).toBe(0);
      for (const item of items) {
        ids.add(item.mediaId);
        expect(home.devices.map(({ id, name }) => [id, name])).toContainEqual([
          item.deviceId,
          item.deviceName,
        ]);
      }
      if (isLast) break;
    }
    const { media } = cloud.control.state();
    expect(ids.size).toBe(media.listed);
  });
});
