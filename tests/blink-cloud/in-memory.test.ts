import { describe, expect, it } from 'vitest';
import { openMemoryCloud } from './in-memory.ts';
import { bytesOf } from './testing/answers.ts';
import { NOON } from './testing/small-cloud.ts';
import { mediaOf } from './testing/shapes.ts';
import { small } from './worlds/small.ts';

/** A cloud whose waits end when the test says so. */
function openCloud() {
  let now = NOON;
  const waits: { readonly ms: number; readonly end: () => void }[] = [];
  const wait = (ms: number) => new Promise<void>((end) => waits.push({ ms, end }));
  const cloud = openMemoryCloud({ world: small, wallClock: () => now, wait });
  const { accessToken } = cloud.signIn('one');
  const headers = { authorization: `Bearer ${accessToken}` };
  const get = (path: string, signal: AbortSignal | null = null) =>
    cloud.fetch(`http://127.0.0.1:1${path}`, { headers, signal });
  const clip = async () => {
    const list = await get('/api/v1/accounts/1000002/media/changed?since=1970-01-01T00:00:00Z');
    const [first] = (await mediaOf(list)).media;
    return { id: first?.id ?? 0, path: first?.media ?? '' };
  };
  return { ...cloud, waits, get, clip, pass: (ms: number) => (now += ms) };
}

describe('a cloud in memory', () => {
  it('answers like the one behind a port', async () => {
    const { get, clip, control } = openCloud();
    const { id, path } = await clip();

    const answer = await get(path);

    expect(answer.headers.get('content-type')).toBe('video/mp4');
    expect(await bytesOf(answer)).toEqual(control.clip(id));
    expect((await get('/nonsense')).status).toBe(404);
  });

  it('is silent for as long as its owner lets it', async () => {
    const { get, clip, control, waits } = openCloud();
    const { path } = await clip();
    control.fault({ name: 'stall', at: 10, ms: 60_000 });
    const reader = (await get(path)).body?.getReader();
    expect((await reader?.read())?.value).toHaveLength(10);

    const next = reader?.read();
    await new Promise((resolve) => setImmediate(resolve));
    expect(waits.map(({ ms }) => ms)).toEqual([60_000]);
    waits[0]?.end();

    expect((await next)?.value?.length).toBeGreaterThan(10);
  });

  it('breaks, and lets go of whoever gives up', async () => {
    const { get, clip, control } = openCloud();
    const { path } = await clip();
    control.fault({ name: 'truncated-clip', at: 3, times: 1 });
    await expect(bytesOf(get(path))).rejects.toThrow('terminated');
    control.fault({ name: 'stall', at: 3, times: 1 });
    const given = new AbortController();
    const body = bytesOf(get(path, given.signal));
    given.abort(new Error('enough'));

    await expect(body).rejects.toThrow('enough');
  });

  it('cannot be reached during an outage', async () => {
    const { get, control, pass } = openCloud();
    control.outage(1000);
    await expect(get('/regions')).rejects.toThrow('refused');

    pass(1000);

    expect((await get('/regions')).status).toBe(200);
  });

  it('loses every connection in an outage, however short', async () => {
    const { get, clip, control, waits, pass } = openCloud();
    const { path } = await clip();
    control.fault({ name: 'stall', at: 10 });
    const reader = (await get(path)).body?.getReader();
    await reader?.read();
    const next = reader?.read();
    control.outage(10);
    pass(10);
    await new Promise((resolve) => setImmediate(resolve));
    waits[0]?.end();

    await expect(next).rejects.toThrow('terminated');
  });

  it('unpacks what says that it is compressed', async () => {
    const { get, clip, control } = openCloud();
    const { id, path } = await clip();
    control.fault({ name: 'gzip' });

    expect(await bytesOf(get(path))).toEqual(control.clip(id));
  });
});
