import type { Timeline } from './clock.ts';
import type { Command, Commands } from './commands.ts';
import { busy, bytes, failure, json, notFound, numberParam } from './exchange.ts';
import type { Answer, RoutedAsk } from './exchange.ts';
import type { Pictures } from './pictures.ts';
import type { Route } from './router.ts';
import { takePicture, type Device, type World } from './world.ts';
import type { Family } from './worlds/world-file.ts';

interface CameraDeps {
  readonly world: World;
  readonly commands: Commands;
  readonly timeline: Timeline;
  readonly pictures: Pictures;
}

const NEW_PICTURE: readonly (readonly [Family, string])[] = [
  ['cameras', '/network/:n/camera/:c/thumbnail'],
  ['owls', '/api/v1/accounts/:a/networks/:n/owls/:c/thumbnail'],
  ['doorbells', '/api/v1/accounts/:a/networks/:n/doorbells/:c/thumbnail'],
];

/** The devices' own pictures: reading one, and asking for a new one in each family's way. */
export function cameraRoutes(deps: CameraDeps): readonly Route[] {
  const asking = NEW_PICTURE.map(([family, pattern]): Route => ({
    method: 'POST',
    host: 'rest',
    pattern,
    handle: (ask) => newPicture(deps, ask, family),
  }));
  return [
    ...asking,
    {
      method: 'GET',
      host: 'rest',
      pattern: '/api/v3/media/accounts/:a/networks/:n/:type/:c/thumbnail/thumbnail.jpg',
      handle: (ask) => currentPicture(deps, ask),
    },
  ];
}

function newPicture(deps: CameraDeps, ask: RoutedAsk, family: Family): Answer {
  const networkId = numberParam(ask, 'n');
  const device = deps.world.device(networkId, family, numberParam(ask, 'c'));
  if (!device) return failure(404, 'Camera not found', 500);
  const command = deps.commands.start({
    command: 'thumbnail',
    networkId,
    syncModuleId: deps.world.system(networkId)?.syncModule?.id,
    targets: [device],
    supervisor: false,
    fails: device.status === 'offline',
    onDone: () => takePicture(device, deps.timeline.now()),
  });
  return command === 'busy' ? busy() : json(firstPart(deps.commands, command));
}

const firstPart = (commands: Commands, command: Command) => commands.describe(command)[0];

function currentPicture(deps: CameraDeps, ask: RoutedAsk): Answer {
  const device = deps.world.devices.find(
    (d) => d.networkId === numberParam(ask, 'n') && d.id === numberParam(ask, 'c'),
  );
  if (!device) return notFound();
  if (device.type !== ask.params.type) return failure(400, 'Invalid Device Type', 1630);
  const ts = Number(ask.query.get('ts'));
  if (!answersTo(device, ts, deps.timeline.now())) return notFound();
  return bytes(deps.pictures.ofDevice(device, ts * 1000), 'image/jpeg');
}

const answersTo = (device: Device, ts: number, now: number) =>
  ts === device.pictureTs || (ts === device.formerPicture?.ts && now < device.formerPicture.goneAt);
