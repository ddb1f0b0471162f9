import { describe, expect, it } from 'vitest';
import { createDeviceCommandService } from '../../../../electron/services/cameras/device-commands.ts';
import { createSnoozeService } from '../../../../electron/services/notifications/snooze-service.ts';
import { AppError } from '../../../../shared/errors.ts';
import { cabinId, frontYardId, homeId } from '../../../fixtures/samples.ts';
import { setUpBelow } from '../setup.ts';

const setUp = async () => {
  const below = await setUpBelow();
  const asked = () => below.client.calls.slice(1);
  return {
    ...below,
    orders: createDeviceCommandService(below),
    snooze: createSnoozeService(below),
    asked,
  };
};

describe('an order', () => {
  it('to a camera reaches that camera', async () => {
    const { orders, asked } = await setUp();
    await orders.record(frontYardId);
    await orders.setLight(frontYardId, true);
    await orders.requestStatus(frontYardId);
    expect(asked()).toEqual([
      `cameras.record ${frontYardId}`,
      `cameras.setLamp ${frontYardId} true`,
      `cameras.askNow ${frontYardId}`,
      'homescreen',
    ]);
  });

  it('to a system reaches that system; sirens sound for half a minute', async () => {
    const { orders, asked } = await setUp();
    await orders.soundSiren(homeId, true);
    await orders.soundSiren(homeId, false);
    await orders.setLiveViewSaving(homeId, false);
    expect(asked()).toEqual([
      `sirens.sound ${homeId} 30000`,
      `sirens.silence ${homeId}`,
      `networks.update ["${homeId}",{"savesLiveViews":false}]`,
      'homescreen',
    ]);
  });

  it('to something nobody knows is not sent', async () => {
    const { orders, asked } = await setUp();
    await expect(orders.soundSiren(cabinId, true)).rejects.toMatchObject({ code: 'not-found' });
    await expect(orders.record('1:owl:2')).rejects.toMatchObject({ code: 'not-found' });
    expect(asked()).toEqual([]);
  });

  it('rejects with the reason', async () => {
    const { client, orders } = await setUp();
    client.fail('cameras.setLamp', new AppError('not-supported'));
    const lit = orders.setLight(frontYardId, true);
    await expect(lit).rejects.toMatchObject({ code: 'not-supported' });
  });
});

describe('silence on Blink', () => {
  it('is told in milliseconds, and ended', async () => {
    const { snooze, asked } = await setUp();
    await snooze.device(frontYardId, 60);
    await snooze.device(frontYardId, null);
    await snooze.network(homeId, 1_439);
    await snooze.network(homeId, null);
    expect(asked()).toEqual([
      `cameras.snooze ${frontYardId} 3600000`,
      'homescreen',
      `cameras.unsnooze ${frontYardId}`,
      'homescreen',
      `networks.snooze ${homeId} 86340000`,
      'homescreen',
      `networks.unsnooze ${homeId}`,
      'homescreen',
    ]);
  });

  it('is nothing for a system nobody knows', async () => {
    const { snooze } = await setUp();
    await expect(snooze.network(cabinId, 60)).rejects.toMatchObject({ code: 'not-found' });
  });
});
