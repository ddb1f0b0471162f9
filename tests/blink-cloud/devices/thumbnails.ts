import { call, same } from '../http/calls.ts';
import type { Timeline } from '../clock.ts';
import {
  bytes,
  failure,
  notFound,
  numberParam,
  type Answer,
  type RoutedAsk,
} from '../http/exchange.ts';
import type { Faults } from '../faults/faults.ts';
import { withDevice, type Orders } from '../commands/orders.ts';
import { namedPicture } from './picture-paths.ts';
import type { Pictures } from './pictures.ts';
import type { Route } from '../http/router.ts';
import { takePicture, type Device, type World } from '../world.ts';
import type { Family } from '../worlds/world-file.ts';

interface CameraDeps {
  readonly world: World;
  readonly orders: Orders;
  readonly timeline: Timeline;
  readonly pictures: Pictures;
  readonly faults: Faults;
}

const NEW_PICTURE: Readonly<Record<Family, Parameters<typeof call>[1]>> = {
  cameras: {
    old: ['/network/:n/camera/:c/thumbnail'],
    today: ['/accounts/:a/networks/:n/cameras/:c/thumbnail'],
  },
  owls: { old: ['/api/v1/accounts/:a/networks/:n/owls/:c/thumbnail'] },
  doorbells: { old: ['/api/v1/accounts/:a/networks/:n/doorbells/:c/thumbnail'] },
};
const OLD_PICTURE = '/media/:tier/account/:a/network/:n/camera/:c/thumbnail/:name.jpg';
const PICTURE = '/api/v3/media/accounts/:a/networks/:n/:type/:c/thumbnail/thumbnail.jpg';

/** The devices' own pictures: reading one, and asking for a new one in each family's way. */
export function pictureRoutes(deps: CameraDeps): readonly Route[] {
  const { world, orders, timeline } = deps;
  const asking = (['cameras', 'owls', 'doorbells'] as const).flatMap((family) =>
    call(
      'POST',
      NEW_PICTURE[family],
      withDevice(world, family, (device, ask) =>
        orders.atDevice(ask, device, {
          command: 'thumbnail',
          onDone: () => takePicture(device, timeline.now()),
        }),
      ),
    ),
  );
  return [
    ...asking,
    ...same('GET', PICTURE, (ask) => currentPicture(deps, ask)),
    ...same('GET', OLD_PICTURE, (ask) => oldPicture(deps, ask)),
  ];
}

function currentPicture(deps: CameraDeps, ask: RoutedAsk): Answer {
  const here = atPath(deps.world, ask);
  if (here.length === 0) return notFound();
  // Numbers of different lists may coincide; the product word tells which is meant.
  const device = here.find(({ type }) => type === ask.params.type);
  if (!device) return failure(400, 'Invalid Device Type', 1630);
  return picture(deps, ask, device, Number(ask.query.get('ts')));
}

function oldPicture(deps: CameraDeps, ask: RoutedAsk): Answer {
  const name = ask.params.name ?? '';
  const here = atPath(deps.world, ask);
  const device = here.find((one) => namedPicture(one, name) !== undefined) ?? here[0];
  return device ? picture(deps, ask, device, namedPicture(device, name)) : notFound();
}

const atPath = ({ devices }: World, ask: RoutedAsk) =>
  devices.filter((d) => d.networkId === numberParam(ask, 'n') && d.id === numberParam(ask, 'c'));

/** The picture of that moment; an old one is gone, or an empty file where the cloud is told to be so. */
function picture(deps: CameraDeps, ask: RoutedAsk, device: Device, ts: number | undefined): Answer {
  if (ts !== undefined && answersTo(device, ts, deps.timeline.now())) {
    return bytes(deps.pictures.ofDevice(device, ts * 1000), 'image/jpeg');
  }
  return deps.faults.take('stale-picture-empty', ask)
    ? bytes(Buffer.alloc(0), 'image/jpeg')
    : notFound();
}

const answersTo = (device: Device, ts: number, now: number) =>
  ts === device.pictureTs || (ts === device.formerPicture?.ts && now < device.formerPicture.goneAt);
