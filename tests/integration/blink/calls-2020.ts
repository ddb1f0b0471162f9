import type { BlinkClient } from '../../../electron/blink/blink-client.ts';
import type { Device } from '../../../shared/models.ts';

/** What the calls are about. */
export interface Stage {
  readonly client: BlinkClient;
  /** Blink's number of this installation. */
  readonly clientId: string;
  readonly gate: Device;
  readonly clip: { readonly id: number; readonly ref: string; readonly stillRef: string };
}

/** One of the calls of 2020: what causes it, its method and path, and its body or query, where it has one. */
export interface Call2020 {
  readonly call: string;
  readonly act: (stage: Stage) => Promise<unknown>;
  readonly asks: string | ((stage: Stage) => string);
  readonly body?: object;
  readonly query?: Readonly<Record<string, string>>;
}

const studio = '1000002:2101';
const camera = '/network/2101/camera/4101';
const account = '/api/v1/accounts/1000002';
const regions = `${account}/networks/2101/cameras/4101/motion_regions`;
const wholeGrid = Array.from({ length: 25 }, () => 4_095);
const program = { programId: 26101, networkId: studio } as const;
const programs = '/api/v1/networks/2101/programs';

/** Of the 29 calls those that are one request; login, PIN, command, thumbnail, live view and delete have own tests. */
export const calls2020: readonly Call2020[] = [
  {
    call: '3 homescreen',
    act: ({ client }) => client.homescreen(),
    asks: 'GET /api/v3/accounts/1000002/homescreen',
  },
  {
    call: '4 client options',
    act: ({ client }) => client.account.order(),
    asks: ({ clientId }) => `GET ${account}/clients/${clientId}/options`,
  },
  {
    call: '5 changed media',
    act: ({ client }) => client.changedMedia(Date.UTC(2020, 5, 1, 15, 36, 56), 1),
    asks: `GET ${account}/media/changed`,
    query: { since: '2020-06-01T15:36:56Z', page: '1' },
  },
  {
    call: '6 account options',
    act: ({ client }) => client.account.options(),
    asks: 'GET /api/v1/account/options',
  },
  {
    call: '7 notification configuration',
    act: ({ client }) => client.account.notifications(),
    asks: `GET ${account}/notifications/configuration`,
  },
  {
    call: '8 programs',
    act: ({ client }) => client.programs.list(studio),
    asks: `GET ${programs}`,
  },
  {
    call: '10 camera config',
    act: ({ client, gate }) => client.cameras.config(gate),
    asks: `GET ${camera}/config`,
  },
  {
    call: '11 temperature alert on',
    act: ({ client, gate }) => client.cameras.setTemperatureAlerts(gate, true),
    asks: `POST /api/v1${camera}/temp_alert_enable`,
  },
  {
    call: '12 temperature alert off',
    act: ({ client, gate }) => client.cameras.setTemperatureAlerts(gate, false),
    asks: `POST /api/v1${camera}/temp_alert_disable`,
  },
  {
    call: '13 calibrate',
    act: ({ client, gate }) => client.cameras.calibrate(gate, { currentF: 73, minF: 39, maxF: 90 }),
    asks: `POST /api/v1${camera}/calibrate`,
    body: { temp_max: 90, id: 4101, current_temp: 73, temp_min: 39, network: 2101 },
  },
  {
    call: '15 motion regions',
    act: ({ client, gate }) => client.cameras.zones(gate),
    asks: `GET ${regions}`,
  },
  {
    call: '16 new motion regions',
    act: ({ client, gate }) => client.cameras.setZones(gate, { mask: 33_554_431, fine: wholeGrid }),
    asks: `POST ${regions}`,
    body: { advanced_motion_regions: wholeGrid, motion_regions: 33_554_431 },
  },
  {
    call: '17 camera status',
    act: ({ client, gate }) => client.cameras.askNow(gate),
    asks: `POST ${camera}/status`,
  },
  {
    call: '18 camera update',
    act: ({ client, gate }) =>
      client.cameras.update(gate, {
        clipMs: 30_000,
        videoQuality: 'best',
        recordsAudio: true,
        endsClipsEarly: true,
        illuminator: 'auto',
        illuminatorIntensity: 4,
        syncInterval: 7,
        name: 'Gate',
        notifiesEarly: false,
        motionSensitivity: 6,
        isMotionAlertOn: true,
        retriggerMs: 10_000,
      }),
    asks: `POST ${camera}/update`,
    body: {
      video_length: 30,
      video_quality: 'best',
      record_audio_enable: true,
      early_termination: true,
      illuminator_enable: 2,
      illuminator_intensity: 4,
      lfr_sync_interval: 7,
      name: 'Gate',
      early_notification: false,
      motion_sensitivity: 6,
      motion_alert: true,
      alert_interval: 10,
    },
  },
  {
    call: '19 new thumbnail',
    act: ({ client, gate }) => client.cameras.takePicture(gate),
    asks: `POST ${camera}/thumbnail`,
  },
  {
    call: '21 arm',
    act: ({ client }) => client.networks.setArmed(studio, true),
    asks: `POST ${account}/networks/2101/state/arm`,
  },
  {
    call: '22 disarm',
    act: ({ client }) => client.networks.setArmed(studio, false),
    asks: `POST ${account}/networks/2101/state/disarm`,
  },
  {
    call: '23 clip thumbnail',
    act: ({ client, clip }) => client.picture(clip.stillRef),
    asks: ({ clip }) => `GET /api/v2/accounts/1000002/media/thumb/${clip.id}_s.jpg`,
  },
  {
    call: '25 video options',
    act: ({ client }) => client.account.setAutoDeleteDays(30),
    asks: 'POST /api/v1/account/video_options',
    body: { auto_purge_days: 30 },
  },
  {
    call: '26 clip',
    act: async ({ client, clip }) => {
      const { body } = await client.openClip(clip.ref);
      for await (const _chunk of body);
    },
    asks: ({ clip }) => `GET /api/v2/accounts/1000002/media/clip/${clip.id}.mp4`,
  },
  {
    call: '27 program off',
    act: ({ client }) => client.programs.setEnabled(program, false),
    asks: `POST ${programs}/26101/disable`,
  },
  {
    call: '28 program on',
    act: ({ client }) => client.programs.setEnabled(program, true),
    asks: `POST ${programs}/26101/enable`,
  },
  {
    call: '29 system update',
    act: ({ client }) => client.networks.update(studio, { savesLiveViews: false }),
    asks: 'POST /network/2101/update',
    body: { lv_save: false },
  },
];
