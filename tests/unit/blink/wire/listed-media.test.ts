import { kindOf } from '../../../../electron/blink/wire/media.ts';
import { describe, expect, it } from 'vitest';
import { createFamilies } from '../../../../electron/blink/wire/homescreen.ts';
import { clientAnswering } from '../clients.ts';
import { homescreenAnswer } from '../homescreen-answer.ts';
import { mediaAnswer } from '../media-answer.ts';

const pageOf = (...media: readonly unknown[]) => clientAnswering({ media }).changedMedia(0, 1);

describe('a listed recording', () => {
  it('becomes a media item', async () => {
    const { items, unreadable, isLast } = await pageOf(mediaAnswer());

    expect({ unreadable, isLast }).toEqual({ unreadable: 0, isLast: false });
    expect(items).toEqual([
      {
        mediaId: 7000001,
        accountId: 1000002,
        networkId: '1000002:2101',
        networkName: 'Studio',
        deviceId: '1000002:camera:4101',
        deviceName: 'Gate',
        deviceType: 'catalina',
        recordedAt: Date.UTC(2026, 2, 12, 17, 20, 1),
        updatedAt: Date.UTC(2026, 2, 12, 21, 51, 35),
        timeZone: 'Europe/Berlin',
        source: 'pir',
        kind: 'motion',
        isDeleted: false,
        isWatched: true,
        labels: [],
        description: null,
        clipRef: '/api/v2/accounts/1000002/media/clip/7000001.mp4',
        stillRef: '/media/thumb/7000001_s.jpg',
      },
    ]);
  });

  it('carries what newer plans add', async () => {
    const extra = { cv_detection: ['person', 4], ai_vd: { short_description: 'A cat.' } };

    const { items } = await pageOf(mediaAnswer(extra));

    expect(items[0]).toMatchObject({ labels: ['person'], description: 'A cat.' });
  });

  it.each(['2026-03-12T17:20:01Z', '2026-03-12T17:20:01', '2026-03-12T18:20:01+0100'])(
    'of %s is read in UTC',
    async (written) => {
      const { items } = await pageOf(mediaAnswer({ created_at: written }));

      expect(items[0]?.recordedAt).toBe(Date.UTC(2026, 2, 12, 17, 20, 1));
    },
  );

  it('that cannot be read is left out and counted', async () => {
    const broken = [{ id: 'x' }, { created_at: 'never' }, { device_id: null }].map(mediaAnswer);

    const page = await pageOf(...broken, null, mediaAnswer());

    expect(page.items).toHaveLength(1);
    expect(page).toMatchObject({ unreadable: 4, isLast: false });
  });

  it('ends the list only when a page is empty or has no list', async () => {
    expect((await pageOf()).isLast).toBe(true);
    expect((await clientAnswering({ limit: 25 }).changedMedia(0, 1)).isLast).toBe(true);
  });

  it.each([
    [{ purge_id: 2989164295, refresh_count: 0 }, '2989164295/0'],
    [{ purge_id: '29' }, '29/'],
    [{ refresh_count: 3 }, '/3'],
    [{ purge_id: null, refresh_count: { odd: true } }, null],
    [{}, null],
  ])('comes in a list that is known by %j', async (counters, listId) => {
    const page = await clientAnswering({ media: [], ...counters }).changedMedia(0, 1);

    expect(page.listId).toBe(listId);
  });

  it('belongs to the family the homescreen named, whatever its type', async () => {
    const answer = { ...homescreenAnswer(), cameras: [] };
    const owls = [{ ...answer.owls[0], id: 5101, type: 'moonbeam' }];
    const media = [mediaAnswer({ device: 'moonbeam', device_id: 5101 })];
    const client = clientAnswering({ ...answer, owls }, { media });

    await client.homescreen();

    expect((await client.changedMedia(0, 1)).items[0]?.deviceId).toBe('1000002:owl:5101');
  });

  it.each([
    ['owl', 'owl'],
    ['hawk', 'owl'],
    ['superior_owl', 'owl'],
    ['lotus', 'doorbell'],
    ['catalina', 'camera'],
    ['moonbeam', 'camera'],
    [null, 'camera'],
  ])('of type %s is of family %s before any homescreen', (type, family) => {
    expect(createFamilies().familyOf(1, type)).toBe(family);
  });

  it.each([
    ['pir', 'motion'],
    ['cv_motion', 'motion'],
    ['cv_person', 'motion'],
    ['button', 'doorbell'],
    ['button_press', 'doorbell'],
    ['liveview', 'live-view'],
    ['snapshot', 'snapshot'],
    ['levitation', 'other'],
    ['', 'other'],
  ])('with source %j is of kind %s', (source, kind) => {
    expect(kindOf(source)).toBe(kind);
  });
});
