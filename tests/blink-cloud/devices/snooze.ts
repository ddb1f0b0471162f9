import * as v from 'valibot';
import { bodyAs, jsonOf } from '../http/bodies.ts';
import { newer } from '../http/calls.ts';
import type { Timeline } from '../clock.ts';
import { failure, json, type Answer, type RoutedAsk } from '../http/exchange.ts';
import { withDevice, withSystem } from '../commands/orders.ts';
import type { Route } from '../http/router.ts';
import type { Device, World } from '../world.ts';

interface SnoozeDeps {
  readonly world: World;
  readonly timeline: Timeline;
}

const MINUTE_MS = 60_000;
const Body = jsonOf(
  v.object({ snooze_time: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1439)) }),
);
const NETWORK = '/api/v1/accounts/:a/networks/:n';

/** Silence for a while: alerts stop, recording goes on. */
export function snoozeRoutes({ world, timeline }: SnoozeDeps): readonly Route[] {
  const quiet = (devices: readonly Device[], what: string) => (ask: RoutedAsk) =>
    snooze(devices, what, ask, timeline.now());
  const wake = (devices: readonly Device[], what: string) => {
    for (const device of devices) device.snoozedUntil = 0;
    return json({ message: `Snooze cleared for ${what}` });
  };
  const ofDevices = (['cameras', 'owls', 'doorbells'] as const).flatMap((family) => [
    ...newer(
      'POST',
      `${NETWORK}/${family}/:c/snooze`,
      withDevice(world, family, (device, ask) => quiet([device], 'Camera')(ask)),
    ),
    ...newer(
      'POST',
      `${NETWORK}/${family}/:c/unsnooze`,
      withDevice(world, family, (device) => wake([device], 'Camera')),
    ),
  ]);
  return [
    ...ofDevices,
    ...newer(
      'POST',
      `${NETWORK}/snooze`,
      withSystem(world, ({ devices }, ask) => quiet(devices, 'Network')(ask)),
    ),
    ...newer(
      'POST',
      `${NETWORK}/unsnooze`,
      withSystem(world, ({ devices }) => wake(devices, 'Network')),
    ),
  ];
}

function snooze(devices: readonly Device[], what: string, ask: RoutedAsk, now: number): Answer {
  const asked = bodyAs(Body, ask);
  if (!asked) return failure(400, 'Unsupported value for snooze time', 2800);
  const watching = devices.filter((device) => device.enabled);
  if (watching.length === 0) return failure(400, 'Motion capture not enabled for device', 2805);
  for (const device of watching) device.snoozedUntil = now + asked.snooze_time * MINUTE_MS;
  return json({ message: `Snooze set for ${what}` });
}
