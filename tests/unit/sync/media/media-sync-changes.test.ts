import { describe, expect, it } from 'vitest';
import { minutes } from '../../../../electron/lib/clock.ts';
import { createMediaSync } from '../../../../electron/sync/media/media-sync.ts';
import type { Clip } from '../../../../shared/models.ts';
import { accountId, mediaItem } from '../../../fixtures/samples.ts';
import { openIndex } from '../../store/support.ts';
import { setUpMedia } from './media-setup.ts';

const file = { path: 'kept.mp4', sizeBytes: 7, sha256: 'invented' };

/** Two clips in a real index, the first of them kept. */
const setUp = async () => {
  const { clock, client, gate } = setUpMedia();
  const index = await openIndex();
  const told: string[] = [];
  const onNews = (clips: readonly { id: string }[]) => told.push(...clips.map(({ id }) => id));
  const addLabels = async (_span: unknown, news: readonly Clip[]) => news;
  const media = createMediaSync({
    accountId,
    gate,
    index,
    clock,
    onNewClips: onNews,
    onListed: () => undefined,
    addLabels,
  });
  const sync = () => media.sync(new AbortController().signal);
  client.recordings = [mediaItem(1, 1), mediaItem(2, 2)];
  await sync();
  await index.setKept('c1', file, clock.now());
  const places = async () => [(await index.get('c1'))?.place, (await index.get('c2'))?.place];
  return { clock, client, index, sync, told, places };
};

describe('what the cloud says of clips that are known', () => {
  it('is followed: watched on a phone, deleted there', async () => {
    const { clock, client, index, sync, told, places } = await setUp();
    const touched = { updatedAt: clock.now() + minutes(5) };
    client.recordings = [
      mediaItem(1, 1, { ...touched, isWatched: true, isDeleted: true }),
      mediaItem(2, 2, { ...touched, isDeleted: true }),
    ];
    await sync();
    expect(await places()).toEqual(['kept', 'gone']);
    expect((await index.source('c1'))?.file).toEqual(file);
    expect((await index.get('c1'))?.isWatched).toBe(true);
    expect(told).toEqual([]);
  });

  it('deletes nothing here by leaving clips out, or all of them', async () => {
    const { client, sync, places } = await setUp();
    client.recordings = [mediaItem(2, 2)];
    await sync();
    client.recordings = [];
    await sync();
    expect(await places()).toEqual(['kept', 'listed']);
  });
});
