import { objectBody } from '../http/bodies.ts';
import { call, same } from '../http/calls.ts';
import { cloudTime, type Timeline } from '../clock.ts';
import { failure, json, notFound, type Answer, type RoutedAsk } from '../http/exchange.ts';
import { SET_UP, syncModuleJson } from './homescreen.ts';
import { withSystem } from '../commands/orders.ts';
import type { Route } from '../http/router.ts';
import type { System, World } from '../world.ts';

interface SystemDeps {
  readonly world: World;
  readonly timeline: Timeline;
}

/** What is told of systems beside the homescreen: names, details, their sync module, how much the batteries work. */
export function systemRoutes(deps: SystemDeps): readonly Route[] {
  const { world, timeline } = deps;
  const details = (system: System) => json({ network: networkJson(system, world.file.account.id) });
  return [
    ...same('GET', '/networks', () => json(everySystem(world))),
    ...same('GET', '/network/:n', withSystem(world, details)),
    ...call(
      'POST',
      { old: ['/network/:n/update'], today: ['/accounts/:a/networks/:n/update'] },
      withSystem(world, (system, ask) => update(system, ask) ?? details(system)),
    ),
    ...same(
      'GET',
      '/network/:n/syncmodules',
      withSystem(world, ({ syncModule, id }) =>
        syncModule
          ? json({ syncmodule: syncModuleJson(syncModule, id, timeline.now()) })
          : notFound(),
      ),
    ),
    ...same('GET', '/api/v1/camera/usage', () => json(usage(world))),
  ];
}

/** "Onboarded" means that a sync module is there; clients look for one wherever it is true. */
const everySystem = (world: World) => ({
  summary: Object.fromEntries(
    world.systems.map(({ id, name, syncModule }) => [
      String(id),
      { name, onboarded: syncModule !== undefined },
    ]),
  ),
  networks: world.systems.map((system) => networkJson(system, world.file.account.id)),
});

/** Changes what the body names; an empty one only asks. Undefined when all is well. */
function update(system: System, ask: RoutedAsk): Answer | undefined {
  const { lv_save: saves, name, time_zone: zone } = objectBody(ask) ?? {};
  if (zone !== undefined && !isTimeZone(zone))
    return failure(400, 'Invalid value for time_zone', 400);
  if (name !== undefined && typeof name !== 'string') {
    return failure(400, 'Invalid value for name', 400);
  }
  if (typeof saves === 'boolean') system.savesLiveViews = saves;
  if (name !== undefined) system.name = name;
  if (zone !== undefined) moveTo(system, zone);
  return undefined;
}

function moveTo(system: System, zone: string) {
  system.timeZone = zone;
  for (const device of system.devices) device.timeZone = zone;
}

function isTimeZone(zone: unknown): zone is string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: String(zone) }).format(0) !== '';
  } catch {
    return false;
  }
}

const networkJson = (system: System, accountId: number) => ({
  id: system.id,
  created_at: SET_UP,
  updated_at: cloudTime(system.changedAt),
  deleted_at: null,
  name: system.name,
  network_key: `simulated-${system.id}`,
  description: '',
  network_origin: 'normal',
  locale: '',
  time_zone: system.timeZone,
  dst: true,
  ping_interval: 60,
  encryption_key: null,
  armed: system.armed,
  autoarm_geo_enable: false,
  autoarm_time_enable: false,
  lv_mode: 'relay',
  lfr_channel: 0,
  video_destination: 'server',
  storage_used: 0,
  storage_total: 0,
  video_count: 0,
  video_history_count: 4000,
  sync_module_error: system.syncModule?.status === 'offline',
  camera_error: system.devices.some(({ status }) => status === 'offline'),
  arm_string: system.armed ? 'Armed' : 'Disarmed',
  busy: false,
  feature_plan_id: null,
  account_id: accountId,
  lv_save: system.savesLiveViews,
});

/** Battery cameras only; a system without any is listed all the same. */
const usage = (world: World) => ({
  range_days: 7,
  reference: { usage: 400 },
  networks: world.systems.map((system) => ({
    network_id: system.id,
    name: system.name,
    cameras: system.devices
      .filter(({ family }) => family === 'cameras')
      .map(({ id, name, usageSeconds = 0 }) => ({
        id,
        name,
        usage: usageSeconds,
        lv_seconds: Math.floor(usageSeconds / 4),
        clip_seconds: usageSeconds - Math.floor(usageSeconds / 4),
      })),
  })),
});
