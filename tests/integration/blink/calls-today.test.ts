import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BlinkClient } from '../../../electron/blink/blink-client.ts';
import { minutes } from '../../../electron/lib/clock.ts';
import type { Device } from '../../../shared/models.ts';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { askedDuring, isPoll, type Asked } from './asked.ts';
import { one } from './blink-world.ts';
import { signedIn } from './signed-in.ts';

const account = 1000002;
const studio = '1000002:2101';
const system = `/api/v1/accounts/${account}/networks/2101`;
const v2System = `/api/v2/accounts/${account}/networks/2101`;

let cloud: BlinkCloud;
let client: BlinkClient;
let bearer: string;
let devices: readonly Device[];

beforeAll(async () => {
  cloud = await startBlinkCloud({ world: one, speed: 100 });
  const session = await signedIn(cloud);
  client = session.client;
  bearer = `Bearer ${session.credentials.tokens.accessToken}`;
  ({ devices } = await client.homescreen());
});
afterAll(() => cloud.stop());

function named(name: string): Device {
  const found = devices.find((device) => device.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

/** `POST /path {body}` of every request but those about running jobs; each is checked to carry the bearer alone. */
async function wordsOf(work: () => Promise<unknown>): Promise<readonly string[]> {
  const asked = await askedDuring(cloud, work);
  for (const { headers, host, body } of asked) {
    const json = body === null ? {} : { 'content-type': 'application/json' };
    expect({ headers, host }).toEqual({
      headers: { authorization: bearer, ...json },
      host: 'rest-u014.immedia-semi.com',
    });
  }
  return asked.filter((request) => !isPoll(request)).map(wordOf);
}

function wordOf({ method, path, query, body }: Asked): string {
  const tail = Object.keys(query).length === 0 ? '' : ` ?${Object.keys(query).join('&')}`;
  return `${method} ${path}${tail}${body === null ? '' : ` ${JSON.stringify(body)}`}`;
}

type Act = (device: Device) => Promise<unknown>;
const families = ['Gate', 'Desk', 'Door'] as const;

const perFamily: readonly (readonly [string, Act, readonly [string, string, string]])[] = [
  [
    'a new picture',
    (device) => client.cameras.takePicture(device),
    [
      'POST /network/2101/camera/4101/thumbnail',
      `POST ${system}/owls/5101/thumbnail`,
      `POST ${system}/doorbells/6101/thumbnail`,
    ],
  ],
  [
    'a recording',
    (device) => client.cameras.record(device),
    [
      'POST /network/2101/camera/4101/clip',
      `POST ${system}/owls/5101/clip`,
      `POST ${system}/doorbells/6101/clip`,
    ],
  ],
  [
    'motion detection off',
    (device) => client.cameras.setMotion(device, false),
    [
      'POST /network/2101/camera/4101/disable',
      `POST ${system}/owls/5101/config {"enabled":false}`,
      `POST ${system}/doorbells/6101/disable`,
    ],
  ],
  [
    'motion detection on',
    (device) => client.cameras.setMotion(device, true),
    [
      'POST /network/2101/camera/4101/enable',
      `POST ${system}/owls/5101/config {"enabled":true}`,
      `POST ${system}/doorbells/6101/enable`,
    ],
  ],
  [
    'the settings',
    (device) => client.cameras.config(device),
    [
      'GET /network/2101/camera/4101/config',
      `GET ${system}/owls/5101/config`,
      `GET ${system}/doorbells/6101/config`,
    ],
  ],
  [
    'a change of settings',
    (device) => client.cameras.update(device, { clipMs: 20_000, illuminator: 'off' }),
    [
      'POST /network/2101/camera/4101/update {"video_length":20,"illuminator_enable":0}',
      `POST ${system}/owls/5101/config {"clip_length":20,"illuminator_enable":"off"}`,
      `POST ${system}/doorbells/6101/config {"clip_length":20,"illuminator_enable":"off"}`,
    ],
  ],
  [
    'the zones',
    (device) => client.cameras.zones(device),
    [
      `GET ${v2System}/cameras/4101/zones`,
      `GET ${v2System}/owls/5101/zones`,
      `GET ${v2System}/doorbells/6101/zones`,
    ],
  ],
  [
    'snoozing',
    (device) => client.cameras.snooze(device, minutes(240)),
    [
      `POST ${system}/cameras/4101/snooze {"snooze_time":240}`,
      `POST ${system}/owls/5101/snooze {"snooze_time":240}`,
      `POST ${system}/doorbells/6101/snooze {"snooze_time":240}`,
    ],
  ],
  [
    'the end of snoozing',
    (device) => client.cameras.unsnooze(device),
    [
      `POST ${system}/cameras/4101/unsnooze`,
      `POST ${system}/owls/5101/unsnooze`,
      `POST ${system}/doorbells/6101/unsnooze`,
    ],
  ],
];

const program = { programId: 26101, networkId: studio } as const;
const draft = {
  name: 'Days',
  rules: [
    {
      days: ['mon' as const],
      at: Date.UTC(2026, 10, 22, 5),
      action: 'disarm' as const,
      devices: [4101, 5101],
    },
  ],
};
const schedule =
  '[{"dow":["mon"],"devices":[4101,5101],"time":"2026-11-22 05:00:00 +0000","action":"disarm"}]';

const ofTheSystem: readonly (readonly [string, () => Promise<unknown>, string])[] = [
  ['the user', () => client.account.userInfo(), 'GET /api/v2/users/info'],
  ['account options', () => client.account.options(), 'GET /api/v1/users/options'],
  ['the order', () => client.account.order(), 'GET /api/v1/clients/606101/options'],
  [
    'notifications',
    () => client.account.setNotifications({ motion: false }),
    `POST /api/v1/accounts/${account}/notifications/configuration {"notifications":{"motion":false}}`,
  ],
  [
    'recordings of a time',
    () => client.media.list({ fromAt: 0, untilAt: 1_000, after: null }),
    `POST /api/v4/accounts/${account}/media ?start_time&end_time {"filters":{"types":[],"device_types":[],"devices":{}}}`,
  ],
  [
    'the unwatched',
    () => client.media.unwatchedCount(),
    `GET /api/v4/accounts/${account}/unwatched_media`,
  ],
  [
    'media settings',
    () => client.media.settings(),
    `GET /api/v4/accounts/${account}/media_settings`,
  ],
  [
    'a new program',
    () => client.programs.create(studio, draft),
    `POST /api/v1/networks/2101/programs/create {"name":"Days","format":"v1","schedule":${schedule}}`,
  ],
  [
    'a changed program',
    () => client.programs.update(program, draft),
    `POST /api/v1/networks/2101/programs/26101/update {"id":26101,"name":"Days","format":"v1","schedule":${schedule}}`,
  ],
  [
    'the end of a program',
    () => client.programs.remove(program),
    'POST /api/v1/networks/2101/programs/26101/delete',
  ],
  [
    'a snoozed system',
    () => client.networks.snooze(studio, minutes(1)),
    `POST ${system}/snooze {"snooze_time":1}`,
  ],
  ['its end', () => client.networks.unsnooze(studio), `POST ${system}/unsnooze`],
  [
    'all sirens',
    () => client.sirens.sound(studio, { forMs: 30_000 }),
    `POST ${system}/sirens/activate/ {"duration":30}`,
  ],
  [
    'one siren',
    () => client.sirens.sound(studio, { forMs: 5_000, sirenId: 9101 }),
    `POST ${system}/sirens/9101/activate/ {"duration":5}`,
  ],
  ['silence', () => client.sirens.silence(studio), `POST ${system}/sirens/deactivate/`],
  [
    'a mounted lamp',
    () => client.cameras.setLamp(named('Gate'), true),
    `POST ${system}/cameras/4101/accessories/storm/7101/lights/on`,
  ],
  [
    'a floodlight',
    () => client.cameras.setLamp(named('Yard light'), false),
    `POST ${system}/owls/5102/lights/off`,
  ],
];

describe('today', () => {
  it.each(perFamily)('%s is asked by the list a device is in', async (_what, act, expected) => {
    for (const [index, name] of families.entries()) {
      expect(await wordsOf(() => act(named(name)))).toEqual([expected[index]]);
    }
  });

  it.each(ofTheSystem)('%s: asked as the app does', async (_what, act, expected) => {
    expect(await wordsOf(act)).toEqual([expected]);
  });
});
