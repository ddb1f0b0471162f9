import * as v from 'valibot';

// What a widespread client reads of each answer: no more, and without it that client does not start.
const Summary = v.record(v.string(), v.object({ name: v.string(), onboarded: v.boolean() }));
export const Networks = v.object({ summary: Summary });
export const Usage = v.object({
  networks: v.array(
    v.object({
      network_id: v.number(),
      cameras: v.array(v.object({ id: v.number(), name: v.string() })),
    }),
  ),
});
export const Module = v.object({
  syncmodule: v.object({
    id: v.number(),
    serial: v.string(),
    status: v.picklist(['online', 'offline']),
    network_id: v.number(),
  }),
});
export const Network = v.object({
  network: v.object({ sync_module_error: v.boolean(), armed: v.boolean() }),
});
export const Config = v.object({
  camera: v.tuple([
    v.object({
      id: v.number(),
      name: v.string(),
      network_id: v.number(),
      type: v.string(),
      enabled: v.boolean(),
      serial: v.string(),
      fw_version: v.string(),
      thumbnail: v.string(),
      battery_state: v.string(),
      battery_voltage: v.number(),
      wifi_strength: v.number(),
      temperature: v.number(),
    }),
  ]),
});
export const Signals = v.object({
  lfr: v.number(),
  wifi: v.number(),
  temp: v.number(),
  battery: v.number(),
});
const SyncLess = v.object({
  id: v.number(),
  name: v.string(),
  type: v.string(),
  onboarded: v.boolean(),
  serial: v.string(),
  enabled: v.boolean(),
  network_id: v.number(),
  thumbnail: v.string(),
});
export const Homescreen = v.object({
  sync_modules: v.array(
    v.object({
      network_id: v.number(),
      local_storage_enabled: v.boolean(),
      local_storage_compatible: v.boolean(),
      local_storage_status: v.string(),
    }),
  ),
  owls: v.array(SyncLess),
  doorbells: v.array(SyncLess),
});
export const Media = v.object({
  media: v.array(
    v.object({
      device_name: v.string(),
      media: v.string(),
      created_at: v.string(),
      deleted: v.boolean(),
    }),
  ),
});
export const Command = v.object({ complete: v.boolean(), status_code: v.literal(908) });
export const Manifest = v.object({
  manifest_id: v.string(),
  clips: v.array(
    v.object({
      id: v.pipe(v.string(), v.digits()),
      size: v.string(),
      camera_name: v.string(),
      created_at: v.string(),
    }),
  ),
});
