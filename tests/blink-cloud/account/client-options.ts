import * as v from 'valibot';
import { bodyAs, jsonOf, objectBody } from '../http/bodies.ts';
import { call } from '../http/calls.ts';
import {
  failure,
  json,
  notFound,
  numberParam,
  type Answer,
  type RoutedAsk,
} from '../http/exchange.ts';
import type { Route } from '../http/router.ts';
import type { World } from '../world.ts';

const Options = jsonOf(v.object({ options: v.string() }));
const NOTIFICATIONS = [
  'accessory_connected',
  'accessory_disconnected',
  'accessory_low_battery',
  'bandwidth',
  'battery_dead',
  'camera_offline',
  'camera_usage',
  'doorbell',
  'general',
  'lfr',
  'local_storage',
  'low_battery',
  'motion',
  'scheduling',
  'sync_module_offline',
  'temperature',
  'wifi',
] as const;

/** What the cloud keeps for each installation: how it has arranged things, and what it is told about. */
export function clientOptionRoutes(world: World): readonly Route[] {
  const arranged = new Map<number, string>();
  const notified = new Map<number, Record<string, boolean>>();
  const usual = encoded(defaultOptions(world));
  const options = {
    old: ['/api/v1/accounts/:a/clients/:client/options'],
    today: ['/api/v1/clients/:client/options'],
  };
  const notifications = {
    old: ['/api/v1/accounts/:a/notifications/configuration'],
    today: ['/api/v1/notifications/preferences'],
  };
  const flagsOf = (ask: RoutedAsk) =>
    notified.get(clientOf(ask)) ?? Object.fromEntries(NOTIFICATIONS.map((name) => [name, true]));
  return [
    ...call('GET', options, (ask) =>
      isOwn(ask) ? json({ options: arranged.get(clientOf(ask)) ?? usual }) : notFound(),
    ),
    ...call('POST', options, (ask) => arrange(arranged, ask)),
    ...call('GET', notifications, (ask) => json({ notifications: flagsOf(ask) })),
    ...call('POST', notifications, (ask) => {
      const change = flagsIn(ask);
      if (!change) return failure(400, 'Invalid notification configuration', 400);
      notified.set(clientOf(ask), { ...flagsOf(ask), ...change });
      return json({ message: 'Client Notification Configure Update Successful' });
    }),
  ];
}

const clientOf = (ask: RoutedAsk) => ask.login?.blinkClientId ?? 0;
const isOwn = (ask: RoutedAsk) => numberParam(ask, 'client') === clientOf(ask);

function arrange(arranged: Map<number, string>, ask: RoutedAsk): Answer {
  const asked = bodyAs(Options, ask);
  if (!isOwn(ask)) return notFound();
  if (!asked || !isEncodedJson(asked.options)) return failure(400, 'Invalid client options', 400);
  arranged.set(clientOf(ask), asked.options);
  return json({ options: asked.options });
}

const defaultOptions = ({ file: { order } }: World) => ({
  ...(order ? { network_order: order.systems, camera_order: order.devices } : {}),
  keys: [['client.options.arm_callout_state', 'N2']],
  schema: 1,
});

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64');

const isEncodedJson = (written: string) =>
  v.is(jsonOf(v.record(v.string(), v.unknown())), Buffer.from(written, 'base64').toString('utf8'));

/** The flags a body holds, with or without `notifications` around them. */
function flagsIn(ask: RoutedAsk): Record<string, boolean> | undefined {
  const body = objectBody(ask);
  const flags = v.safeParse(
    v.record(v.picklist(NOTIFICATIONS), v.boolean()),
    body?.notifications ?? body,
  );
  return flags.success ? flags.output : undefined;
}
