import { cloudTime } from '../clock.ts';
import { thumbnailOf } from './picture-paths.ts';
import {
  rawTemperatureOf,
  rowChangedAt,
  SET_UP_AT,
  temperatureOf,
  type Device,
  type System,
} from '../world.ts';

const SET_UP = cloudTime(SET_UP_AT);
/** What 5 bars and none mean in dBm. */
const STRONGEST_DBM = -45;
const DBM_PER_BAR = 8;

interface ConfigContext {
  readonly accountId: number;
  readonly tier: string;
  readonly system: System | undefined;
  readonly now: number;
}

/** The configuration of a battery camera: one row, and its signals beside it. */
export function cameraConfig(device: Device, context: ConfigContext) {
  const { accountId, now } = context;
  return {
    camera: [
      {
        ...identity(device, context),
        ...neverChanging,
        ...device.settings,
        record_audio: device.settings.record_audio_enable,
        battery_state: device.battery?.state ?? 'ok',
        battery_voltage: voltageOf(device),
        battery_check_time: cloudTime(now),
        temperature: rawTemperatureOf(device),
        wifi_strength: dbm(device.bars.wifi),
        lfr_strength: dbm(device.bars.lfr),
        account_id: accountId,
        account: accountId,
        network_id: device.networkId,
        network: device.networkId,
        snooze_till: device.snoozedUntil > now ? cloudTime(device.snoozedUntil) : null,
        last_connect: lastConnect(device, context),
      },
    ],
    signals: { ...signalsOf(device, now), battery_state: device.battery?.state ?? 'ok' },
  };
}

/** The configuration of a Mini or a doorbell: one flat object. */
export const flatConfig = (device: Device, context: ConfigContext) => ({
  ...identity(device, context),
  ...device.settings,
  clip_length_max: 30,
  early_termination_supported: true,
  early_notification_compatible: true,
  illuminator_enable_v2: device.settings.illuminator_enable,
  video_recording_optional: false,
  flip_video_compatible: true,
  wifi: device.bars.wifi,
  local_storage_enabled: device.recordsTo !== undefined && device.recordsTo !== 'cloud',
  local_storage_compatible: true,
  account_id: context.accountId,
  network_id: device.networkId,
});

/** How well a device is heard and how it feels. */
export const signalsOf = (device: Device, now: number) => ({
  ...device.bars,
  updated_at: cloudTime(now),
  temp: temperatureOf(device),
  battery: device.battery?.bars ?? 3,
});

/** When and how the device last reported. */
export const lastConnect = (device: Device, { accountId, system, now }: ConfigContext) => ({
  camera_id: device.id,
  created_at: SET_UP,
  updated_at: cloudTime(now),
  wifi_strength: dbm(device.bars.wifi),
  lfr_strength: dbm(device.bars.lfr),
  battery_voltage: voltageOf(device),
  temperature: rawTemperatureOf(device),
  fw_version: device.firmware,
  mac: macOf(device),
  ipv: 'ipv4',
  ip_address: `192.0.2.${device.id % 250}`,
  error_codes: 0,
  battery_alert_status: device.battery?.state === 'low',
  temp_alert_status: false,
  ac_power: device.battery === undefined,
  light_sensor_data_valid: true,
  wifi_connect_failure_count: 0,
  dhcp_failure_count: 0,
  socket_failure_count: 0,
  unit_number: 1,
  serial: device.serial,
  sync_module_id: system?.syncModule?.id ?? null,
  network_id: device.networkId,
  account_id: accountId,
});

const identity = (device: Device, { accountId, tier, system, now }: ConfigContext) => ({
  id: device.id,
  created_at: SET_UP,
  updated_at: cloudTime(rowChangedAt(device, now)),
  deleted_at: null,
  name: device.name,
  serial: device.serial,
  type: device.type,
  fw_version: device.firmware,
  mac_address: macOf(device),
  thumbnail: thumbnailOf({ id: accountId, tier }, device),
  enabled: device.enabled,
  onboarded: true,
  status: device.status,
  sync_module_id: system?.syncModule?.id ?? null,
});

const neverChanging = {
  camera_key: '',
  ip_address: null,
  liveview_enabled: 'off',
  siren_enable: false,
  siren_volume: null,
  unit_number: 1,
  temp_interval: 1,
  temp_hysteresis: null,
  battery_alarm_enable: false,
  last_battery_alert: null,
  battery_alert_count: 0,
  video_50_60hz: 'freq_50hz',
  invert_image: false,
  flip_image: false,
  clip_rate: 411,
  liveview_rate: 0,
  max_resolution: 'r1080',
  last_temp_alert: null,
  temp_alert_count: 0,
  last_offline_alert: null,
  offline_alert_count: 0,
  temp_alert_state: 'in_range',
  buzzer_on: true,
  motion_regions_compatible: true,
  early_notification_compatible: true,
  night_vision_exposure_compatible: true,
  privacy_zones_compatible: false,
  video_quality_support: ['saver', 'standard', 'best'],
  clip_max_length: 60,
  early_termination_supported: true,
  clip_warning_threshold: 15,
  flip_video_compatible: true,
  video_recording_optional: false,
};

/** Hundredths of a volt per cell; nothing is measured at a device on the mains. */
const voltageOf = ({ battery }: Device) => (battery ? 120 + battery.bars * 12 : 0);

/** −255 is "not known". */
const dbm = (bars: number) => (bars === 0 ? -255 : STRONGEST_DBM - (5 - bars) * DBM_PER_BAR);

const macOf = ({ id }: Device) =>
  `02:00:${(id >>> 0).toString(16).padStart(8, '0').match(/../g)?.join(':') ?? ''}`;
