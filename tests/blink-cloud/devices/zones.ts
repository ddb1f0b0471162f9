import { objectBody } from '../http/bodies.ts';
import { call } from '../http/calls.ts';
import { readSettings } from './device-settings.ts';
import { failure, json, type Answer, type RoutedAsk } from '../http/exchange.ts';
import { withDevice, type Orders } from '../commands/orders.ts';
import type { Route } from '../http/router.ts';
import type { Device, World } from '../world.ts';
import type { Family } from '../worlds/world-file.ts';

interface ZoneDeps {
  readonly world: World;
  readonly orders: Orders;
}

const V1 = '/api/v1/accounts/:a/networks/:n';
const V2 = '/api/v2/accounts/:a/networks/:n';
const FORMS: Readonly<Record<Family, Parameters<typeof call>[1]>> = {
  cameras: {
    old: [`${V1}/cameras/:c/motion_regions`],
    today: [`${V2}/cameras/:c/zones`, `${V1}/cameras/:c/zones`],
  },
  owls: { today: [`${V2}/owls/:c/zones`] },
  doorbells: { today: [`${V2}/doorbells/:c/zones`, `${V1}/doorbells/:c/zones`] },
};

/** Where in the picture motion counts: a mask of 25 cells, and each cell's points. */
export function zoneRoutes({ world, orders }: ZoneDeps): readonly Route[] {
  return (['cameras', 'owls', 'doorbells'] as const).flatMap((family) => [
    ...call(
      'GET',
      FORMS[family],
      withDevice(world, family, (device) => json(zonesOf(device.settings))),
    ),
    ...call(
      'POST',
      FORMS[family],
      withDevice(world, family, (device, ask) => write(orders, device, ask)),
    ),
  ]);
}

const zonesOf = ({ motion_regions, advanced_motion_regions }: Device['settings']) => ({
  motion_regions,
  advanced_motion_regions,
});

function write(orders: Orders, device: Device, ask: RoutedAsk): Answer {
  const reading = readSettings(objectBody(ask) ?? {});
  if ('wrong' in reading) return failure(400, `Invalid value for ${reading.wrong}`, 400);
  const asked = zonesOf({ ...device.settings, ...reading.change });
  return orders.atDevice(ask, device, {
    command: 'config_set',
    isToldDone: true,
    onDone: () => Object.assign(device.settings, asked),
    answer: ({ id }) => ({
      message: `Successfully Updated Motion Regions for ${device.id}`,
      ...asked,
      id,
      network_id: device.networkId,
    }),
  });
}
