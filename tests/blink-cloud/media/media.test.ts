import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sinceOf } from './since.ts';
import { bodyOf, told } from '../testing/answers.ts';
import { signedIn, type Rest } from '../testing/rest.ts';
import { mediaOf } from '../testing/shapes.ts';
import { useSmallClouds } from '../testing/small-cloud.ts';
import { livedIn } from '../worlds/lived-in.ts';

const startSmall = useSmallClouds();
const EVERYTHING = '1970-01-01T00:00:00+0000';

const page = async (rest: Rest, number: number, since = EVERYTHING, account = 1000002) =>
  mediaOf(
    await rest.get(`/api/v1/accounts/${account}/media/changed?since=${since}&page=${number}`),
  );

const first = async (rest: Rest) => {
  const [item] = (await page(rest, 1)).media;
  if (!item) throw new Error('no clip listed');
  return item;
};

/** The four-letter names of the outermost boxes; fails when they do not fill the file exactly. */
function boxesOf(clip: Buffer): readonly string[] {
  const names = [];
  let at = 0;
  while (at < clip.length) {
    names.push(clip.toString('latin1', at + 4, at + 8));
    at += clip.readUInt32BE(at);
  }
  expect(at).toBe(clip.length);
  return names;
}

const download = async (rest: Rest, path: string) =>
  Buffer.from(await (await rest.get(path)).arrayBuffer());

describe('one recording', () => {
  it('is told by its number as the list tells it, until it is deleted', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);
    const item = await first(rest);
    const path = `/api/v1/accounts/1000002/media/${item.id}`;

    expect(await bodyOf(rest.get(path))).toMatchObject(item);
    expect(await told(rest.get(`${path}9`))).toMatchObject({ status: 404, body: { code: 700 } });
    control.deleteRecordings([item.id]);
    expect((await rest.get(path)).status).toBe(404);
  });
});

describe('the list of recordings', () => {
  it('comes in pages, newest change first, and ends with an empty one', async () => {
    const { url } = await startSmall();
    const rest = await signedIn(url);

    const pages = await Promise.all([1, 2, 3].map((number) => page(rest, number)));

    expect(pages.map(({ media }) => media.length)).toEqual([2, 1, 0]);
    expect(pages.map(({ limit }) => limit)).toEqual([2, 2, 2]);
    const changes = pages.flatMap(({ media }) => media.map(({ updated_at }) => updated_at));
    expect(changes).toEqual(changes.toSorted().toReversed());
    expect(await page(rest, 0)).toEqual(pages[0]);
  });

  it('tells three lived-in weeks from several sources, the same for the same seed', async () => {
    const { url } = await startSmall({ world: livedIn });
    const rest = await signedIn(url);
    const items = [];
    for (let number = 1; number < 10; number++) {
      items.push(...(await page(rest, number, EVERYTHING, 1000001)).media);
    }

    expect(items.length).toBeGreaterThan(110);
    expect(new Set(items.map(({ source }) => source))).toEqual(
      new Set(['pir', 'button_press', 'liveview', 'snapshot']),
    );
    expect(new Set(items.map(({ device_name }) => device_name)).size).toBe(6);
    expect(items.some(({ watched }) => watched)).toBe(true);
    expect(items.some(({ watched }) => !watched)).toBe(true);
    expect(items.every(({ created_at }) => created_at < '2026-11-22T12:00:00')).toBe(true);
    const twin = await startSmall({ world: livedIn });
    const again = await page(await signedIn(twin.url), 1, EVERYTHING, 1000001);
    expect(again.media).toEqual(items.slice(0, 25));
  });

  it.each([
    '2026-11-22T11:00:00+0000',
    '2026-11-22T11:00:00%2B0000',
    '2026-11-22T11:00:00 0000',
    '2026-11-22T12:00:00+01:00',
    '2026-11-22T11:00:00Z',
  ])('understands since=%s', async (since) => {
    const { url } = await startSmall();

    const { media } = await page(await signedIn(url), 1, since);

    expect(media.map(({ device_name }) => device_name)).toEqual(['Gate']);
  });

  it('refuses a since that is no time', () => {
    expect(sinceOf('yesterday')).toBeUndefined();
  });
});

describe('a recording', () => {
  it('counts as watched once it was downloaded, and so comes back as changed', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);
    const clip = await first(rest);
    control.advanceClock(60_000);

    await rest.get(clip.media);

    const { media } = await page(rest, 1, '2026-11-22T12:01:00+0000');
    expect(media).toMatchObject([{ id: clip.id, watched: true, created_at: clip.created_at }]);
  });

  it('leaves a row that says so when it is deleted, and its file is gone', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);
    const clip = await first(rest);
    control.advanceClock(60_000);

    const answer = await rest.post('/api/v1/accounts/1000002/media/delete', {
      media_list: [clip.id],
    });

    expect(await answer.json()).toEqual({ message: 'Successfully deleted media', code: 711 });
    expect((await page(rest, 1)).media[0]).toMatchObject({ id: clip.id, deleted: true });
    const gone = await rest.get(clip.media);
    expect(gone.status).toBe(404);
    expect(await gone.json()).toMatchObject({ code: 700 });
  });

  it('is not deleted by a list that makes no sense', async () => {
    const { url } = await startSmall();
    const rest = await signedIn(url);

    const answer = await rest.post('/api/v1/accounts/1000002/media/delete', { media_list: 'all' });

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 706 });
  });

  it('is a whole MP4 of its own bytes', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);
    const [newest, second] = (await page(rest, 1)).media;

    const one = await download(rest, newest?.media ?? '');
    const other = await download(rest, second?.media ?? '');

    const boxes = boxesOf(one);
    expect(boxes[0]).toBe('ftyp');
    expect(boxes.at(-1)).toBe('free');
    expect(boxes).toEqual(expect.arrayContaining(['moov', 'mdat']));
    expect(one.equals(other)).toBe(false);
    expect(control.clip(newest?.id ?? 0)?.equals(one)).toBe(true);
  });

  it('has a still in two sizes', async () => {
    const { url } = await startSmall();
    const rest = await signedIn(url);
    const { thumbnail } = await first(rest);

    const large = await download(rest, thumbnail);
    const small = await download(rest, thumbnail.replace('.jpg', '_s.jpg'));

    expect(small.length).toBeLessThan(large.length);
  });
});

describe('the base clips', () => {
  const folder = new URL('footage/', import.meta.url);
  const clips = readdirSync(folder).filter((name) => name.endsWith('.mp4'));
  const contents = clips.map((name) => readFileSync(new URL(name, folder)));

  it('are at least twelve and together less than a megabyte', () => {
    expect(clips.length).toBeGreaterThanOrEqual(12);
    expect(contents.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(1_000_000);
  });

  it('hold H.264 and AAC, the index before the data', () => {
    for (const clip of contents) {
      expect(clip.includes('avc1')).toBe(true);
      expect(clip.includes('mp4a')).toBe(true);
      const boxes = boxesOf(clip);
      expect(boxes.indexOf('moov')).toBeLessThan(boxes.indexOf('mdat'));
    }
  });
});
