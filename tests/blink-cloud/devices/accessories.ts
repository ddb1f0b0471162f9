import { call, newer } from '../http/calls.ts';
import { failure, notFound, numberParam, type Answer, type RoutedAsk } from '../http/exchange.ts';
import { withDevice, type Orders } from '../commands/orders.ts';
import type { Route } from '../http/router.ts';
import type { Device, World } from '../world.ts';
import type { AccessoryFile } from '../worlds/world-file.ts';

interface AccessoryDeps {
  readonly world: World;
  readonly orders: Orders;
}

const V1 = '/api/v1/accounts/:a/networks/:n';
const WORDS = [
  ['on', true],
  ['off', false],
] as const;

/** Lights on a battery camera's mount and on a wired floodlight, and a pan-and-tilt mount finding its place again. */
export function accessoryRoutes({ world, orders }: AccessoryDeps): readonly Route[] {
  const turn = (device: Device, ask: RoutedAsk, isOn: boolean) =>
    orders.atDevice(ask, device, {
      command: isOn ? 'light_on' : 'light_off',
      onDone: () => {
        device.isLightOn = isOn;
      },
    });
  const lights = WORDS.flatMap(([word, isOn]) => [
    ...call(
      'POST',
      {
        old: [`${V1}/cameras/:c/accessories/storm/:accessory/lights/${word}`],
        today: [
          `/api/v2/accounts/:a/networks/:n/cameras/:c/light_accessories/:accessory/lights/${word}`,
        ],
      },
      withDevice(world, 'cameras', (device, ask) =>
        hasLight(device, ask) ? turn(device, ask, isOn) : notFound(),
      ),
    ),
    ...newer(
      'POST',
      `${V1}/owls/:c/lights/${word}`,
      withDevice(world, 'owls', (device, ask) =>
        device.type === 'superior_owl' ? turn(device, ask, isOn) : noLight(),
      ),
    ),
  ]);
  return [
    ...lights,
    ...newer(
      'POST',
      `${V1}/accessories/rosie/owl/:c/calibrate`,
      withDevice(world, 'owls', (device, ask) =>
        device.accessories?.some(({ type }) => type === 'rosie')
          ? orders.atDevice(ask, device, { command: 'accessory_calibrate' })
          : notFound(),
      ),
    ),
  ];
}

const noLight = (): Answer => failure(400, 'Invalid Device Type', 1630);

const hasLight = ({ accessories = [] }: Device, ask: RoutedAsk) =>
  accessories.some(({ type, id }) => type === 'storm' && id === numberParam(ask, 'accessory'));

/** The mounts of all devices, as the homescreen lists them. */
export function accessoryLists(world: World) {
  const mounts = world.devices.flatMap((device) =>
    (device.accessories ?? []).map((accessory) => mountJson(device, accessory)),
  );
  const of = (wanted: AccessoryFile['type']) => mounts.filter(({ type }) => type === wanted);
  return { storm: of('storm'), rosie: of('rosie') };
}

const mountJson = (device: Device, { id, type, serial }: AccessoryFile) => ({
  id,
  serial,
  type,
  connected: device.status !== 'offline',
  calibrated: true,
  target: device.family === 'owls' ? 'owl' : 'camera',
  target_id: device.id,
  ...(type === 'storm' ? { light_status: device.isLightOn ? 'on' : 'off', battery: 'ok' } : {}),
  created_at: '2024-03-02T09:30:00+00:00',
  revision: '00',
});
