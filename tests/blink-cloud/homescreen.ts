import { cloudTime, type Timeline } from './clock.ts';
import { json } from './exchange.ts';
import { thumbnailPath } from './picture-paths.ts';
import type { Route } from './router.ts';
import type { Device, System, World } from './world.ts';
import type { Family, SyncModuleFile } from './worlds/world-file.ts';

/** When everything in the world was set up; no client reads more into it. */
const SET_UP = '2024-03-02T09:30:00+00:00';

/** The one call that tells the whole inventory. */
export function homescreenRoutes(world: World, timeline: Timeline): readonly Route[] {
  const { userId } = world.file.account;
  return [
    {
      method: 'GET',
      host: 'rest',
      pattern: '/api/v3/accounts/:a/homescreen',
      handle: (ask) =>
        json(homescreen(world, cloudTime(timeline.now())), 200, {
          'Client-Id': String(ask.login?.blinkClientId ?? ''),
          'User-Id': String(userId),
          'Client-Verified': 'true',
        }),
    },
  ];
}

function homescreen(world: World, now: string) {
  const accountId = world.file.account.id;
  const listed = (family: Family) => world.devices.filter((device) => device.family === family);
  const base = (device: Device) => deviceJson(accountId, device, now);
  return {
    account: {
      id: accountId,
      email_verified: true,
      email_verification_required: false,
      amazon_account_linked: false,
    },
    networks: world.systems.map((system) => networkJson(system, now)),
    sync_modules: world.systems.flatMap(({ id, syncModule }) =>
      syncModule ? [syncModuleJson(syncModule, id, now)] : [],
    ),
    cameras: listed('cameras').map((device) => ({ ...base(device), ...cameraExtras(device) })),
    owls: listed('owls').map((device) => ({ ...base(device), onboarded: true })),
    doorbells: listed('doorbells').map((device) => ({
      ...base(device),
      onboarded: true,
      battery: device.battery?.state ?? 'ok',
      signals: { ...device.bars, battery: device.battery?.bars ?? 3 },
    })),
    ...accountExtras(now),
  };
}

const networkJson = (system: System, now: string) => ({
  id: system.id,
  created_at: SET_UP,
  updated_at: now,
  name: system.name,
  time_zone: system.timeZone,
  dst: true,
  armed: system.armed,
  lv_save: false,
});

const syncModuleJson = (module: SyncModuleFile, networkId: number, now: string) => ({
  id: module.id,
  created_at: SET_UP,
  updated_at: now,
  onboarded: true,
  status: module.status,
  name: module.name,
  serial: module.serial,
  fw_version: module.firmware,
  type: module.type,
  subtype: module.subtype,
  last_hb: now,
  wifi_strength: module.wifiBars,
  network_id: networkId,
  enable_temp_alerts: true,
  local_storage_enabled: module.localStorage === 'active',
  local_storage_compatible: true,
  local_storage_status: module.localStorage,
  revision: '00',
});

const deviceJson = (accountId: number, device: Device, now: string) => ({
  id: device.id,
  created_at: SET_UP,
  updated_at: now,
  name: device.name,
  serial: device.serial,
  fw_version: device.firmware,
  type: device.type,
  enabled: device.enabled,
  thumbnail: thumbnailPath(accountId, device),
  status: device.status,
  network_id: device.networkId,
  local_storage_enabled: false,
  local_storage_compatible: true,
  snooze: false,
  snooze_time_remaining: null,
  revision: '00',
});

const cameraExtras = (device: Device) => ({
  battery: device.battery?.state ?? 'ok',
  usage_rate: false,
  issues: device.status === 'offline' ? ['offline'] : [],
  signals: {
    ...device.bars,
    temp: device.temperatureF ?? 68,
    battery: device.battery?.bars ?? 3,
  },
});

const accountExtras = (now: string) => ({
  sirens: [],
  chimes: [],
  doorbell_buttons: [],
  accessories: { storm: [], rosie: [] },
  video_stats: { storage: 8, auto_delete_days: 30, auto_delete_day_options: [3, 7, 14, 30] },
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
  subscriptions: { updated_at: now },
  entitlements: { updated_at: now },
  tiv_lock_enable: true,
  tiv_lock_status: { locked: false },
});
