import { gunzipSync } from 'node:zlib';
import { describe, expect, it, vi } from 'vitest';
import type { Fault } from './fault-schema.ts';
import { bytesOf } from '../testing/answers.ts';
import { signedIn } from '../testing/rest.ts';
import { mediaOf } from '../testing/shapes.ts';
import { useSmallClouds } from '../testing/small-cloud.ts';

const startSmall = useSmallClouds();
const MEDIA = '/api/v1/accounts/1000002/media/changed?since=1970-01-01T00:00:00Z&page=1';

/** A clip behind a fault: how to fetch it, and its bytes as they should be. */
async function clipWith(fault: Fault) {
  const { url, control } = await startSmall();
  const rest = await signedIn(url);
  const [clip] = (await mediaOf(await rest.get(MEDIA))).media;
  const whole = clip ? control.clip(clip.id) : undefined;
  if (!clip || !whole) throw new Error('no clip');
  control.fault(fault);
  return { get: (headers = {}) => rest.get(clip.media, headers), whole, control };
}

/** What arrives before the connection breaks. */
async function arrivedOf(answer: Response): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of answer.body ?? []) pieces.push(piece);
  } catch {
    // The break is what the test is about.
  }
  return Buffer.concat(pieces);
}

describe('a clip', () => {
  it.each([
    [0, 0],
    [1, 1],
    [-1, -1],
  ])('truncated-clip: is cut after %d bytes', async (at, end) => {
    const { get, whole } = await clipWith({ name: 'truncated-clip', at });

    const answer = await get();

    expect(answer.headers.get('content-length')).toBe(String(whole.length));
    expect(await arrivedOf(answer)).toEqual(whole.subarray(0, end));
  });

  it('long-clip: has more bytes than it should', async () => {
    const { get, whole } = await clipWith({ name: 'long-clip', at: 7 });

    const bytes = await bytesOf(get());

    expect(bytes.length).toBe(whole.length + 7);
    expect(bytes.subarray(0, whole.length)).toEqual(whole);
  });

  it('stall: is silent in the middle and goes on later', async () => {
    const { get, whole } = await clipWith({ name: 'stall', at: 1000, ms: 150 });
    const startedAt = performance.now();

    expect(await bytesOf(get())).toEqual(whole);
    expect(performance.now() - startedAt).toBeGreaterThan(140);
  });

  it('trickle: comes at a snail’s pace', async () => {
    const { get } = await clipWith({ name: 'trickle', rate: 20 });
    const reader = (await get()).body?.getReader();

    expect((await reader?.read())?.value).toHaveLength(1);
    await reader?.cancel();
  });

  it('no-length: does not say how long it is', async () => {
    const { get, whole } = await clipWith({ name: 'no-length' });

    const answer = await get();

    expect(answer.headers.get('content-length')).toBeNull();
    expect(await bytesOf(answer)).toEqual(whole);
  });

  it('wrong-type: calls itself something else', async () => {
    const { get } = await clipWith({ name: 'wrong-type', headers: { 'content-type': 'text/csv' } });

    expect((await get()).headers.get('content-type')).toBe('text/csv');
  });

  it('gzip: comes compressed, with a word about it or without', async () => {
    const { get, whole, control } = await clipWith({ name: 'gzip' });

    const told = await get();
    expect(told.headers.get('content-encoding')).toBe('gzip');
    expect(await bytesOf(told)).toEqual(whole);
    control.clearFaults();
    control.fault({ name: 'gzip', variant: 'untold' });
    const untold = await get();
    expect(untold.headers.get('content-encoding')).toBeNull();
    expect(gunzipSync(await bytesOf(untold))).toEqual(whole);
  });

  it('says in the journal how much of it went out', async () => {
    const { get, whole, control } = await clipWith({ name: 'truncated-clip', at: 5, times: 1 });

    await arrivedOf(await get());
    await bytesOf(get({ range: 'bytes=5-' }));

    expect(control.requests().slice(-2)).toMatchObject([
      { status: 200, sentBytes: 5 },
      { status: 206, sentBytes: whole.length - 5 },
    ]);
  });
});

describe('the way to the cloud', () => {
  it('reset: breaks before a word was said', async () => {
    const { get, control } = await clipWith({ name: 'reset', times: 1 });

    await expect(get()).rejects.toThrow();
    expect(control.requests().at(-1)).toMatchObject({ status: 0 });
    expect((await get()).status).toBe(200);
  });

  it('outage: nobody gets through for a while', async () => {
    const { get, control } = await clipWith({ name: 'no-range' });

    control.outage(500);

    await vi.waitFor(() => expect(get()).rejects.toThrow(), { interval: 10 });
    await vi.waitFor(async () => expect((await get()).status).toBe(200), { timeout: 10_000 });
  });
});
