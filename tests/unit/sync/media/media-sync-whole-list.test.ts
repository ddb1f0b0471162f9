import { describe, expect, it } from 'vitest';
import { minutes } from '../../../../electron/lib/clock.ts';
import { AppError } from '../../../../shared/errors.ts';
import { startOfTests } from '../../../fixtures/fake-clock.ts';
import { accountId, mediaItem } from '../../../fixtures/samples.ts';
import { setUpMedia } from './media-setup.ts';

const at = (minute: number) => startOfTests + minutes(minute);
const days = (count: number) => count * 24 * 60;

/** Five old clips listed under the name `a`, in pages of two; the cloud is asked again from then on. */
const begun = async () => {
  const all = setUpMedia();
  const { client, index } = all;
  const cloud = { listId: 'a' as string | null };
  const changedMedia = client.changedMedia;
  client.changedMedia = async (since, page) => ({
    ...(await changedMedia(since, page)),
    listId: cloud.listId,
  });
  client.recordings = [50, 40, 30, 20, 10].map((id) => mediaItem(id, id - days(30)));
  await all.sync();
  const askedFrom = () => client.calls.map((call) => call.replace('changedMedia ', ''));
  const asks = async (work = all.sync) => {
    const before = client.calls.length;
    await work();
    return askedFrom().slice(before);
  };
  const mark = () => index.marks.get(`${accountId} media-list`);
  const whole = ['0 1', '0 2', '0 3', '0 4'];
  return { ...all, cloud, asks, mark, whole };
};

describe('a list that the cloud calls by another name', () => {
  it('is remembered when it was listed to its end', async () => {
    const { mark } = await begun();
    expect(mark()).toBe('a');
  });

  it('is listed from the epoch, once, in no more than its pages and two requests', async () => {
    const { clock, cloud, asks, mark, whole } = await begun();
    await clock.advance(minutes(10));
    cloud.listId = 'b';
    const asked = await asks();
    expect(asked.slice(1)).toEqual(whole);
    expect(asked.length).toBeLessThanOrEqual(3 + 2);
    expect(mark()).toBe('b');
    expect(await asks()).not.toContain('0 1');
  });

  it('is only remembered when no name was known before', async () => {
    const { index, asks, mark } = await begun();
    index.marks.delete(`${accountId} media-list`);
    expect(await asks()).not.toContain('0 1');
    expect(mark()).toBe('a');
  });

  it('is not listed again when the cloud has stopped giving it a name', async () => {
    const { clock, cloud, asks, mark } = await begun();
    await clock.advance(minutes(10));
    cloud.listId = null;
    expect(await asks()).not.toContain('0 1');
    expect(mark()).toBe('a');
  });

  it('tells of what is new, and not of old clips nobody knew', async () => {
    const { clock, client, cloud, news, sync, index } = await begun();
    await clock.advance(minutes(10));
    const fresh = mediaItem(90, 5 - days(30) + 60);
    client.recordings = [fresh, ...client.recordings, mediaItem(7, -days(60))];
    cloud.listId = 'b';
    await sync();
    expect(index.rows.has('c7')).toBe(true);
    expect(news).toEqual(['c90']);
  });

  it('never moves the cursor back', async () => {
    const { clock, client, cloud, sync, cursor } = await begun();
    await clock.advance(minutes(10));
    client.recordings = client.recordings.slice(1);
    cloud.listId = 'b';
    await sync();
    expect(cursor()).toBe(at(50 - days(30)));
  });

  it('deletes nothing here when it has become shorter or empty', async () => {
    const { clock, client, cloud, sync, index } = await begun();
    await clock.advance(minutes(10));
    client.recordings = [];
    cloud.listId = 'b';
    await sync();
    expect(index.rows.size).toBe(5);
    expect([...index.rows.values()].map(({ source }) => source.clip.place)).toEqual(
      Array(5).fill('listed'),
    );
  });

  it('goes on being due until it went through, over restarts', async () => {
    const { clock, client, cloud, create, asks, mark, whole } = await begun();
    await clock.advance(minutes(10));
    cloud.listId = 'b';
    client.fail('changedMedia', null, null, new AppError('offline'));
    await expect(asks()).rejects.toThrow('offline');
    expect(mark()).toBe('a');
    const again = await asks(() => create().sync(new AbortController().signal));
    expect(again.slice(1)).toEqual(whole);
    expect(mark()).toBe('b');
  });

  it('is not listed all the time by a cloud that has a new name in every answer', async () => {
    const { clock, client, cloud, sync } = await begun();
    const changedMedia = client.changedMedia;
    let answers = 0;
    client.changedMedia = async (since, page) => {
      answers += 1;
      cloud.listId = `name ${answers}`;
      return changedMedia(since, page);
    };
    for (let minute = 0; minute < 60; minute += 1) {
      await clock.advance(minutes(1));
      await sync();
    }
    const whole = client.calls.filter((call) => call === 'changedMedia 0 1').length;
    expect(whole).toBeGreaterThan(1);
    expect(whole).toBeLessThanOrEqual(1 + 6);
  });
});

describe('a whole listing that broke off', () => {
  const cut = async () => {
    const all = setUpMedia();
    const { client } = all;
    client.recordings = [50, 40, 30, 20, 10].map((id) => mediaItem(id, id));
    client.fail('changedMedia', null, null, new AppError('timeout'));
    await expect(all.sync()).rejects.toThrow('timeout');
    const asked = () => client.calls.map((call) => Number(call.split(' ')[2]));
    return { ...all, asked };
  };

  it('goes on in the same run with the last page it had', async () => {
    const { client, sync, asked, index, news, cursor } = await cut();
    client.fail('changedMedia', new AppError('timeout'));
    await expect(sync()).rejects.toThrow('timeout');
    await sync();
    expect(asked()).toEqual([1, 2, 3, 2, 2, 3, 4]);
    expect(index.rows.size).toBe(5);
    expect(news).toEqual([]);
    expect(cursor()).toBe(at(50));
  });

  it('begins anew after an hour, or in another run', async () => {
    const { clock, sync, asked } = await cut();
    await clock.advance(minutes(60));
    await sync();
    expect(asked().slice(3)).toEqual([1, 2, 3, 4]);
    const other = await cut();
    await other.create().sync(new AbortController().signal);
    expect(other.asked().slice(3)).toEqual([1, 2, 3, 4]);
  });

  it('begins anew when the list has become shorter meanwhile', async () => {
    const { client, sync, asked, index } = await cut();
    client.recordings = client.recordings.slice(-2);
    await sync();
    expect(asked().slice(3)).toEqual([2, 1, 2]);
    expect(index.rows.size).toBe(5);
  });
});
