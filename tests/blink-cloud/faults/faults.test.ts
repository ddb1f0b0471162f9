import { describe, expect, it } from 'vitest';
import type { Fault } from './fault-schema.ts';
import { signedIn } from '../testing/rest.ts';
import { homescreenOf, mediaOf } from '../testing/shapes.ts';
import { useSmallClouds } from '../testing/small-cloud.ts';
import { beginAttempt, postToken, refreshForm, signIn } from '../testing/stranger.ts';

const startSmall = useSmallClouds();
const HOMESCREEN = '/api/v3/accounts/1000002/homescreen';
const MEDIA = '/api/v1/accounts/1000002/media/changed?since=1970-01-01T00:00:00Z&page=1';

async function broken(fault: Fault) {
  const { url, control } = await startSmall();
  const rest = await signedIn(url);
  const [clip] = (await mediaOf(await rest.get(MEDIA))).media;
  const whole = clip && control.clip(clip.id);
  control.fault(fault);
  return { url, control, rest, clip: clip?.media ?? '', size: whole?.length ?? 0 };
}

describe('a fault', () => {
  it('can be any status with its own body and headers', async () => {
    const { rest } = await broken({
      name: 'status',
      status: 429,
      body: { message: 'slow down' },
      headers: { 'Retry-After': '7' },
    });

    const answer = await rest.get(HOMESCREEN);

    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('7');
    expect(await answer.json()).toEqual({ message: 'slow down' });
  });

  it('concerns only the paths and hosts it names, only so often, and can be taken back', async () => {
    const { rest, control } = await broken({
      name: 'status',
      match: '/homescreen',
      host: 'rest-u014',
      times: 2,
    });

    expect((await rest.get(MEDIA)).status).toBe(200);
    expect((await rest.get(HOMESCREEN)).status).toBe(500);
    expect((await rest.get(HOMESCREEN)).status).toBe(500);
    expect((await rest.get(HOMESCREEN)).status).toBe(200);
    control.fault({ name: 'status', host: 'rest-prod' });
    expect((await rest.get(HOMESCREEN)).status).toBe(200);
    control.fault({ name: 'html' });
    control.clearFaults('html');
    expect((await rest.get(HOMESCREEN)).status).toBe(200);
  });

  it('html: a page where JSON should be', async () => {
    const { rest } = await broken({ name: 'html' });

    const answer = await rest.get(HOMESCREEN);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  it('truncated-json: half of it', async () => {
    const { rest } = await broken({ name: 'truncated-json' });

    await expect((await rest.get(HOMESCREEN)).json()).rejects.toThrow(SyntaxError);
  });

  it('missing-arrays: an account without lists', async () => {
    const { rest } = await broken({ name: 'missing-arrays' });

    const answer: unknown = await (await rest.get(HOMESCREEN)).json();

    expect(answer).toHaveProperty('networks');
    expect(answer).not.toHaveProperty('owls');
    expect(answer).not.toHaveProperty('cameras');
  });

  it('unknown-types: a device and a source nobody has heard of', async () => {
    const { rest } = await broken({ name: 'unknown-types' });

    const home = await homescreenOf(await rest.get(HOMESCREEN));
    const { media } = await mediaOf(await rest.get(MEDIA));

    expect(home.cameras[0]?.type).toBe('moonbeam');
    expect(media[0]?.source).toBe('levitation');
  });

  it('truncated-clip: the connection ends in the middle', async () => {
    const { rest, clip, size } = await broken({ name: 'truncated-clip' });

    const answer = await rest.get(clip);

    expect(answer.headers.get('content-length')).toBe(String(size));
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });

  it('truncated-clip, short: half a clip that claims to be whole', async () => {
    const { rest, clip, size } = await broken({ name: 'truncated-clip', variant: 'short' });

    const answer = await rest.get(clip);

    expect((await answer.arrayBuffer()).byteLength).toBe(Math.floor(size / 2));
  });

  it('tiny-clip: twenty bytes', async () => {
    const { rest, clip } = await broken({ name: 'tiny-clip' });

    expect((await (await rest.get(clip)).arrayBuffer()).byteLength).toBe(20);
  });

  it('thumbnail-empty: a picture of nothing', async () => {
    const { rest } = await broken({ name: 'thumbnail-empty' });
    const { cameras } = await homescreenOf(await rest.get(HOMESCREEN));

    const answer = await rest.get(cameras[0]?.thumbnail ?? '');

    expect(answer.status).toBe(200);
    expect((await answer.arrayBuffer()).byteLength).toBe(0);
  });

  it('unauthorized: 401 whatever the token, while refreshing still works', async () => {
    const { url, rest } = await broken({ name: 'unauthorized' });

    expect((await rest.get(HOMESCREEN)).status).toBe(401);
    expect((await postToken(url, refreshForm(rest.tokens.refresh_token))).status).toBe(200);
  });

  it('refresh-fails: with the status asked for; the token survives it', async () => {
    const { url, rest } = await broken({ name: 'refresh-fails', status: 503, times: 1 });

    expect((await postToken(url, refreshForm(rest.tokens.refresh_token))).status).toBe(503);
    expect((await postToken(url, refreshForm(rest.tokens.refresh_token))).status).toBe(200);
  });

  it.each([
    ['oauth-406', 406],
    ['oauth-426', 426],
  ] as const)('%s: sign-in and refresh are refused with %d', async (name, status) => {
    const { url, rest } = await broken({ name });

    expect((await beginAttempt(url).open()).status).toBe(status);
    expect((await postToken(url, refreshForm(rest.tokens.refresh_token))).status).toBe(status);
    expect((await rest.get(HOMESCREEN)).status).toBe(200);
  });

  it('no-2fa: the password is enough', async () => {
    const { url } = await broken({ name: 'no-2fa' });
    const attempt = beginAttempt(url);
    await attempt.open();

    expect((await attempt.password()).status).toBe(302);
    expect((await attempt.finish()).headers.get('location')).toContain('code=');
  });

  it('two-factor-status: the older 412', async () => {
    const { url } = await broken({ name: 'two-factor-status', status: 412 });
    const attempt = beginAttempt(url);
    await attempt.open();

    const answer = await attempt.password();

    expect(answer.status).toBe(412);
    expect(await answer.json()).toHaveProperty('tsv_state');
    expect((await signIn(url)).expires_in).toBe(14400);
  });

  it('arm-busy: 409 although nothing is going on', async () => {
    const { rest } = await broken({ name: 'arm-busy', times: 1 });
    const arm = '/api/v1/accounts/1000002/networks/2101/state/arm';

    expect((await rest.post(arm)).status).toBe(409);
    expect((await rest.post(arm)).status).toBe(200);
  });

  it('slow: the answer is held back, and an impatient client can leave', async () => {
    const { url, control } = await broken({ name: 'slow', ms: 60_000, match: '/homescreen' });
    control.clearRequests();
    const leaving = new AbortController();
    const asking = fetch(url + HOMESCREEN, { signal: leaving.signal });

    await expect.poll(() => control.requests().length).toBe(1);
    leaving.abort();

    await expect(asking).rejects.toThrow();
    expect(control.requests()[0]?.status).toBe(0);
  });
});
