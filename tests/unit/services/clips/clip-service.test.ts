import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { createClipService } from '../../../../electron/services/clips/clip-service.ts';
import { createSettingsService } from '../../../../electron/services/settings/settings-service.ts';
import { showSettings } from '../../../../electron/services/settings/settings-to-state.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { createMemorySettings } from '../../../fixtures/memory-stores.ts';
import { setUpClips } from './clips-setup.ts';

const nobody = () => {
  throw new AppError('not-signed-in');
};

describe('clips', () => {
  it('are kept on demand and then play without the cloud', async () => {
    const { client, clips, list } = await setUpClips();
    await list(1);
    expect(await clips.locate('c1')).toBeNull();
    expect((await clips.keep('c1')).place).toBe('kept');
    expect(await clips.locate('c1')).toEqual({ path: '/archive/c1.mp4', sizeBytes: 12 });
    await clips.keep('c1');
    expect(client.count('openClip')).toBe(1);
  });

  it('that are here need nobody signed in', async () => {
    const { clips, list, index, files, pictures, clock } = await setUpClips();
    await list(1, 2);
    await clips.keep('c1');
    const signedOut = createClipService({
      index,
      files,
      pictures,
      clock,
      cloud: nobody,
      isFetching: () => false,
    });
    expect((await signedOut.keep('c1')).place).toBe('kept');
    await expect(signedOut.keep('c2')).rejects.toMatchObject({ code: 'not-signed-in' });
    expect(await signedOut.still('c2')).toBeNull();
  });

  it('whose file is gone are no longer called kept', async () => {
    const { clips, list, files } = await setUpClips();
    await list(1);
    await clips.keep('c1');
    files.paths.clear();
    expect(await clips.locate('c1')).toBeNull();
    expect((await clips.get('c1'))?.place).toBe('missing');
  });

  it('whose file is gone are fetched again once they are opened', async () => {
    const { clips, list, files, client } = await setUpClips();
    await list(1);
    await clips.keep('c1');
    files.paths.clear();
    expect((await clips.keep('c1')).place).toBe('kept');
    expect(client.count('openClip')).toBe(2);
  });

  it('are not called missing by an index that must not be changed', async () => {
    const { clips, list, files, index } = await setUpClips();
    await list(1);
    await clips.keep('c1');
    files.paths.clear();
    const asNewer = createClipService({
      ...(await setUpClips()),
      index: { ...index, isReadOnly: true },
      files,
      isFetching: () => false,
    });
    expect(await asNewer.locate('c1')).toBeNull();
    expect((await index.get('c1'))?.place).toBe('kept');
  });

  it('play from the bin, and are not fetched for it', async () => {
    const { clips, list, index, files, clock, client } = await setUpClips();
    await list(1, 2);
    await clips.keep('c1');
    await index.bin(['c1', 'c2'], clock.now());
    for (const { id, file } of await index.toBin(Infinity, 9)) {
      await index.setInBin(id, await files.toBin(file));
    }
    expect(await clips.locate('c1')).toEqual({ path: '/archive/.bin/c1.mp4', sizeBytes: 12 });
    expect((await clips.keep('c1')).id).toBe('c1');
    await expect(clips.keep('c2')).rejects.toMatchObject({ code: 'clip-gone' });
    expect(client.count('openClip')).toBe(1);
  });

  it('are shown as being fetched meanwhile', async () => {
    const { clips, list, client } = await setUpClips();
    await list(1, 2);
    const release = client.hold('openClip');
    const kept = clips.keep('c2');
    await settled();
    expect((await clips.get('c2'))?.place).toBe('fetching');
    const page = await clips.list({ shelf: 'all', limit: 10, before: null, deviceId: null });
    expect(page.clips.map(({ place }) => place)).toEqual(['fetching', 'listed']);
    release();
    await kept;
    expect((await clips.get('c2'))?.place).toBe('kept');
  });

  it('have a still that is asked for once ever', async () => {
    const { clips, list, client } = await setUpClips();
    await list(1);
    const [one, other] = await Promise.all([clips.still('c1'), clips.still('c1')]);
    expect(one).toEqual(other);
    expect(new TextDecoder().decode(one ?? undefined)).toBe('picture /stills/1.jpg');
    await clips.still('c1');
    expect(client.count('picture')).toBe(1);
    expect(await clips.still('c404')).toBeNull();
  });
});

describe('changes of the clips', () => {
  it('are told once, soon, with the counts', async () => {
    const { clock, store, clips, list } = await setUpClips();
    const before = store.get().clips.revision;
    await list(1, 2);
    await list(3);
    await clips.markSeen('c1');
    expect(store.get().clips.revision).toBe(before);
    await clock.advance(250);
    expect(store.get().clips).toEqual({ revision: before + 1, unseen: 2 });
    expect(store.get().archive).toMatchObject({ kept: 0, waiting: 3 });
    await clips.keep('c2');
    await clock.advance(250);
    expect(store.get().clips.revision).toBe(before + 2);
    expect(store.get().archive).toMatchObject({ kept: 1, waiting: 2 });
  });

  it('are not told when a listing brought nothing', async () => {
    const { clock, store, list } = await setUpClips();
    await list(1);
    await clock.advance(250);
    const { revision } = store.get().clips;
    await list(1);
    await clock.advance(250);
    expect(store.get().clips.revision).toBe(revision);
  });

  it('tell everything that can be counted, and what is free', async () => {
    const { clock, store, clips, list, index, files } = await setUpClips();
    await list(1, 2, 3);
    for (const id of ['c1', 'c2', 'c3'] as const) await clips.keep(id);
    await index.setMissing('c1');
    await index.bin(['c2'], clock.now());
    files.freeBytes = 80_000_000_000;
    await clock.advance(250);
    expect(store.get().archive).toMatchObject({
      kept: 1,
      missing: 1,
      binned: 1,
      damaged: 0,
      usedBytes: 24,
      freeBytes: 80_000_000_000,
    });
  });

  it('are told for everything that changes a page', async () => {
    const { clock, store, clips, list, index } = await setUpClips();
    await list(1);
    await clips.keep('c1');
    const steps: readonly (() => Promise<unknown>)[] = [
      () => index.setStarred('c1', clock.now()),
      () => index.bin(['c1'], clock.now()),
      () => index.setInBin('c1', '.bin/c1.mp4'),
      () => index.setOutOfBin('c1', 'c1.mp4'),
      () => index.unbin(['c1']),
      () => index.setMissing('c1'),
      () => index.setFound('c1'),
      () => index.setCorrupt('c1'),
      () => index.setStarred('c1', null),
      () => index.setPruned(['c1']),
      () => index.retryDownloads('missing'),
      () => index.setErased(['c1']),
      () => index.setDeleted(['c1'], clock.now()),
      () => index.restore([], clock.now()),
    ];
    for (const step of steps) {
      await clock.advance(250);
      const { revision } = store.get().clips;
      await step();
      await clock.advance(250);
      expect(store.get().clips.revision).toBe(revision + 1);
    }
  });

  it('are known at the start', async () => {
    const { store, list, changes } = await setUpClips();
    await list(1, 2);
    await changes.start();
    expect(store.get().clips.unseen).toBe(2);
  });
});

describe('the choice what to keep', () => {
  it('is saved, shown, and starts the fetching', async () => {
    const { store, clock, list, client } = await setUpClips();
    const settings = createMemorySettings();
    showSettings({ settings, store, hasTrayStyles: false });
    const service = createSettingsService({
      ...{ settings, store, hasTrayStyles: false },
      autostart: { read: async () => null, write: async () => undefined },
      setKeys: () => null,
    });
    expect(store.get().archive.policy).toBeNull();
    await list(1, 2);
    await service.chooseKeepPolicy('every');
    await clock.advance(0);
    expect(settings.get().keepPolicy).toBe('every');
    expect(client.count('openClip')).toBe(2);
  });
});
