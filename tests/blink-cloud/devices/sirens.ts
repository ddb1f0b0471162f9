import * as v from 'valibot';
import { bodyAs, jsonOf } from '../http/bodies.ts';
import { call } from '../http/calls.ts';
import { cloudTime, type Timeline } from '../clock.ts';
import {
  failure,
  json,
  notFound,
  numberParam,
  type Answer,
  type RoutedAsk,
} from '../http/exchange.ts';
import { withSystem, type Orders } from '../commands/orders.ts';
import type { Route } from '../http/router.ts';
import { SET_UP_AT, type System, type World } from '../world.ts';
import type { SirenFile } from '../worlds/world-file.ts';

interface SirenDeps {
  readonly world: World;
  readonly orders: Orders;
  readonly timeline: Timeline;
}

const Duration = jsonOf(
  v.object({ duration: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(600)) }),
);

/** Sirens: one or all of a system sound for so many seconds, or fall silent. */
export function sirenRoutes({ world, orders, timeline }: SirenDeps): readonly Route[] {
  const forms = (rest: string) => ({
    old: [`/api/v1/networks/:n/sirens${rest}`],
    today: [`/api/v1/accounts/:a/networks/:n/sirens${rest}`],
  });
  const sound = (system: System, ask: RoutedAsk, sirens: readonly SirenFile[]): Answer => {
    const asked = bodyAs(Duration, ask);
    if (!asked) return failure(400, 'Invalid value for duration', 400);
    return orders.atModule(ask, system, {
      command: 'siren_activate',
      duration: asked.duration,
      onDone() {
        const until = timeline.now() + asked.duration * 1000;
        for (const { id } of sirens) system.sirensUntil.set(id, until);
      },
    });
  };
  return [
    ...call(
      'GET',
      forms(''),
      withSystem(world, (system) => json({ sirens: soundingJson(system, timeline.now()) })),
    ),
    ...call(
      'POST',
      forms('/activate'),
      withSystem(world, (system, ask) => sound(system, ask, system.sirens ?? [])),
    ),
    ...call(
      'POST',
      forms('/deactivate'),
      withSystem(world, (system, ask) =>
        orders.atModule(ask, system, {
          command: 'siren_deactivate',
          onDone: () => system.sirensUntil.clear(),
        }),
      ),
    ),
    ...call(
      'POST',
      forms('/:siren/activate'),
      withSystem(world, (system, ask) => {
        const siren = system.sirens?.find(({ id }) => id === numberParam(ask, 'siren'));
        return siren ? sound(system, ask, [siren]) : notFound();
      }),
    ),
  ];
}

const SET_UP = cloudTime(SET_UP_AT);

/** A system's sirens as the homescreen lists them; whether one sounds is not in it. */
export const sirensJson = ({ id: networkId, sirens = [] }: System) =>
  sirens.map(({ id, name, serial = `G8T1PORCH0R${id}` }) => ({
    id,
    created_at: SET_UP,
    updated_at: SET_UP,
    name,
    serial,
    fw_version: '1.4',
    type: 'siren',
    enabled: true,
    status: 'online',
    network_id: networkId,
  }));

/** The same as their own call tells them: whether each sounds. */
const soundingJson = (system: System, now: number) =>
  sirensJson(system).map((siren) => ({
    ...siren,
    status: (system.sirensUntil.get(siren.id) ?? 0) > now ? 'on' : 'off',
  }));
