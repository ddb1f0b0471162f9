import { describe, expect, it, vi } from 'vitest';
import { deviceId } from '../../../shared/ids.ts';
import { at, cloudWith, failing } from './cloud-with.ts';
import { homescreenAnswer } from './homescreen-answer.ts';
import { mediaAnswer } from './media-answer.ts';
import { codeOf } from './recorded-fetch.ts';

const networkId = '1000002:2101';
const gate = { id: deviceId(1000002, 'camera', 4101), networkId } as const;
const desk = { id: deviceId(1000002, 'owl', 4101), networkId } as const;

const closings = [
  [403, 'Your account has been suspended.', 'account-suspended'],
  [401, 'This account was disabled', 'account-suspended'],
  [429, 'Please disable third-party automation', 'account-locked'],
  [423, 'Account is locked', 'account-locked'],
  [429, 'Too many requests', 'rate-limited'],
  [403, 'Feature disabled', 'not-verified'],
  [409, 'Camera of this account is locked', 'module-busy'],
] as const;

/** By the numbers of the table of failures; those of the sign-in are in `failure-rows-sign-in.test.ts`. */
describe('an account that is closed while it is polled', () => {
  it.each(closings)('9: status %d with "%s" is %s', async (status, message, code) => {
    const { client, count } = cloudWith(at('homescreen', failing(status, { message }), 'GET'));

    expect(await codeOf(client.homescreen())).toBe(code);
    // A token that is renewed does not help a closed account.
    if (code.startsWith('account')) expect(count('')).toBe(1);
  });
});

describe('what users of Blink clients have met', () => {
  it('10: a busy system is asked again after 3, 8, 15 and 25 seconds, the state read first', async () => {
    const { client, clock, count } = cloudWith(
      at('/state/disarm', failing(409, { message: 'System is busy, please wait', code: 307 })),
    );

    expect(await codeOf(client.networks.setArmed(networkId, false))).toBe('module-busy');
    expect(clock.waits).toEqual([3_000, 8_000, 15_000, 25_000]);
    expect([count('/state/disarm'), count('/homescreen')]).toEqual([5, 4]);
  });

  it('8: a job that runs is not asked about while the cloud wants to be left alone', async () => {
    let polls = 0;
    const { client, count } = cloudWith(({ url }) => {
      if (url.pathname.endsWith('/homescreen')) return new Response('', { status: 429 });
      const isPoll = url.pathname.includes('/command/');
      if (isPoll && (polls += 1) === 2) void client.homescreen().catch(() => undefined);
      return isPoll ? Response.json({ complete: false, status_code: 908 }) : null;
    });

    expect(await codeOf(client.cameras.takePicture(gate))).toBe('command-timeout');
    expect(count('/command/')).toBeLessThan(10);
  });

  it('10: a job that does not end is asked about once a second, for a minute', async () => {
    const { client, clock, count } = cloudWith(({ url }) =>
      url.pathname.includes('/command/')
        ? Response.json({ complete: false, status_code: 908 })
        : null,
    );

    expect(await codeOf(client.cameras.takePicture(gate))).toBe('command-timeout');
    expect(clock.waits).toEqual(Array.from({ length: 60 }, () => 1_000));
    expect(count('/command/')).toBe(60);
  });

  it('11: two cameras of a system are asked one after the other', async () => {
    const { client, requests } = cloudWith(() => null);

    await Promise.all([client.cameras.takePicture(gate), client.cameras.takePicture(desk)]);

    const words = requests.map(({ url }) => url.pathname.split('/').at(-1));
    expect(words).toEqual(['thumbnail', '90000001', 'thumbnail', '90000001']);
  });

  it('12: plain text in place of JSON is a bad answer', async () => {
    const { client } = cloudWith(at('arm$', failing(200, 'overloaded')));

    expect(await codeOf(client.networks.setArmed(networkId, true))).toBe('bad-answer');
  });

  it.each([
    ['511', () => new Response('<html>', { status: 511 })],
    ['a page', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
    ['a redirect', () => Promise.reject(new TypeError('unexpected redirect'))],
    ['a certificate', () => Promise.reject(new Error('net::ERR_CERT_AUTHORITY_INVALID'))],
  ])('a network that wants a sign-in of its own (%s) has a name', async (_how, respond) => {
    const { client, requests } = cloudWith(respond);

    expect(await codeOf(client.homescreen())).toBe('captive-portal');
    expect(requests).toHaveLength(1);
  });

  it.each([failing(404, ''), failing(400, ''), failing(400, { code: 1630 }), failing(200, '')])(
    '13: a picture that is gone is not found, however that is said',
    async (respond) => {
      const typed = () => {
        const { status, body } = respond();
        return new Response(body, { status, headers: { 'content-type': 'image/jpeg' } });
      };
      const { client } = cloudWith(typed);

      expect(await codeOf(client.picture('/media/x.jpg'))).toBe('not-found');
    },
  );

  it('14: a picture tells its age', async () => {
    const { devices } = await cloudWith(() => null).client.homescreen();

    expect(devices[0]?.picture?.takenAt).toBe(1_795_379_150_000);
  });

  it('15: the wrong family’s "camera not found" is not found, and the list decides the family', async () => {
    const { client, requests } = cloudWith(
      at('thumbnail', failing(400, { message: 'Camera not found', code: 500 })),
    );

    expect(await codeOf(client.cameras.takePicture(desk))).toBe('not-found');
    expect(requests[0]?.url.pathname).toContain('/owls/4101/');
  });

  it('16: a Mini without a hub is there', async () => {
    const { client } = cloudWith(
      at('homescreen', failing(200, { ...homescreenAnswer(), sync_modules: [] }), 'GET'),
    );

    const { devices } = await client.homescreen();
    expect(devices.map(({ family }) => family)).toContain('owl');
  });

  it.each([200, 409, 400])(
    '17: arming without a watching camera (%d) is done with a warning',
    async (status) => {
      const respond = failing(status, { message: 'No Cameras Enabled for Motion', code: 304 });
      const { client } = cloudWith(at('/state/arm', respond));

      expect(await client.networks.setArmed(networkId, true)).toBe('no-motion-cameras');
    },
  );

  it('18: a live view in a version nobody knows is asked for in the older one', async () => {
    const { client, count } = cloudWith(at('/api/v6', failing(404, '')));

    await client.liveView.start(gate);
    expect([count('/api/v6'), count('/api/v5')]).toEqual([1, 1]);
  });

  it('20: the end of a live view is awaited', async () => {
    let release: () => void = () => undefined;
    const answered = new Promise<Response>(
      (resolve) => (release = () => resolve(Response.json({}))),
    );
    const { client } = cloudWith(({ url }) => (url.pathname.endsWith('/done/') ? answered : null));
    const { command } = await client.liveView.start(gate);
    let isOver = false;
    const ending = client.liveView.end(command).then(() => (isOver = true));

    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    release();
    await ending;
  });

  it.each([failing(404, { code: 700 }), failing(404, '')])(
    '22: a local clip that does not come is not ready, after growing waits',
    async (respond) => {
      const { client, clock } = cloudWith(at('/clip/request/', respond, 'GET'));
      const clip = client.localStorage.clip({ networkId, manifestId: '8977', clipId: '1' });

      expect(await codeOf(clip)).toBe('local-clip-not-ready');
      expect(clock.waits.slice(-4)).toEqual([3_000, 6_000, 12_000, 24_000]);
    },
  );

  it.each([400, 409])('22: a manifest that is not made yet (%d) is waited for', async (status) => {
    let turns = 0;
    const notYet = failing(status, {});
    const { client } = cloudWith((request) => {
      const isManifest = /manifest\/request\/\d+$/.test(request.url.pathname);
      return isManifest && (turns += 1) < 3 ? notYet() : null;
    });

    expect((await client.localStorage.manifest(networkId)).clips).toHaveLength(1);
  });

  it('23: a kept live view is no motion', async () => {
    const media = [mediaAnswer({ source: 'liveview' })];
    const { client } = cloudWith(at('changed', failing(200, { media }), 'GET'));

    expect((await client.changedMedia(0, 1)).items[0]?.kind).toBe('live-view');
  });

  it('27: a temperature is the corrected one, in Fahrenheit', async () => {
    const { client } = cloudWith(() => null);

    expect((await client.cameras.config(gate)).readings.temperatureF).toBe(73);
    expect((await client.cameras.config(desk)).readings.temperatureF).toBe(73);
  });

  it.each([
    ['c', 19, true],
    ['c', 36, undefined],
    ['f', 19, undefined],
    [null, 19, undefined],
  ])('27: of an account in %s, %d degrees are %s to be doubted', async (unit, temp, isUnsure) => {
    const signals = { ...homescreenAnswer().cameras[0]?.signals, temp };
    const cameras = homescreenAnswer().cameras.map((camera) => ({ ...camera, signals }));
    const units = unit === null ? failing(404, '') : failing(200, { temp_units: unit });
    const home = at('homescreen', failing(200, { ...homescreenAnswer(), cameras }), 'GET');
    const preferences = at(/preferences|^.user$/, units, 'GET');
    const { client, count } = cloudWith((request) => home(request) ?? preferences(request));

    await client.homescreen();
    await vi.waitFor(async () => {
      const { devices } = await client.homescreen();
      expect(devices[0]?.isTemperatureUnsure).toBe(isUnsure);
    });
    expect(count('preferences')).toBe(temp < 35 ? 1 : 0);
  });

  it('27: settings of a camera say that its temperature is to be doubted', async () => {
    const camera = [{ id: 4101, temperature: 19 }];
    const config = at('/config', failing(200, { camera, signals: { temp: 19 } }), 'GET');
    const celsius = at('preferences', failing(200, { temp_units: 'c' }), 'GET');
    const { client } = cloudWith((request) => config(request) ?? celsius(request));

    const { readings } = await client.cameras.config(gate);
    expect(readings).toMatchObject({ temperatureF: 19, isTemperatureUnsure: true });
  });

  it('29: trouble of the cloud and a lost connection are told apart, each asked once', async () => {
    const down = cloudWith(failing(503, ''));
    const away = cloudWith(() => Promise.reject(new TypeError('failed')));

    expect(await codeOf(down.client.homescreen())).toBe('cloud-trouble');
    expect(await codeOf(away.client.homescreen())).toBe('offline');
    expect([down.requests.length, away.requests.length]).toEqual([1, 1]);
  });
});
