import { describe, expect, it } from 'vitest';
import type { MediaItem } from '../../../electron/blink/models.ts';
import { minutes } from '../../../electron/lib/timing.ts';
import { createCloudGate } from '../../../electron/sync/cloud-gate.ts';
import { createMediaSync } from '../../../electron/sync/media-sync.ts';
import { nextCursor, walkPages } from '../../../electron/sync/media-walk.ts';
import { createRefusals } from '../../../electron/sync/refusals.ts';
import { AppError } from '../../../shared/errors.ts';
import { createFakeClient } from '../../fixtures/fake-client.ts';
import { createFakeClock, startOfTests } from '../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../fixtures/fake-random.ts';
import { createMemoryIndex } from '../../fixtures/memory-index.ts';
import { accountId, mediaItem } from '../../fixtures/samples.ts';

const setUp = () => {
  const clock = createFakeClock();
  const client = createFakeClient();
  const index = createMemoryIndex();
  const news: string[] = [];
  const refusals = createRefusals({
    clock,
    random: createFakeRandom(),
    onBegin: () => undefined,
    onEnd: () => undefined,
  });
  const gate = createCloudGate({ client, refusals });
  const create = () =>
    createMediaSync({
      accountId,
      gate,
      index,
      clock,
      onNews: (clips) => news.push(...clips.map(({ id }) => id)),
    });
  const media = create();
  const sync = () => media.sync(new AbortController().signal);
  const cursor = () => Number(index.marks.get(`${accountId} media-cursor`));
  const askedSince = () => Number(client.calls.at(-1)?.split(' ')[1]);
  return { clock, client, index, news, sync, create, cursor, askedSince };
};

const signal = () => new AbortController().signal;
const at = (minute: number) => startOfTests + minutes(minute);

describe('the first listing', () => {
  it('goes back to the epoch, through all pages, and announces nothing', async () => {
    const { client, index, news, sync, cursor } = setUp();
    client.recordings = [5, 4, 3, 2, 1].map((minute) => mediaItem(minute, minute));
    await sync();
    expect(client.calls).toEqual([1, 2, 3, 4].map((page) => `changedMedia 0 ${page}`));
    expect(index.rows.size).toBe(5);
    expect(news).toEqual([]);
    expect(cursor()).toBe(at(5));
  });

  it('starts over, still silent, when it broke off', async () => {
    const { client, index, news, sync, cursor } = setUp();
    client.recordings = [5, 4, 3].map((minute) => mediaItem(minute, minute));
    client.fail('changedMedia', null, new AppError('offline'));
    await expect(sync()).rejects.toThrow('offline');
    expect(index.rows.size).toBe(2);
    expect(cursor()).toBeNaN();
    await sync();
    expect(index.rows.size).toBe(3);
    expect(news).toEqual([]);
    expect(cursor()).toBe(at(5));
  });

  it('of an empty list is done: the very first clip after it is news', async () => {
    const { client, news, sync } = setUp();
    await sync();
    client.recordings = [mediaItem(1, 1)];
    await sync();
    expect(news).toEqual(['c1']);
  });
});

describe('later listings', () => {
  const begun = async () => {
    const all = setUp();
    all.client.recordings = [mediaItem(1, 1)];
    await all.sync();
    return all;
  };

  it('ask from the cursor with ten minutes of overlap, and once an hour with a day', async () => {
    const { clock, sync, askedSince } = await begun();
    await sync();
    expect(askedSince()).toBe(at(1 - 10));
    await clock.advance(minutes(60));
    await sync();
    expect(askedSince()).toBe(at(1 - 24 * 60));
    await sync();
    expect(askedSince()).toBe(at(1 - 10));
  });

  it('do not look at the local clock for the cursor', async () => {
    const { clock, client, sync, cursor, askedSince } = await begun();
    clock.jump(-minutes(60 * 24 * 365));
    await sync();
    expect(cursor()).toBe(at(1));
    clock.jump(minutes(60 * 24 * 800));
    client.recordings = [mediaItem(2, 2), ...client.recordings];
    await sync();
    expect(cursor()).toBe(at(2));
    await sync();
    expect(askedSince()).toBe(at(2 - 10));
  });

  it('announce each new clip once, oldest first, over all pages', async () => {
    const { client, news, sync } = await begun();
    client.recordings = [6, 5, 4, 3, 2, 1].map((minute) => mediaItem(minute, minute));
    await sync();
    await sync();
    expect(news).toEqual(['c2', 'c3', 'c4', 'c5', 'c6']);
  });

  it('announce a late clip that was recorded before the first listing', async () => {
    const { client, news, sync } = await begun();
    client.recordings = [mediaItem(9, -600, { updatedAt: at(3) }), ...client.recordings];
    await sync();
    expect(news).toEqual(['c9']);
  });

  it('do not announce history, live views, snapshots or deletions', async () => {
    const { client, index, news, sync } = await begun();
    client.recordings = [
      mediaItem(2, 2, { kind: 'live-view' }),
      mediaItem(3, 3, { kind: 'snapshot' }),
      mediaItem(4, 4, { isDeleted: true }),
      mediaItem(5, -5),
    ];
    await sync();
    expect(news).toEqual([]);
    expect(index.rows.size).toBe(4);
  });

  it('announce doorbells and unknown kinds', async () => {
    const { client, news, sync } = await begun();
    client.recordings = [mediaItem(2, 2, { kind: 'doorbell' }), mediaItem(3, 3, { kind: 'other' })];
    await sync();
    expect(news).toEqual(['c2', 'c3']);
  });

  it('announce what a broken listing brought, and move the cursor only when all is durable', async () => {
    const { client, news, sync, cursor } = await begun();
    client.recordings = [5, 4, 3, 2].map((minute) => mediaItem(minute, minute));
    client.fail('changedMedia', null, new AppError('timeout'));
    await expect(sync()).rejects.toThrow('timeout');
    expect(news).toEqual(['c4', 'c5']);
    expect(cursor()).toBe(at(1));
    await sync();
    expect(news).toEqual(['c4', 'c5', 'c2', 'c3']);
    expect(cursor()).toBe(at(5));
  });

  it('leave the cursor where it is when the index cannot write', async () => {
    const { client, index, sync, cursor } = await begun();
    client.recordings = [mediaItem(2, 2)];
    index.breakOnce('recordListing', new AppError('disk-error'));
    await expect(sync()).rejects.toThrow('disk-error');
    expect(cursor()).toBe(at(1));
    await sync();
    expect(cursor()).toBe(at(2));
  });

  it('know after a restart where they were and what was announced', async () => {
    const { client, news, create, askedSince } = await begun();
    client.recordings = [mediaItem(2, 2), ...client.recordings];
    await create().sync(signal());
    await create().sync(signal());
    expect(news).toEqual(['c2']);
    expect(askedSince()).toBe(at(2 - 24 * 60));
  });
});

describe('walking the pages', () => {
  const walk = async (page: (number: number) => readonly MediaItem[]) => {
    const seen: number[] = [];
    let asked = 0;
    const done = walkPages(
      async (number) => {
        asked += 1;
        return { items: page(number), unreadable: 0, isShort: false, isLast: false };
      },
      async (items) => {
        seen.push(...items.map(({ mediaId }) => mediaId));
      },
    );
    const problem = await done.then(
      () => null,
      (error: unknown) => String(error),
    );
    return { seen, asked, problem };
  };

  it('ends with a named error when the cloud sends the same page for ever', async () => {
    const { seen, asked, problem } = await walk(() => [mediaItem(1, 1), mediaItem(2, 2)]);
    expect(problem).toContain('bad-answer');
    expect(asked).toBe(2);
    expect(seen).toEqual([1, 2]);
  });

  it('takes pages that shift while being read', async () => {
    const pages = [[5, 4], [4, 3], [3, 2], []];
    const { seen, problem } = await walk((number) =>
      (pages[number - 1] ?? []).map((id) => mediaItem(id, id)),
    );
    expect(problem).toBeNull();
    expect(new Set(seen)).toEqual(new Set([5, 4, 3, 2]));
  });

  it('goes on past a page of which nothing could be read', async () => {
    const pages = [
      { items: [], unreadable: 2, isShort: true, isLast: false },
      { items: [mediaItem(1, 1)], unreadable: 0, isShort: true, isLast: true },
    ];
    const seen: number[] = [];
    await walkPages(
      async (number) =>
        pages[number - 1] ?? { items: [], unreadable: 0, isShort: true, isLast: true },
      async (items) => {
        seen.push(...items.map(({ mediaId }) => mediaId));
      },
    );
    expect(seen).toEqual([1]);
  });
});

describe('the cursor', () => {
  it('is not carried away by one absurd time', () => {
    const items = [mediaItem(1, 1), mediaItem(2, 2, { updatedAt: Date.UTC(9999, 0) })];
    expect(nextCursor(null, items, startOfTests)).toBe(at(2));
  });

  it('never goes back', () => {
    expect(nextCursor(at(9), [mediaItem(1, 1)], startOfTests)).toBe(at(9));
  });
});
