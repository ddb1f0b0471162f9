import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { askedDuring, isPoll } from './asked.ts';
import { one } from './blink-world.ts';
import { calls2020, type Stage } from './calls-2020.ts';
import { clientWith, credentialsOf2020, hardwareId, pinSignInTo } from './signed-in.ts';
import { demoPerson } from './walk-sign-in.ts';

const host = 'rest-u014.immedia-semi.com';
const studio = '1000002:2101';

let cloud: BlinkCloud;
let token: string;
let stage: Stage;

beforeAll(async () => {
  cloud = await startBlinkCloud({ world: one, era: '2020', speed: 100 });
  const credentials = await credentialsOf2020(cloud);
  const { client } = clientWith(cloud, credentials);
  token = credentials.tokens.accessToken;
  const gate = (await client.homescreen()).devices.find(({ name }) => name === 'Gate');
  const { items } = await client.changedMedia(0, 1);
  const item = items.find(({ deviceName }) => deviceName === 'Gate');
  if (!gate || !item?.clipRef || !item.stillRef) throw new Error('the world lacks something');
  const clip = { id: item.mediaId, ref: item.clipRef, stillRef: item.stillRef };
  stage = { client, gate, clip, clientId: credentials.tokens.clientId };
});
afterAll(() => cloud.stop());

const text: unknown = expect.any(String);
const signed = (body: unknown) =>
  body === undefined
    ? { 'token-auth': token }
    : { 'token-auth': token, 'content-type': 'application/json' };

describe('in a session of 2020', () => {
  it.each(calls2020)('$call is asked exactly as described', async (row) => {
    const asked = await askedDuring(cloud, () => row.act(stage));

    const [method, path] = (typeof row.asks === 'string' ? row.asks : row.asks(stage)).split(' ');
    const { query = {}, body } = row;
    expect(asked.filter((request) => !isPoll(request))).toEqual([
      { method, host, path, query, headers: signed(body), body: body ?? null },
    ]);
  });

  it('14 command status is asked below the root until the job is done', async () => {
    const asked = await askedDuring(cloud, () => stage.client.cameras.askNow(stage.gate));
    const polls = asked.filter(isPoll);

    expect(polls).not.toHaveLength(0);
    for (const poll of polls) {
      expect(poll).toEqual({
        method: 'GET',
        host,
        path: expect.stringMatching(/^\/network\/2101\/command\/\d+$/) as unknown,
        query: {},
        headers: signed(undefined),
        body: null,
      });
    }
  });

  it('9 a thumbnail is asked with its ending, after a new one was taken', async () => {
    const ref = (await stage.client.homescreen()).pictureRefs.get(stage.gate.id) ?? '';

    const asked = await askedDuring(cloud, () => stage.client.picture(ref));

    const folder = '/media/u014/account/1000002/network/2101/camera/4101/thumbnail/fw_7.96__';
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ method: 'GET', host, headers: signed(undefined), query: {} });
    expect(asked[0]?.path.startsWith(folder)).toBe(true);
    expect(asked[0]?.path).toMatch(/__[\w-]{8}_\d{4}_\d\d_\d\d__\d\d_\d\d[AP]M\.jpg$/);
  });

  it('20 live view v5 opens, and is ended with done', async () => {
    const asked = await askedDuring(cloud, async () => {
      const view = await stage.client.liveView.start(stage.gate);
      await stage.client.liveView.end(view.command);
    });

    expect(asked).toEqual([
      {
        method: 'POST',
        host,
        path: '/api/v5/accounts/1000002/networks/2101/cameras/4101/liveview',
        query: {},
        headers: signed({}),
        body: { intent: 'liveview', motion_event_start_time: '' },
      },
      {
        method: 'POST',
        host,
        path: expect.stringMatching(/^\/network\/2101\/command\/\d+\/done\/$/) as unknown,
        query: {},
        headers: signed(undefined),
        body: null,
      },
    ]);
  });

  it('24 media delete names the recordings', async () => {
    const asked = await askedDuring(cloud, () => stage.client.media.remove([stage.clip.id]));

    expect(asked).toEqual([
      {
        method: 'POST',
        host,
        path: '/api/v1/accounts/1000002/media/delete',
        query: {},
        headers: signed({}),
        body: { media_list: [stage.clip.id] },
      },
    ]);
  });

  it.each([
    [
      'media by stretches of time',
      () => stage.client.media.list({ fromAt: 0, untilAt: 1, after: null }),
    ],
    ['unwatched media', () => stage.client.media.unwatchedCount()],
    ['snoozing', () => stage.client.networks.snooze(studio, 60_000)],
    ['sirens', () => stage.client.sirens.silence(studio)],
  ])('%s is not asked: 2020 did not have it', async (_what, act) => {
    const asked = await askedDuring(cloud, () => expect(act()).rejects.toThrow('not-supported'));

    expect(asked).toEqual([]);
  });
});

describe('signing in as in 2020', () => {
  it('1 and 2 log in with the password and confirm the PIN', async () => {
    const fresh = await startBlinkCloud({ world: one, era: '2020' });
    const signIn = pinSignInTo(fresh);

    const asked = await askedDuring(fresh, async () => {
      expect(await signIn.start(demoPerson)).toMatchObject({ kind: 'needs-two-factor' });
      expect(await signIn.confirm('000000')).toEqual({ kind: 'wrong-code' });
      expect(await signIn.confirm(demoPerson.code)).toMatchObject({ kind: 'signed-in' });
    }).finally(() => fresh.stop());

    const [login, , pin] = asked;
    expect(asked).toHaveLength(3);
    expect(login).toMatchObject({
      method: 'POST',
      host: 'rest-prod.immedia-semi.com',
      path: '/api/v4/account/login',
      headers: { 'content-type': 'application/json' },
    });
    expect(login?.body).toEqual({
      app_version: text,
      client_name: text,
      client_type: 'ios',
      device_identifier: text,
      email: demoPerson.email,
      notification_key: text,
      os_version: text,
      password: text,
      unique_id: hardwareId,
    });
    expect(pin).toMatchObject({
      method: 'POST',
      host,
      path: expect.stringMatching(
        /^\/api\/v4\/account\/1000002\/client\/\d+\/pin\/verify$/,
      ) as unknown,
      headers: {
        'token-auth': expect.stringMatching(/./) as unknown,
        'content-type': 'application/json',
      },
      body: { pin: demoPerson.code },
    });
  });
});
