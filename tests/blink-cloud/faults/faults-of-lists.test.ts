import { describe, expect, it } from 'vitest';
import type { Fault } from './fault-schema.ts';
import { signedIn } from '../testing/rest.ts';
import { homescreenOf, mediaOf } from '../testing/shapes.ts';
import { useSmallClouds } from '../testing/small-cloud.ts';

const startSmall = useSmallClouds();
const MEDIA = '/api/v1/accounts/1000002/media/changed?since=1970-01-01T00:00:00Z&page=';

/** Three recordings, two on a page, newest change first. */
async function listWith(fault?: Fault) {
  const { url, control } = await startSmall();
  const rest = await signedIn(url);
  const whole = async (page: number) => mediaOf(await rest.get(`${MEDIA}${page}`));
  const page = async (number: number) => (await whole(number)).media.map(({ id }) => id);
  const before = [await page(1), await page(2)];
  if (fault) control.fault(fault);
  return { control, rest, page, whole, before };
}

describe('a list', () => {
  it('shuffled-list: comes in another order, or every row twice', async () => {
    const { page, before, control } = await listWith({ name: 'shuffled-list' });
    const [[first, second] = []] = before;

    expect(await page(1)).toEqual([second, first]);
    control.fault({ name: 'shuffled-list', variant: 'repeated' });
    expect(await page(1)).toHaveLength(4);
  });

  it('rows-inserted: moves on while it is read', async () => {
    const { page, before } = await listWith({ name: 'rows-inserted', times: 1 });
    const [[first, second] = [], [third] = []] = before;

    expect(await page(1)).toEqual([first, second]);
    expect(await page(2)).toEqual([second, third]);
    expect((await page(1))[0]).toBe(7_000_004);
  });

  it('same-page: has one page for ever', async () => {
    const { page, before } = await listWith({ name: 'same-page' });

    expect(await page(2)).toEqual(before[0]);
    expect(await page(9)).toEqual(before[0]);
  });

  it('empty-list: has nothing', async () => {
    const { page } = await listWith({ name: 'empty-list', times: 1 });

    expect(await page(1)).toEqual([]);
    expect(await page(1)).toHaveLength(2);
  });
});

describe('recordings', () => {
  it('are deleted by age, and the list has another purge_id', async () => {
    const { control, rest, whole } = await listWith();
    const purgeId = async () =>
      (await (await rest.get(`${MEDIA}1`)).json()) as { purge_id: number };
    const { purge_id: before } = await purgeId();

    control.purge(24);

    expect(control.recordings().map(({ deleted }) => deleted)).toEqual([true, false, false]);
    expect((await whole(1)).media[0]).toMatchObject({ deleted: true });
    expect((await purgeId()).purge_id).toBe(before + 1);
  });

  it('are listed anew under another refresh_count', async () => {
    const { control, rest } = await listWith();

    control.relist();

    expect(await (await rest.get(`${MEDIA}1`)).json()).toMatchObject({ refresh_count: 1 });
  });

  it('can come late, or have been there unseen', async () => {
    const { control, whole } = await listWith();

    const { mediaId } = control.record({ cameraName: 'Gate', minutesAgo: 90 });
    control.record({ cameraName: 'Gate', minutesAgo: 90, listedMinutesAgo: 80 });

    const [newest, ...older] = (await whole(1)).media;
    expect(newest).toMatchObject({ id: mediaId, created_at: '2026-11-22T10:30:00+00:00' });
    expect(older[0]?.id).not.toBe(mediaId + 1);
    expect(control.recordings()).toHaveLength(5);
    expect(() => control.record({ cameraName: 'Nobody', minutesAgo: 1 })).toThrow('no camera');
  });

  it('are watched with the phone', async () => {
    const { control, whole } = await listWith();

    control.watch([7_000_002]);

    expect((await whole(1)).media[0]).toMatchObject({ id: 7_000_002, watched: true });
  });

  it('are deleted with the phone', async () => {
    const { control, whole } = await listWith();

    control.deleteRecordings([7_000_002]);

    const rows = (await whole(1)).media;
    expect(rows.find(({ id }) => id === 7_000_002)).toMatchObject({ deleted: true });
  });

  it('keep the name of their camera when it gets another one, and stay when it is gone', async () => {
    const { control, page, whole, rest } = await listWith();
    const all = await Promise.all([page(1), page(2)]);

    control.rename('Gate', 'Yard');
    const { cameras } = await homescreenOf(await rest.get('/api/v3/accounts/1000002/homescreen'));
    expect(cameras[0]).toMatchObject({ name: 'Yard' });
    control.removeDevice('Yard');

    expect(await Promise.all([page(1), page(2)])).toEqual(all);
    expect((await whole(1)).media[0]).toMatchObject({ device_name: 'Gate' });
    expect(control.state().networks[0]?.devices.map(({ name }) => name)).toEqual(['Desk']);
  });
});
