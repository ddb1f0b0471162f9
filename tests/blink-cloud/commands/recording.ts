import { call, same } from '../http/calls.ts';
import type { Motion } from '../media/motion.ts';
import { withDevice, type Orders } from './orders.ts';
import type { RoutedAsk } from '../http/exchange.ts';
import type { Route } from '../http/router.ts';
import type { Device, World } from '../world.ts';

interface RecordingDeps {
  readonly world: World;
  readonly orders: Orders;
  readonly motion: Motion;
}

/** A recording somebody asks for: listed, with `media_id` in the command, when that is done. */
export function recordingRoutes({ world, orders, motion }: RecordingDeps): readonly Route[] {
  const record = (device: Device, ask: RoutedAsk) =>
    orders.atDevice(ask, device, {
      command: 'clip',
      onDone(command) {
        const id = motion.happen({ device, source: 'snapshot', immediate: true });
        if (id !== undefined) command.mediaId = id;
      },
    });
  const ofCameras = call(
    'POST',
    {
      old: ['/network/:n/camera/:c/clip'],
      today: ['/accounts/:a/networks/:n/cameras/:c/clip'],
    },
    withDevice(world, 'cameras', record),
  );
  const ofOthers = (['owls', 'doorbells'] as const).flatMap((family) =>
    same(
      'POST',
      `/api/v1/accounts/:a/networks/:n/${family}/:c/clip`,
      withDevice(world, family, record),
    ),
  );
  return [...ofCameras, ...ofOthers];
}
