import { describe, expect, it } from 'vitest';
import { createDeviceSettingsService } from '../../../../electron/services/cameras/device-settings-service.ts';
import { AppError } from '../../../../shared/errors.ts';
import { deviceId } from '../../../../shared/ids.ts';
import { accountId, frontYardId } from '../../../fixtures/samples.ts';
import { setUpBelow } from '../setup.ts';

const setUp = async () => {
  const below = await setUpBelow();
  const service = createDeviceSettingsService(below);
  const sent = () =>
    below.client.calls.filter((call) => call.startsWith('cameras.update')).map(bodyOf);
  return { ...below, service, sent };
};

const bodyOf = (call: string): unknown =>
  (JSON.parse(call.slice(call.indexOf(' '))) as unknown[])[1];

describe('saving the settings of a device', () => {
  it('sends only what differs, and reads it back', async () => {
    const { client, service, sent } = await setUp();
    await service.save(frontYardId, { motionSensitivity: 7, videoQuality: 'best', clipMs: 30_000 });
    expect(sent()).toEqual([{ motionSensitivity: 7 }]);
    expect(client.count('cameras.config')).toBe(2);
    expect(client.count('homescreen')).toBe(1);
  });

  it('sends nothing when nothing differs', async () => {
    const { service, sent } = await setUp();
    await service.save(frontYardId, { motionSensitivity: 5, retriggerMs: 10_400 });
    expect(sent()).toEqual([]);
  });

  it('fails when the device keeps to something else', async () => {
    const { client, service } = await setUp();
    client.things.keeps = () => ({ motionSensitivity: 6 });
    const saving = service.save(frontYardId, { motionSensitivity: 7, recordsAudio: true });
    await expect(saving).rejects.toMatchObject({
      code: 'command-failed',
      message: expect.stringMatching(/not kept: motionSensitivity$/) as unknown,
    });
  });

  it('takes a device at its word when it does not tell a setting', async () => {
    const { client, service, sent } = await setUp();
    client.things.keeps = () => ({});
    await service.save(frontYardId, { volume: 4 });
    expect(sent()).toEqual([{ volume: 4 }]);
  });

  it('brings a new name on show', async () => {
    const { client, service } = await setUp();
    await service.save(frontYardId, { name: 'Yard' });
    expect(client.calls.at(-1)).toBe('homescreen');
  });

  it('refuses a device nobody knows, and passes reasons on', async () => {
    const { client, service } = await setUp();
    const stranger = service.save(deviceId(accountId, 'owl', 9), { volume: 4 });
    await expect(stranger).rejects.toMatchObject({ code: 'not-found' });
    client.fail('cameras.update', new AppError('module-busy'));
    const busy = service.save(frontYardId, { volume: 4 });
    await expect(busy).rejects.toMatchObject({ code: 'module-busy' });
  });
});

describe('motion detection', () => {
  it('is on show as the cloud tells it', async () => {
    const { service, store } = await setUp();
    await service.setMotionDetection(frontYardId, false);
    expect(store.get().home.devices[0]?.isMotionEnabled).toBe(false);
  });

  it('fails when the cloud says otherwise', async () => {
    const { client, service } = await setUp();
    client.obeys = false;
    const switching = service.setMotionDetection(frontYardId, false);
    await expect(switching).rejects.toMatchObject({ code: 'command-failed' });
  });

  it('looks where it is told, and leaves alone what is not on show', async () => {
    const { client, service } = await setUp();
    const ownBit = 2 ** 30;
    const fine = Array.from({ length: 25 }, (_cell, place) => (place === 1 ? 15 : 4_095));
    client.things.zones = { mask: ownBit + 2 ** 25 - 1, fine };
    const cells = Array.from({ length: 25 }, (_cell, place) => place < 2);
    await service.saveZones(frontYardId, { cells });
    expect(client.things.zones.mask).toBe(ownBit + 3);
    expect(client.things.zones.fine.slice(0, 3)).toEqual([4_095, 15, 0]);
    expect((await service.zones(frontYardId)).cells).toEqual(cells);
  });
});

describe('the temperature', () => {
  it('is watched and corrected', async () => {
    const { client, service } = await setUp();
    await service.setTemperatureAlert(frontYardId, true);
    await service.calibrateTemperature(frontYardId, { currentF: 70, minF: 40, maxF: 90 });
    expect(client.calls.slice(1)).toEqual([
      `cameras.setTemperatureAlerts ${frontYardId} true`,
      `cameras.calibrate ["${frontYardId}",{"currentF":70,"minF":40,"maxF":90}]`,
      'homescreen',
    ]);
  });
});
