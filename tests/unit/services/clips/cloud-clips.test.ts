import { describe, expect, it } from 'vitest';
import { createClipActions } from '../../../../electron/services/clips/clip-actions.ts';
import { seconds } from '../../../../electron/lib/clock.ts';
import { toListed } from '../../../../electron/sync/media/media-listing.ts';
import { AppError } from '../../../../shared/errors.ts';
import { cloudClipId } from '../../../../shared/ids.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { mediaItem } from '../../../fixtures/samples.ts';
import { setUpBelow } from '../setup.ts';

const numbers = (count: number) => Array.from({ length: count }, (_number, place) => place + 1);

const setUp = async (count = 3) => {
  const below = await setUpBelow();
  const items = numbers(count).map((id) => mediaItem(id, id));
  await below.index.recordListing(items.map(toListed), below.clock.now());
  const asked = () => below.client.calls.filter((call) => call.startsWith('media'));
  return {
    ...below,
    service: createClipActions({ ...below, onDeletionsChanged: () => undefined }),
    asked,
  };
};

describe('the cloud’s copies of clips', () => {
  it('are named by the cloud’s own numbers, each once', async () => {
    const { service, asked } = await setUp();
    await service.deleteFromCloud(['c2', 'c3', 'c2']);
    await service.markWatched(['c1']);
    expect(asked()).toEqual(['media.remove [2,3]', 'media.markWatched [1]']);
  });

  it('go a hundred at a time', async () => {
    const { service, asked } = await setUp(150);
    await service.markWatched(numbers(150).map(cloudClipId));
    expect(asked().map((call) => call.split(',').length)).toEqual([100, 50]);
  });

  it('are not touched at all when one is unknown', async () => {
    const { service, asked } = await setUp();
    const unknown = service.deleteFromCloud(['c1', 'c99']);
    await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
    expect(asked()).toEqual([]);
  });

  it('are listed again at once, also after a failure half-way', async () => {
    const { client, clock, service, sync } = await setUp();
    await sync.start();
    await settled();
    client.fail('media.remove', new AppError('offline'));
    await expect(service.deleteFromCloud(['c1'])).rejects.toMatchObject({ code: 'offline' });
    await service.deleteFromCloud(['c1']);
    const before = client.count('changedMedia');
    await clock.advance(seconds(2));
    expect(client.count('changedMedia')).toBe(before + 1);
    await sync.stop();
  });
});
