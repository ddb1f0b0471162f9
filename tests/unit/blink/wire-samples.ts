import { homescreenAnswer } from './homescreen-answer.ts';
import { mediaAnswer } from './media-answer.ts';

const command = { id: 90000001, network_id: 2101, command: 'thumbnail', state_condition: 'new' };

const program = {
  id: 26101,
  network_id: 2101,
  status: 'enabled',
  name: 'Nights',
  format: 'v1',
  schedule: [{ dow: ['mon'], devices: [], time: '2026-02-14 21:00:00 +0000', action: 'arm' }],
};

const config = {
  id: 4101,
  name: 'Gate',
  fw_version: '10.63',
  enabled: true,
  motion_sensitivity: 6,
  video_length: 30,
  clip_max_length: 60,
  video_quality: 'best',
  video_quality_support: ['saver', 'standard', 'best'],
  illuminator_enable: 2,
  temperature: 77,
  temp_adjust: -4,
  battery_voltage: 155,
  wifi_strength: -51,
};

const zones = {
  motion_regions: 33_554_431,
  advanced_motion_regions: Array.from({ length: 25 }, () => 4_095),
};

const order = { network_order: [2101], camera_order: { '2101': [4101] }, schema: 1 };

const home = {
  ...homescreenAnswer(),
  video_stats: { storage: 8, auto_delete_days: 30, auto_delete_day_options: [3, 7, 14, 30] },
  accessories: { storm: [{ id: 7101, target: 'camera', target_id: 4101 }], rosie: [] },
};

const login = {
  account: { id: 1000002, verification_required: false },
  client: { id: 606101, verification_required: true },
  authtoken: { authtoken: 'token-of-2020' },
  region: { tier: 'u014' },
  lockout_time_remaining: 0,
  force_password_reset: false,
  allow_pin_resend_seconds: 60,
};

/** What the cloud answers to each address, all values invented. The first that fits counts. */
const samples: readonly (readonly [RegExp, unknown])[] = [
  [/\/oauth\/token$/, { access_token: 'new', refresh_token: 'newer', expires_in: 14_400 }],
  [/\/oauth\/v2\/signin$/, { tsv_state: 'sms', phone: '+49xxxxxx12', next_time_in_secs: 60 }],
  [/\/account\/login$/, login],
  [/\/pin\/verify$/, { valid: true, code: 1626 }],
  [/\/tier_info$/, { tier: 'u014', account_id: 1000002 }],
  [/\/homescreen$/, home],
  [/\/media\/changed$/, { limit: 25, media: [mediaAnswer(), mediaAnswer({ id: 7000002 })] }],
  [/\/v4\/accounts\/\d+\/media$/, { media: [mediaAnswer()], pagination_key: 'abc' }],
  [/\/unwatched_media$/, { unwatched_clips: 3 }],
  [/\/media_settings$/, { auto_delete_days: 30, auto_delete_day_options: [3, 7] }],
  [/\/users\/info$/, { email: 'a@porchlight.test', client_id: 606101, user: { country: 'DE' } }],
  [/\/users\/options$/, { owl_app_enabled: true, advanced_motion_regions: { cam_4101: [1, 2] } }],
  [/\/clients\/\d+\/options$/, { options: Buffer.from(JSON.stringify(order)).toString('base64') }],
  [/\/notifications\/configuration$/, { notifications: { motion: true, wifi: false } }],
  [/\/programs$/, [program]],
  [/\/sirens\/$/, { sirens: [{ id: 9101, name: 'Roof' }] }],
  [/\/camera\/\d+\/config$/, { camera: [config], signals: { lfr: 5, wifi: 5, temp: 73 } }],
  [/\/(owls|doorbells)\/\d+\/config$/, { ...config, clip_length: 20, illuminator_enable: 'auto' }],
  [/\/zones$/, zones],
  [
    /\/liveview$/,
    {
      command_id: 90000001,
      server: 'immis://18.5.6.7:443/abc__IMDS_X1?client_id=47',
      duration: 300,
      continue_interval: 30,
      polling_interval: 15,
      liveview_token: null,
    },
  ],
  [
    /\/commands?\/\d+$/,
    { complete: true, status_code: 908, commands: [{ id: 90000001, state_condition: 'done' }] },
  ],
  [
    /\/manifest\/request\/\d+$/,
    {
      manifest_id: '8977',
      clips: [
        { id: '1', size: '382', camera_name: 'Gate', created_at: '2026-05-13T19:24:45+00:00' },
      ],
    },
  ],
  [
    /\/local_storage\/status$/,
    { usb_state: 'active', usb_storage_used: 4, usb_storage_full: false },
  ],
];

/** The answer to a request; orders without one of their own start a job. */
export const sampleFor = (path: string): unknown =>
  (samples.find(([pattern]) => pattern.test(path)) ?? [null, command])[1];
