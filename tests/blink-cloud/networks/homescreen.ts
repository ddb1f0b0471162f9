import { accessoryLists } from '../devices/accessories.ts';
import { call, same } from '../http/calls.ts';
import { cloudTime, type Timeline } from '../clock.ts';
import { json, type RoutedAsk } from '../http/exchange.ts';
import { thumbnailOf } from '../devices/picture-paths.ts';
import type { Retention } from '../media/retention.ts';
import type { Route } from '../http/router.ts';
import { sirensJson } from '../devices/sirens.ts';
import {
  rowChangedAt,
  SET_UP_AT,
  snoozeMinutesLeft,
  temperatureOf,
  type Device,
  type SyncModule,
  type System,
  type World,
} from '../world.ts';
import type { Family } from '../worlds/world-file.ts';

/** The `created_at` of every row. */
export const SET_UP = cloudTime(SET_UP_AT);

interface HomescreenDeps {
  readonly world: World;
  readonly timeline: Timeline;
  readonly retention: Retention;
}

/** The one call that tells the whole inventory. */
export function homescreenRoutes(deps: HomescreenDeps): readonly Route[] {
  const headers = (ask: RoutedAsk) => ({
    'Client-Id': String(ask.login?.blinkClientId ?? ''),
    'User-Id': String(deps.world.file.account.userId),
    'Client-Verified': 'true',
  });
  return [
    ...same('GET', '/api/v3/accounts/:a/homescreen', (ask) =>
      json(homescreen(deps), 200, headers(ask)),
    ),
    ...call('GET', { today: ['/api/v4/accounts/:a/homescreen'] }, (ask) =>
      json({ ...homescreen(deps), ...newestExtras }, 200, headers(ask)),
    ),
  ];
}

function homescreen({ world, timeline, retention }: HomescreenDeps) {
  const at = timeline.now();
  const listed = (family: Family) => world.devices.filter((device) => device.family === family);
  const base = (device: Device) => deviceJson(world, device, at);
  return {
    account: {
      id: world.file.account.id,
      email_verified: true,
      email_verification_required: false,
      amazon_account_linked: false,
    },
    networks: world.systems.map(networkJson),
    sync_modules: world.systems.flatMap(({ id, syncModule }) =>
      syncModule ? [syncModuleJson(syncModule, id, at)] : [],
    ),
    cameras: listed('cameras').map((device) => ({ ...base(device), ...cameraExtras(device) })),
    owls: listed('owls').map((device) => ({ ...base(device), onboarded: true })),
    doorbells: listed('doorbells').map((device) => ({
      ...base(device),
      onboarded: true,
      battery: device.battery?.state ?? 'ok',
      signals: { ...device.bars, battery: device.battery?.bars ?? 3 },
    })),
    sirens: world.systems.flatMap(sirensJson),
    accessories: accessoryLists(world),
    video_stats: {
      storage: 8,
      auto_delete_days: retention.days(),
      auto_delete_day_options: retention.options,
    },
    ...accountExtras,
  };
}

const networkJson = (system: System) => ({
  id: system.id,
  created_at: SET_UP,
  updated_at: cloudTime(system.changedAt),
  name: system.name,
  time_zone: system.timeZone,
  dst: true,
  armed: system.armed,
  lv_save: system.savesLiveViews,
});

/** A sync module as the homescreen and its own call tell it. */
export const syncModuleJson = (module: SyncModule, networkId: number, now: number) => ({
  id: module.id,
  created_at: SET_UP,
  updated_at: cloudTime(module.changedAt),
  onboarded: true,
  status: module.status,
  name: module.name,
  serial: module.serial,
  fw_version: module.firmware,
  type: module.type,
  subtype: module.subtype,
  last_hb: cloudTime(module.heardUntil ?? now),
  wifi_strength: module.wifiBars,
  network_id: networkId,
  enable_temp_alerts: true,
  local_storage_enabled: module.localStorage === 'active',
  local_storage_compatible: true,
  local_storage_status: module.localStorage,
  revision: '00',
});

function deviceJson({ file: { account } }: World, device: Device, at: number) {
  const minutesLeft = snoozeMinutesLeft(device, at);
  return {
    id: device.id,
    created_at: SET_UP,
    updated_at: cloudTime(rowChangedAt(device, at)),
    name: device.name,
    serial: device.serial,
    fw_version: device.firmware,
    type: device.type,
    enabled: device.enabled,
    thumbnail: thumbnailOf(account, device),
    status: device.status,
    network_id: device.networkId,
    local_storage_enabled: device.recordsTo === 'local' || device.recordsTo === 'both',
    local_storage_compatible: true,
    snooze: minutesLeft > 0,
    snooze_time_remaining: minutesLeft > 0 ? minutesLeft : null,
    revision: '00',
  };
}

const cameraExtras = (device: Device) => ({
  battery: device.battery?.state ?? 'ok',
  usage_rate: false,
  issues: device.status === 'offline' ? ['offline'] : [],
  signals: { ...device.bars, temp: temperatureOf(device), battery: device.battery?.bars ?? 3 },
});

const accountExtras = {
  chimes: [],
  doorbell_buttons: [],
  app_updates: { message: 'OK', code: 103, update_available: false, update_required: false },
  device_limits: {
    camera: 10,
    chime: 5,
    doorbell: 10,
    doorbell_button: 2,
    owl: 10,
    siren: 5,
    total_devices: 20,
  },
  whats_new: { updated_at: 20210204, url: 'https://porchlight.test/whats-new' },
  subscriptions: { updated_at: SET_UP },
  entitlements: { updated_at: SET_UP },
  tiv_lock_enable: true,
  tiv_lock_status: { locked: false },
};

const newestExtras = { changed: true, access: { level: 'owner' } };
