import { describe, expect, it } from 'vitest';
import { minutes } from '../../../../electron/lib/clock.ts';
import { inSortOrder } from '../../../../electron/sync/polling/sort-order.ts';
import { AppError } from '../../../../shared/errors.ts';
import { deviceId } from '../../../../shared/ids.ts';
import {
  accountId,
  cabinId,
  device,
  frontYardId,
  homeId,
  network,
} from '../../../fixtures/samples.ts';
import { setUpHomescreen } from './homescreen-setup.ts';

const garageId = deviceId(accountId, 'camera', 4002);
const garage = device({ id: garageId });
const home = {
  networks: [network(), network({ id: cabinId })],
  devices: [device(), garage],
};
const turned = {
  networks: [cabinId, homeId],
  devices: new Map([[homeId, [garageId, frontYardId]]]),
};

const setUp = async () => {
  const parts = setUpHomescreen();
  const { client, store, sync } = parts;
  client.home = { ...client.home, ...home };
  await sync.refresh();
  const order = () => store.get().home.devices.map(({ id }) => id);
  const poll = () => sync.poll(new AbortController().signal);
  return { ...parts, order, poll };
};

describe('the order of systems and cameras', () => {
  it('is the person’s own; what it does not name comes after, as listed', () => {
    const shown = inSortOrder(home, { ...turned, devices: new Map([[homeId, [garageId]]]) });
    expect(shown.networks.map(({ id }) => id)).toEqual([cabinId, homeId]);
    expect(shown.devices.map(({ id }) => id)).toEqual([garageId, frontYardId]);
  });

  it('is asked for once a day, and kept by every homescreen after', async () => {
    const { client, clock, sync, order, poll } = await setUp();
    client.things.order = turned;
    expect(order()).toEqual([frontYardId, garageId]);
    await poll();
    expect(order()).toEqual([garageId, frontYardId]);
    await sync.refresh();
    expect(order()).toEqual([garageId, frontYardId]);
    await clock.advance(minutes(24 * 60) - 1);
    await poll();
    expect(client.count('account.order')).toBe(1);
    await clock.advance(1);
    await poll();
    expect(client.count('account.order')).toBe(2);
  });

  it('stays as it stood when the cloud has none', async () => {
    const { client, sync, order, poll } = await setUp();
    client.home = { ...client.home, devices: [garage, device()] };
    await poll();
    await sync.refresh();
    expect(order()).toEqual([frontYardId, garageId]);
  });

  it('that cannot be had breaks nothing, and is asked for again in an hour', async () => {
    const { client, clock, order, poll } = await setUp();
    client.things.order = turned;
    client.fail('account.order', new AppError('not-found'));
    await poll();
    expect(order()).toEqual([frontYardId, garageId]);
    await clock.advance(minutes(60));
    await poll();
    expect(order()).toEqual([garageId, frontYardId]);
  });
});
