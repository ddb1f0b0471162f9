import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { bodyOf, told } from '../testing/answers.ts';
import { ACCOUNT, COMMAND_MS, HOUSE } from '../testing/full-world.ts';
import { signedIn, type Rest } from '../testing/rest.ts';
import { useFullClouds } from '../testing/small-cloud.ts';
import { allDevices } from '../worlds/all-devices.ts';

const startFull = useFullClouds();
const MEDIA = `/api/v4/accounts/${ACCOUNT}/media`;
const Page = v.object({
  limit: v.number(),
  pagination_key: v.nullable(v.string()),
  media: v.array(v.object({ id: v.number(), device_name: v.string(), source: v.string() })),
});

const page = async (rest: Rest, query = '', body: unknown = {}) =>
  v.parse(Page, await bodyOf(rest.post(`${MEDIA}${query}`, body)));
const names = async (rest: Rest, query: string, body: unknown) =>
  (await page(rest, query, body)).media.map(({ device_name }) => device_name);

describe('today’s list of recordings', () => {
  it('is turned over by key, newest start first, without gaps or doubles', async () => {
    const { url, control } = await startFull({ world: { ...allDevices, mediaPageSize: 4 } });
    const rest = await signedIn(url);
    const seen = [];
    let key: string | null = '';
    while (key !== null) {
      const next: v.InferOutput<typeof Page> = await page(rest, `?pagination_key=${key}`);
      seen.push(...next.media.map(({ device_name }) => device_name));
      key = next.pagination_key;
      // What comes in meanwhile does not shift what is still to come.
      control.motion({ cameraName: 'Drive', immediate: true });
    }

    expect(seen).toEqual([
      'Flat Desk',
      'Flat Door',
      'Front Door',
      'Floodlight',
      'Study',
      'Drive',
      'Gate',
      'Back Garden',
      'Cellar',
    ]);
  });

  it('is filtered by device, by kind of device and by source', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const filtered = (filters: object) => names(rest, '', { filters });

    expect(await filtered({ devices: { cameras: [4203], owls: [5202] } })).toEqual([
      'Study',
      'Gate',
    ]);
    expect(await filtered({ device_types: ['lotus'] })).toEqual(['Flat Door', 'Front Door']);
    expect(await filtered({ types: ['liveview', 'snapshot'] })).toEqual(['Flat Desk', 'Study']);
    expect(await filtered({ types: [], device_types: [], devices: {} })).toHaveLength(9);
  });

  it('is cut by time', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    const found = await names(
      rest,
      '?start_time=2026-11-22T02:00:00%2B0000&end_time=2026-11-22T05:30:00Z',
      {},
    );

    expect(found).toEqual(['Front Door', 'Floodlight', 'Study']);
  });

  it('tells what was recognised', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    const { media } = (await bodyOf(
      rest.post(MEDIA, { filters: { devices: { cameras: [4203, 4204] } } }),
    )) as { media: unknown };

    expect(media).toMatchObject([
      { cv_detection: ['vehicle'], ai_vd: null },
      {
        cv_detection: ['person'],
        ai_vd: {
          short_description: 'A person opens the gate',
          full_description: 'A person opens the gate. She carries a parcel and a bag.',
        },
      },
    ]);
  });

  it.each(['?pagination_key=nonsense', '?start_time=never'])('refuses %s', async (query) => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect((await rest.post(MEDIA + query, {})).status).toBe(400);
  });
});

describe('watching', () => {
  const unwatched = async (rest: Rest) =>
    bodyOf(rest.get(`/api/v4/accounts/${ACCOUNT}/unwatched_media`));

  it('is marked for some or for all, and counted', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect(await unwatched(rest)).toEqual({ unwatched_clips: 6 });
    await rest.post(`${MEDIA}/mark_as_viewed`, { media_list: [7000002, 7000003] });
    expect(await unwatched(rest)).toEqual({ unwatched_clips: 4 });
    await rest.post(`${MEDIA}/mark_all_as_viewed`);
    expect(await unwatched(rest)).toEqual({ unwatched_clips: 0 });
    expect((await rest.post(`${MEDIA}/mark_as_viewed`, { list: [] })).status).toBe(400);
  });

  it('makes rows of the older list come again', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    control.advanceClock(60_000);
    await rest.post(`${MEDIA}/mark_as_viewed`, { media_list: [7000002] });

    const path = `/api/v1/accounts/${ACCOUNT}/media/changed?since=2026-11-22T12:01:00Z&page=1`;

    expect(await bodyOf(rest.get(path))).toMatchObject({ media: [{ id: 7000002, watched: true }] });
  });
});

describe('deleting', () => {
  it('takes recordings off today’s list, one by one or many', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect((await rest.send('DELETE', `${MEDIA}/7000001/delete`)).status).toBe(200);
    expect((await rest.send('DELETE', `${MEDIA}/7000001/delete`)).status).toBe(404);
    const many = await told(rest.post(`${MEDIA}/delete`, { media_list: [7000002, 7000003] }));

    expect(many.body).toMatchObject({ code: 711 });
    expect((await page(rest)).media).toHaveLength(6);
    expect(await told(rest.post(`${MEDIA}/delete`, { media_list: 'all' }))).toMatchObject({
      body: { code: 706 },
    });
  });
});

describe('recording now', () => {
  it.each([
    ['/network/2201/camera/4203/clip', 'Gate'],
    [`${HOUSE}/owls/5202/clip`, 'Study'],
    [`${HOUSE}/doorbells/4202/clip`, 'Front Door'],
  ])('at %s leads to a recording the command names', async (path, name) => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);

    const { id } = (await bodyOf(rest.post(path))) as { id: number };
    control.advanceClock(COMMAND_MS);

    const [newest] = (await page(rest)).media;
    expect(newest).toMatchObject({ device_name: name, source: 'snapshot' });
    expect(await bodyOf(rest.get(`/network/2201/command/${id}`))).toMatchObject({
      complete: true,
      media_id: newest?.id,
    });
  });
});

describe('the oldest cameras', () => {
  it('have recordings and stills at addresses of 2020, by id', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const path = `/api/v1/accounts/${ACCOUNT}/media/changed?since=&page=1`;
    const { media } = (await bodyOf(rest.get(path))) as {
      media: { id: number; device: string; media: string; thumbnail: string }[];
    };

    const old = media.find(({ id }) => id === 7000001);

    expect(old).toMatchObject({
      device: 'camera',
      media: `/api/v2/accounts/${ACCOUNT}/media/clip/7000001.mp4`,
      thumbnail: `/api/v2/accounts/${ACCOUNT}/media/thumb/7000001`,
    });
    expect((await rest.get(old?.media ?? '')).headers.get('content-type')).toBe('video/mp4');
    for (const end of ['.jpg', '_s.jpg']) {
      const still = await rest.get(`${old?.thumbnail}${end}`);
      expect(still.headers.get('content-type')).toBe('image/jpeg');
    }
  });

  it('have pictures whose names tell the time in UTC', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const { cameras } = (await bodyOf(rest.get(`/api/v3/accounts/${ACCOUNT}/homescreen`))) as {
      cameras: { id: number; thumbnail: string }[];
    };
    const of = (id: number) => cameras.find((camera) => camera.id === id)?.thumbnail ?? '';

    expect(of(4201)).toMatch(
      /^\/media\/u014\/account\/1000003\/network\/2201\/camera\/4201\/thumbnail\/fw_2\.151__\w{8}_2026_11_22__11_00AM$/,
    );
    expect((await rest.get(`${of(4201)}.jpg`)).headers.get('content-type')).toBe('image/jpeg');
    expect((await rest.get(of(4201))).status).toBe(404);
    expect(of(4203)).toMatch(/^\d{10}$/);
    const timed = `/api/v3/media/accounts/${ACCOUNT}/networks/2201/catalina/4203/thumbnail/thumbnail.jpg`;
    expect((await rest.get(`${timed}?ts=${of(4203)}&ext=`)).status).toBe(200);
  });
});
