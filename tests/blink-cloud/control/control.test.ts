import { describe, expect, it } from 'vitest';
import { bodyOf } from '../testing/answers.ts';
import { signedIn } from '../testing/rest.ts';
import { homescreenOf, mediaOf } from '../testing/shapes.ts';
import { NOON, useFullClouds, useSmallClouds } from '../testing/small-cloud.ts';
import { beginAttempt } from '../testing/stranger.ts';

const startSmall = useSmallClouds();
const startFull = useFullClouds();
const HOMESCREEN = '/api/v3/accounts/1000002/homescreen';
const NEW_MEDIA = '/api/v1/accounts/1000002/media/changed?since=2026-11-22T12:00:00Z&page=1';

const post = async (url: string, name: string, body: unknown = {}) =>
  fetch(`${url}/__control/${name}`, { method: 'POST', body: JSON.stringify(body) });

describe('what lies on a storage', () => {
  it('is told as of now, whoever asked last and when', async () => {
    let at = NOON;
    const { url, control } = await startFull({ wallClock: () => at });
    control.motion({ cameraName: 'Kitchen' });
    expect(control.localClips(2201)).toHaveLength(3);

    at += 10_000;

    expect(await bodyOf(fetch(`${url}/__control/local-clips/2201`))).toHaveLength(4);
  });
});

describe('motion', () => {
  it('at an armed camera is listed after recording and sending, with a new picture', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);
    const before = await homescreenOf(await rest.get(HOMESCREEN));
    control.setArmed(2101, true);

    const { mediaId } = control.motion({ cameraName: 'Gate' });
    control.advanceClock(9999);
    expect((await mediaOf(await rest.get(NEW_MEDIA))).media).toEqual([]);
    control.advanceClock(1);

    expect((await mediaOf(await rest.get(NEW_MEDIA))).media).toMatchObject([
      {
        id: mediaId,
        device_name: 'Gate',
        source: 'pir',
        created_at: '2026-11-22T12:00:00+00:00',
        updated_at: '2026-11-22T12:00:10+00:00',
      },
    ]);
    const after = await homescreenOf(await rest.get(HOMESCREEN));
    expect(after.cameras[0]?.thumbnail).not.toBe(before.cameras[0]?.thumbnail);
  });

  it('is recorded by nobody while disarmed, disabled or offline', async () => {
    const { control } = await startSmall();

    expect(control.motion({ cameraId: 4101 })).toEqual({ mediaId: null });
    control.setArmed(2101, true);
    control.setDevice('Gate', { enabled: false });
    expect(control.motion({ cameraId: 4101 })).toEqual({ mediaId: null });
    control.setDevice('Gate', { enabled: true, online: false });
    expect(control.motion({ cameraId: 4101 })).toEqual({ mediaId: null });
  });

  it('can be listed at once; a rung bell needs no armed system', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);

    const { mediaId } = control.motion({
      cameraName: 'Gate',
      source: 'button_press',
      immediate: true,
    });

    expect((await mediaOf(await rest.get(NEW_MEDIA))).media).toMatchObject([{ id: mediaId }]);
  });
});

describe('the control paths', () => {
  it('do over HTTP what the typed functions do', async () => {
    const { url, control } = await startSmall();

    await post(url, 'armed', { networkId: 2101, armed: true });
    await post(url, 'device', { cameraName: 'Desk', enabled: false });
    await post(url, 'fault', { name: 'html', match: '/homescreen$', times: 2 });
    const motion = await post(url, 'motion', { cameraName: 'Gate', immediate: true });
    await post(url, 'clock', { advanceMs: 5000 });

    expect(await motion.json()).toEqual({ mediaId: 7_000_004 });
    const state: unknown = await (await fetch(`${url}/__control/state`)).json();
    expect(state).toEqual(control.state());
    expect(state).toMatchObject({
      now: '2026-11-22T12:00:05+00:00',
      networks: [{ armed: true, devices: [{ name: 'Gate' }, { name: 'Desk', enabled: false }] }],
      media: { listed: 4, unwatched: 3, deleted: 0 },
      faults: [{ name: 'html', match: '/homescreen$', times: 2 }],
    });
    await fetch(`${url}/__control/fault`, { method: 'DELETE' });
    expect(control.state().faults).toEqual([]);
  });

  it.each([
    ['fault', { name: 'no-such-fault' }, 400],
    ['fault', { name: 'html', match: '(' }, 400],
    ['clock', { advanceMs: -1 }, 400],
    ['motion', { cameraName: 'Nowhere' }, 404],
    ['armed', { networkId: 1, armed: true }, 404],
    ['nonsense', {}, 404],
  ])('answer %s %j with %d', async (name, body, status) => {
    const { url } = await startSmall();

    expect((await post(url, name, body)).status).toBe(status);
  });

  it('tell what was asked, in order, without the password and without themselves', async () => {
    const { url, control } = await startSmall();
    const attempt = beginAttempt(url);
    await attempt.open();
    await attempt.password();
    await fetch(`${url}/__control/state`);

    const entries = control.requests();

    expect(entries.map(({ method, path, status }) => [method, path, status])).toEqual([
      ['GET', '/oauth/v2/authorize', 302],
      ['GET', '/oauth/v2/signin', 200],
      ['POST', '/oauth/v2/signin', 202],
    ]);
    expect(entries[0]).toMatchObject({
      host: 'api.oauth.blink.com',
      query: { client_id: 'ios' },
      at: '2026-11-22T12:00:00.000Z',
    });
    expect(entries[2]?.body).toContain('password=***');
    expect(JSON.stringify(entries)).not.toContain('porchlight&');
    control.clearRequests();
    expect(control.requests()).toEqual([]);
  });
});
