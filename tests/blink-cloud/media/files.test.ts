import { describe, expect, it } from 'vitest';
import { joinedBlob, noiseBlob } from './blobs.ts';
import type { BlinkCloudOptions } from '../start.ts';
import { bodyOf, bytesOf } from '../testing/answers.ts';
import { OWN_HOST, signedIn } from '../testing/rest.ts';
import { useSmallClouds } from '../testing/small-cloud.ts';

const startSmall = useSmallClouds();
const LIST = '/api/v1/accounts/1000002/media/changed?since=&page=1';

async function withClip(options: BlinkCloudOptions = {}) {
  const cloud = await startSmall(options);
  const rest = await signedIn(cloud.url);
  const { media } = (await bodyOf(rest.get(LIST))) as { media: { id: number; media: string }[] };
  const [item] = media;
  if (!item) throw new Error('no clip listed');
  const headers = {
    authorization: `Bearer ${rest.tokens.access_token}`,
    'x-blink-host': OWN_HOST,
  };
  return { ...cloud, rest, headers, path: item.media, whole: () => cloud.control.clip(item.id) };
}

describe('a part of a clip', () => {
  it.each([
    ['bytes=0-99', 0, 100],
    ['bytes=1000-', 1000, undefined],
    ['bytes=-50', -50, undefined],
    ['bytes=5-5', 5, 6],
  ])('is had by Range: %s', async (range, from, to) => {
    const { rest, path, whole } = await withClip();

    const answer = await rest.get(path, { range });

    const part = whole()?.subarray(from, to);
    expect(answer.status).toBe(206);
    expect(await bytesOf(answer)).toEqual(part);
    expect(answer.headers.get('content-range')).toMatch(
      new RegExp(`^bytes \\d+-\\d+/${whole()?.length}$`),
    );
    expect(answer.headers.get('content-length')).toBe(String(part?.length));
  });

  it('is refused beyond the end', async () => {
    const { rest, path, whole } = await withClip();

    const answer = await rest.get(path, { range: 'bytes=99999999-' });

    expect(answer.status).toBe(416);
    expect(answer.headers.get('content-range')).toBe(`bytes */${whole()?.length}`);
  });

  it('comes only while the file is the same, else all of it', async () => {
    const { rest, path } = await withClip();
    const range = 'bytes=10-';
    const tag = (await rest.get(path)).headers.get('etag') ?? '';

    expect((await rest.get(path, { range, 'if-range': tag })).status).toBe(206);
    expect((await rest.get(path, { range, 'if-range': '"another"' })).status).toBe(200);
  });

  it('is not to be had by switch', async () => {
    const { rest, path, control } = await withClip();
    control.fault({ name: 'no-range', times: 1 });

    expect((await rest.get(path, { range: 'bytes=10-20' })).status).toBe(200);
    expect((await rest.get(path, { range: 'bytes=10-20' })).status).toBe(206);
  });

  it('is noted in the journal as what it was', async () => {
    const { rest, path, control } = await withClip();
    await rest.get(path, { range: 'bytes=0-9' });

    const entry = control.requests().at(-1);

    expect(entry).toMatchObject({ status: 206, headers: { range: 'bytes=0-9' } });
  });
});

describe('HEAD', () => {
  it('tells the size, and does not count as watching', async () => {
    const { url, headers, path, whole, control } = await withClip();
    const before = control.state().media.unwatched;

    const answer = await fetch(url + path, { method: 'HEAD', headers });

    expect(answer.headers.get('content-length')).toBe(String(whole()?.length));
    expect(await answer.text()).toBe('');
    expect(control.state().media.unwatched).toBe(before);
  });
});

describe('the size of clips', () => {
  it('is what was asked for; all of them are different all the way', async () => {
    const size = 3_000_000;
    const { control, rest, path } = await withClip({ clipBytes: size });

    const [first, second] = [control.clip(7000001), control.clip(7000003)];

    expect([first?.length, second?.length]).toEqual([size, size]);
    expect(first?.subarray(-100_000)).not.toEqual(second?.subarray(-100_000));
    const answer = await rest.get(path, { range: 'bytes=2000000-2999999' });
    expect((await bytesOf(answer)).length).toBe(1_000_000);
  });

  it('may be more than memory holds', async () => {
    const { rest, path } = await withClip({ clipBytes: 6_000_000_000 });

    const answer = await rest.get(path, { range: 'bytes=5999999000-' });

    expect(answer.headers.get('content-range')).toBe('bytes 5999999000-5999999999/6000000000');
    expect((await bytesOf(answer)).length).toBe(1000);
  });
});

describe('a rate', () => {
  it('holds every answer to so many bytes a second', async () => {
    const { rest, path } = await withClip({ bytesPerSecond: 100_000 });
    const startedAt = performance.now();

    const bytes = await bytesOf(rest.get(path, { range: 'bytes=0-29999' }));

    expect(bytes.length).toBe(30_000);
    expect(performance.now() - startedAt).toBeGreaterThan(200);
  });
});

describe('latency', () => {
  it('holds every answer back', async () => {
    const { url } = await startSmall({ latencyMs: 120 });
    const startedAt = performance.now();

    await fetch(`${url}/api/v1/version`);

    expect(performance.now() - startedAt).toBeGreaterThan(110);
  });
});

describe('bytes made when they are read', () => {
  it('are the same in pieces as in one', () => {
    const noise = joinedBlob([noiseBlob(100_000, 7), noiseBlob(200_000, 8)]);
    const whole = noise.read(0, noise.size);
    const pieces = [];
    for (let at = 0; at < noise.size; at += 7777) {
      pieces.push(noise.read(at, Math.min(at + 7777, noise.size)));
    }

    expect(Buffer.concat(pieces).equals(whole)).toBe(true);
    expect(noiseBlob(1000, 1).read(0, 1000)).not.toEqual(noiseBlob(1000, 2).read(0, 1000));
  });
});
