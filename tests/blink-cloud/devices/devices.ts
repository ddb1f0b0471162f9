import { objectBody } from '../http/bodies.ts';
import { call, same } from '../http/calls.ts';
import type { Timeline } from '../clock.ts';
import { cameraConfig, flatConfig, lastConnect, signalsOf } from './device-config.ts';
import { readSettings } from './device-settings.ts';
import { failure, json, type Answer, type RoutedAsk } from '../http/exchange.ts';
import { withDevice, type Orders } from '../commands/orders.ts';
import type { Route } from '../http/router.ts';
import type { Device, World } from '../world.ts';
import type { Family } from '../worlds/world-file.ts';

export interface DeviceDeps {
  readonly world: World;
  readonly orders: Orders;
  readonly timeline: Timeline;
}

const CAMERA = '/network/:n/camera/:c';
const TODAYS_CAMERA = '/accounts/:a/networks/:n/cameras/:c';
const V1 = '/api/v1/accounts/:a/networks/:n';
const V2 = '/api/v2/accounts/:a/networks/:n';

/** What a device is set to, in each family's way, and what it says about itself. */
export function deviceRoutes(deps: DeviceDeps): readonly Route[] {
  return [...cameraRoutes(deps), ...flatRoutes(deps, 'owls'), ...flatRoutes(deps, 'doorbells')];
}

function cameraRoutes(deps: DeviceDeps): readonly Route[] {
  const { world, orders, timeline } = deps;
  const each = (then: (device: Device, ask: RoutedAsk) => Answer) =>
    withDevice(world, 'cameras', then);
  const forms = (word: string) => ({
    old: [`${CAMERA}/${word}`],
    today: [`${TODAYS_CAMERA}/${word}`],
  });
  return [
    ...call(
      'GET',
      { old: [`${CAMERA}/config`], today: [`${V2}/cameras/:c/config`, `${TODAYS_CAMERA}/config`] },
      each((device) => json(cameraConfig(device, contextOf(deps, device)))),
    ),
    ...call(
      'POST',
      { old: [`${CAMERA}/update`], today: [`${V2}/cameras/:c/config`, `${TODAYS_CAMERA}/update`] },
      each((device, ask) => update(deps, device, ask)),
    ),
    ...motionSwitch(deps, 'cameras', forms),
    ...call(
      'POST',
      forms('status'),
      each((device, ask) => orders.atDevice(ask, device, { command: 'status' })),
    ),
    ...call(
      'GET',
      forms('signals'),
      each((device) => json(signalsOf(device, timeline.now()))),
    ),
    ...same(
      'GET',
      CAMERA,
      each((device) => json({ camera_status: lastConnect(device, contextOf(deps, device)) })),
    ),
  ];
}

function flatRoutes(deps: DeviceDeps, family: 'owls' | 'doorbells'): readonly Route[] {
  const path = `${V1}/${family}/:c`;
  return [
    ...same(
      'GET',
      `${path}/config`,
      withDevice(deps.world, family, (device) => json(flatConfig(device, contextOf(deps, device)))),
    ),
    ...same(
      'POST',
      `${path}/config`,
      withDevice(deps.world, family, (device, ask) => update(deps, device, ask)),
    ),
    ...motionSwitch(deps, family, (word) => ({ old: [`${path}/${word}`] })),
  ];
}

function motionSwitch(
  { world, orders }: DeviceDeps,
  family: Family,
  forms: (word: string) => Parameters<typeof call>[1],
): readonly Route[] {
  const turning = (word: string, enabled: boolean) =>
    call(
      'POST',
      forms(word),
      withDevice(world, family, (device, ask) =>
        orders.atDevice(ask, device, {
          command: family === 'cameras' ? 'config_lfr' : 'device_motion_enable',
          onDone: () => {
            device.enabled = enabled;
          },
        }),
      ),
    );
  return [...turning('enable', true), ...turning('disable', false)];
}

function contextOf({ world, timeline }: DeviceDeps, device: Device) {
  const { id: accountId, tier } = world.file.account;
  return { accountId, tier, system: world.system(device.networkId), now: timeline.now() };
}

/** A partial change of settings: seen once the command is done. */
function update({ orders }: DeviceDeps, device: Device, ask: RoutedAsk): Answer {
  const reading = readSettings(objectBody(ask) ?? {});
  if ('wrong' in reading) return failure(400, `Invalid value for ${reading.wrong}`, 400);
  return orders.atDevice(ask, device, {
    command: 'config_set',
    isToldDone: true,
    onDone: () => apply(device, reading.change),
  });
}

const NUMBERED_LIGHT: readonly unknown[] = ['off', 'on', 'auto'];

function apply(device: Device, change: Readonly<Record<string, unknown>>) {
  const { name, enabled, ...settings } = change;
  if (typeof name === 'string') device.name = name;
  // A battery camera's motion detection has calls of its own.
  if (typeof enabled === 'boolean' && device.family !== 'cameras') device.enabled = enabled;
  Object.assign(device.settings, settings);
  const light = NUMBERED_LIGHT.indexOf(settings.illuminator_enable);
  if (device.family === 'cameras' && light >= 0) device.settings.illuminator_enable = light;
}
