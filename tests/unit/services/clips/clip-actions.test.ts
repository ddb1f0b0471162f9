import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { createClipActions } from '../../../../electron/services/clips/clip-actions.ts';
import { toListed } from '../../../../electron/sync/media/media-listing.ts';
import { accountId, mediaItem } from '../../../fixtures/samples.ts';
import { setUpArchive } from '../archive/archive-setup.ts';

const setUp = async () => {
  const below = setUpArchive();
  const told: string[] = [];
  const actions = createClipActions({
    ...below,
    cloud: () => {
      throw new AppError('not-signed-in');
    },
    onDeletionsChanged: () => void told.push('change'),
  });
  await below.keep(1, 2);
  return { ...below, actions, told };
};

/** As housekeeping does once nobody can undo any more. */
const putAway = async ({ index, files }: Awaited<ReturnType<typeof setUp>>) => {
  for (const { id, file } of await index.toBin(Infinity, 10)) {
    await index.setInBin(id, await files.toBin(file));
  }
};

describe('a star', () => {
  it('is in the index and in the archive itself', async () => {
    const { actions, index, files, clock } = await setUp();
    await actions.star('c1', true);
    expect((await index.get('c1'))?.isStarred).toBe(true);
    expect(files.stars.get('c1')).toBe(clock.now());
    await actions.star('c1', false);
    expect((await index.get('c1'))?.isStarred).toBe(false);
    expect(files.stars.get('c1')).toBeNull();
  });

  it('that is given while the clip is being kept is in the archive too', async () => {
    const { actions, index, files, clock } = await setUp();
    await index.recordListing([toListed(mediaItem(3, 3))], clock.now());
    const { setStarred } = index;
    index.setStarred = async (id, at) => {
      await index.setKept(id, { path: 'c3.mp4', sizeBytes: 12, sha256: 'x' }, clock.now());
      await setStarred(id, at);
    };
    await actions.star('c3', true);
    expect(files.stars.get('c3')).toBe(clock.now());
  });

  it('is not given where nothing would remember it', async () => {
    const { actions, index, store } = await setUp();
    await expect(actions.star('c99', true)).rejects.toMatchObject({ code: 'not-found' });
    store.update('archive', (before) => ({
      ...before,
      job: { kind: 'move', done: 0, total: null },
    }));
    await expect(actions.star('c1', true)).rejects.toMatchObject({ code: 'archive-busy' });
    expect((await index.get('c1'))?.isStarred).toBe(false);
  });
});

describe('a deleted clip', () => {
  it('is hidden at once, and whoever puts files away is told', async () => {
    const { actions, index, told } = await setUp();
    await actions.deleteClips(['c1', 'c1']);
    const page = await index.page({ shelf: 'all', limit: 10, before: null, deviceId: null });
    expect(page.clips.map(({ id }) => id)).toEqual(['c2']);
    expect(told).toEqual(['change']);
  });

  it('is back as if nothing had been when that is undone in time', async () => {
    const { actions, index, clock } = await setUp();
    const before = await index.get('c1');
    await actions.deleteClips(['c1']);
    await actions.restoreClips(['c1']);
    expect(await index.get('c1')).toEqual(before);
    expect(await index.oldestDeletion(before?.accountId ?? 0)).toBeNull();
    expect(clock.pending()).toEqual([]);
  });

  it('brings its file back out of the bin', async () => {
    const below = await setUp();
    await below.actions.deleteClips(['c1']);
    await putAway(below);
    expect(below.files.paths).toContain('.bin/c1.mp4');
    await below.actions.restoreClips(['c1']);
    expect(below.files.paths).toContain('c1.mp4');
    expect((await below.index.source('c1'))?.file?.path).toBe('c1.mp4');
    expect(await below.index.binFile('c1')).toBeNull();
  });

  it('stays in the bin when its file cannot be brought back', async () => {
    const below = await setUp();
    await below.actions.deleteClips(['c1', 'c2']);
    await putAway(below);
    below.files.fromBin = async () => {
      throw new AppError('disk-error');
    };
    await expect(below.actions.restoreClips(['c1'])).rejects.toMatchObject({ code: 'disk-error' });
    expect((await below.index.get('c1'))?.binnedAt).not.toBeNull();
    expect(await below.index.binFile('c1')).not.toBeNull();
  });

  it('comes back even if its file is being put away at that moment', async () => {
    const below = await setUp();
    await below.actions.deleteClips(['c1']);
    const { unbin } = below.index;
    below.index.unbin = async (ids) => {
      await putAway(below);
      await unbin(ids);
    };
    await below.actions.restoreClips(['c1']);
    expect(below.files.paths).toContain('c1.mp4');
    expect((await below.index.source('c1'))?.file?.path).toBe('c1.mp4');
  });

  it('is shown again as missing when its file is gone from the bin, and the others come back', async () => {
    const below = await setUp();
    await below.actions.deleteClips(['c1', 'c2']);
    await putAway(below);
    below.files.paths.delete('.bin/c1.mp4');
    await below.actions.restoreClips(['c1', 'c2']);
    expect(await below.index.get('c1')).toMatchObject({ binnedAt: null, place: 'missing' });
    expect(await below.index.get('c2')).toMatchObject({ binnedAt: null, place: 'kept' });
    expect(await below.index.binFile('c1')).toBeNull();
    expect(await below.index.oldestDeletion(accountId)).toBeNull();
  });

  it('that cannot be brought back keeps no other from coming back', async () => {
    const below = await setUp();
    await below.actions.deleteClips(['c1', 'c2']);
    await putAway(below);
    const { fromBin } = below.files;
    below.files.fromBin = (file) =>
      file.path.includes('c1') ? Promise.reject(new AppError('disk-error')) : fromBin(file);
    const told = below.told.length;
    await expect(below.actions.restoreClips(['c1', 'c2'])).rejects.toMatchObject({
      code: 'disk-error',
    });
    expect((await below.index.get('c1'))?.binnedAt).not.toBeNull();
    expect(await below.index.get('c2')).toMatchObject({ binnedAt: null, place: 'kept' });
    expect(below.told).toHaveLength(told + 1);
  });
});
