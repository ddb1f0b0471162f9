import { describe, expect, it } from 'vitest';
import { minutes } from '../../../../electron/lib/clock.ts';
import { nextCursor } from '../../../../electron/sync/media/media-listing.ts';
import { AppError } from '../../../../shared/errors.ts';
import { startOfTests } from '../../../fixtures/fake-clock.ts';
import { accountId, mediaItem } from '../../../fixtures/samples.ts';
import { setUpMedia as setUp } from './media-setup.ts';

const signal = () => new AbortController().signal;
const at = (minute: number) => startOfTests + minutes(minute);

/** After a first listing with one clip. */
const begun = async () => {
  const all = setUp();
  all.client.recordings = [mediaItem(1, 1)];
  await all.sync();
  return all;
};

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

describe('a row dated ahead', () => {
  it('hides no clip that comes after it', async () => {
    const { clock, client, index, cursor, sync } = await begun();
    const listNow = () => {
      client.answeredAt = clock.now();
      return sync();
    };
    await clock.advance(minutes(60));
    const ahead = mediaItem(2, 60 + 47 * 60);
    client.recordings = [ahead, ...client.recordings];
    await listNow();
    expect(cursor()).toBeLessThanOrEqual(clock.now());
    await clock.advance(minutes(60));
    client.recordings = [mediaItem(3, 119), ...client.recordings];
    await listNow();
    expect([...index.rows.keys()]).toContain('c3');
  });

  it('that has moved the cursor before is made good by the whole list', async () => {
    const { clock, client, index, cursor, create } = await begun();
    index.marks.set(`${accountId} media-cursor`, String(at(47 * 60)));
    await clock.advance(minutes(60));
    client.answeredAt = clock.now();
    client.recordings = [mediaItem(2, 30), ...client.recordings];
    await create().sync(signal());
    expect([...index.rows.keys()]).toContain('c2');
    expect(cursor()).toBe(at(30));
  });

  it('is judged by the clock of the cloud, however wrong that of this computer is', async () => {
    const { clock, client, cursor, sync } = await begun();
    clock.jump(-minutes(60 * 24 * 400));
    client.answeredAt = at(61);
    client.recordings = [mediaItem(2, 60), ...client.recordings];
    await sync();
    expect(cursor()).toBe(at(60));
  });
});

describe('the cursor', () => {
  it('is not carried away by one absurd time', () => {
    const items = [mediaItem(1, 1), mediaItem(2, 2, { updatedAt: Date.UTC(9999, 0) })];
    expect(nextCursor(null, { items, answeredAt: null }, startOfTests)).toBe(at(2));
  });

  it('never goes back', () => {
    const items = [mediaItem(1, 1)];
    expect(nextCursor(at(9), { items, answeredAt: null }, startOfTests)).toBe(at(9));
  });
});
