import { describe, expect, it } from 'vitest';
import { gentleAfterRefusalMs, noLimits } from '../../../../shared/archive.ts';
import { AppError } from '../../../../shared/errors.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { setUpArchive } from './archive-setup.ts';

const limits = { maxBytes: 5_000_000_000, maxAgeDays: 90 };

describe('the saved choices about the archive', () => {
  it('are in the state from the start', () => {
    const { archive, store } = setUpArchive({
      isArchivePaused: true,
      historyPace: 'normal',
      limits,
      binDays: 7,
    });
    archive.start();
    expect(store.get().archive).toMatchObject({
      isPaused: true,
      historyPace: 'normal',
      clipsPerHour: 600,
      limits,
      binDays: 7,
      folder: 'archive',
      isReadOnly: false,
    });
  });

  it('know a pace without a cap', () => {
    const { archive, store } = setUpArchive({ historyPace: 'fast' });
    archive.start();
    expect(store.get().archive.clipsPerHour).toBeNull();
  });

  it('give way to a gentle pace for a day after a refusal, over a restart too', async () => {
    const { archive, store, clock, settings } = setUpArchive({ historyPace: 'fast' });
    archive.start();
    const gentleUntil = clock.now() + gentleAfterRefusalMs;
    store.update('archive', (before) => ({ ...before, gentleUntil }));
    await settled();
    expect(store.get().archive).toMatchObject({ historyPace: 'fast', clipsPerHour: 120 });
    expect(settings.get()).toMatchObject({ historyPace: 'fast', gentleUntil });

    const next = setUpArchive({ historyPace: 'fast', gentleUntil });
    next.archive.start();
    await settled();
    expect(next.store.get().archive).toMatchObject({ clipsPerHour: 120, gentleUntil });
    await next.clock.advance(gentleAfterRefusalMs);
    expect(next.store.get().archive).toMatchObject({ clipsPerHour: null, gentleUntil: null });
    expect(next.settings.get().gentleUntil).toBeNull();
  });

  it('are kept, shown, and acted upon', async () => {
    const { archive, settings, store, calls } = setUpArchive();
    await archive.setPaused(true);
    await archive.setHistoryPace('normal');
    await archive.setLimits(limits);
    await archive.setBinDays(3);
    const saved = { isArchivePaused: true, historyPace: 'normal', limits, binDays: 3 };
    expect(settings.get()).toMatchObject(saved);
    expect(store.get().archive).toMatchObject({ isPaused: true, limits, binDays: 3 });
    expect(calls).toEqual(['wake', 'wake']);
  });

  it('a dry run of limits changes nothing', async () => {
    const { archive, settings, calls } = setUpArchive();
    await archive.previewLimits(limits);
    expect(calls).toEqual([`preview ${JSON.stringify(limits)}`]);
    expect(settings.get().limits).toEqual(noLimits);
  });
});

describe('an archive that was moved by hand', () => {
  it('is looked for in each folder, remembered, and read anew', async () => {
    const { archive, files, settings, store } = setUpArchive();
    files.isAway = true;
    await archive.measure();
    const { adopt } = files;
    files.adopt = async (folder) => {
      if (folder === '/disk') throw new AppError('not-found');
      return adopt(folder);
    };
    await archive.findIn(['/disk', '/disk/Porchlight']);
    expect(settings.get().archiveFolder).toBe('/disk/Porchlight');
    expect(store.get().archive).toMatchObject({ folder: 'disk › Porchlight', problem: null });
    await settled();
    expect(store.get().archive.lastReport).toMatchObject({ kind: 'rebuild', problem: null });
  });

  it('is still away when none of the folders holds one', async () => {
    const { archive, files, settings } = setUpArchive();
    files.adopt = async () => {
      throw new AppError('not-found');
    };
    await expect(archive.findIn(['/disk'])).rejects.toMatchObject({ code: 'archive-away' });
    expect(settings.get().archiveFolder).toBeNull();
  });

  it('is not looked for while something else is done to it', async () => {
    const { archive } = setUpArchive();
    await archive.verify();
    await expect(archive.findIn(['/disk'])).rejects.toMatchObject({ code: 'archive-busy' });
  });
});

describe('the space of the archive', () => {
  it('is known after a look, in steps that are worth a word', async () => {
    const { archive, files, store } = setUpArchive();
    files.freeBytes = 212_345_678_901;
    await archive.measure();
    expect(store.get().archive.freeBytes).toBe(212_340_000_000);
    const before = store.snapshot().revision;
    files.freeBytes = 212_345_678_000;
    await archive.measure();
    expect(store.snapshot().revision).toBe(before);
  });

  it('says that the archive is away, and that it is back', async () => {
    const { archive, files, store } = setUpArchive();
    files.isAway = true;
    await archive.measure();
    expect(store.get().archive).toMatchObject({ freeBytes: null, problem: 'archive-away' });
    files.isAway = false;
    await archive.measure();
    expect(store.get().archive.problem).toBeNull();
  });

  it('does not take back what others have found', async () => {
    const { archive, store } = setUpArchive();
    store.update('archive', (before) => ({ ...before, problem: 'disk-full' }));
    await archive.measure();
    expect(store.get().archive.problem).toBe('disk-full');
  });

  it('is shown in the file manager only while it is there', async () => {
    const { archive, files } = setUpArchive();
    expect(await archive.folder()).toBe('/archive');
    files.isAway = true;
    await expect(archive.folder()).rejects.toMatchObject({ code: 'archive-away' });
  });
});

describe('an index of a newer Porchlight', () => {
  const setUp = () => {
    const below = setUpArchive();
    below.index.isReadOnly = true;
    return below;
  };

  it('is said', () => {
    const { archive, store } = setUp();
    archive.start();
    expect(store.get().archive.isReadOnly).toBe(true);
  });

  it.each([
    ['verify', (archive: ReturnType<typeof setUp>['archive']) => archive.verify()],
    ['rebuild', (archive: ReturnType<typeof setUp>['archive']) => archive.rebuild()],
    ['move', (archive: ReturnType<typeof setUp>['archive']) => archive.moveTo('/else')],
    ['limits', (archive: ReturnType<typeof setUp>['archive']) => archive.setLimits(limits)],
    ['bin', (archive: ReturnType<typeof setUp>['archive']) => archive.emptyBin()],
  ])('is not changed by %s', async (_name, ask) => {
    const { archive, store, settings, calls } = setUp();
    await expect(ask(archive)).rejects.toMatchObject({ code: 'index-newer' });
    expect(store.get().archive.job).toBeNull();
    expect(settings.get().limits).toEqual(noLimits);
    expect(calls).toEqual([]);
  });
});

describe('moving the archive', () => {
  it('makes the new folder last before the old one is left', async () => {
    const { archive, settings, store, keep, calls } = setUpArchive();
    await keep(1, 2);
    await archive.moveTo('/media/disk/Porchlight');
    expect(store.get().archive.job?.kind).toBe('move');
    await settled();
    expect(calls).toEqual(['whenQuiet', 'pauseAll']);
    expect(settings.get().archiveFolder).toBe('/media/disk/Porchlight');
    expect(store.get().archive).toMatchObject({
      folder: 'disk › Porchlight',
      job: null,
      lastReport: { kind: 'move', clips: 2, problem: null },
    });
  });

  it('that fails leaves everything where it was', async () => {
    const { archive, files, settings, store } = setUpArchive();
    files.moveTo = async () => {
      throw new AppError('disk-full');
    };
    await archive.moveTo('/media/disk/Porchlight');
    await settled();
    expect(settings.get().archiveFolder).toBeNull();
    expect(store.get().archive).toMatchObject({
      folder: 'archive',
      lastReport: { kind: 'move', clips: 0, problem: 'disk-full' },
    });
  });

  it('whose new folder cannot be saved leaves the old one, for this run too', async () => {
    const { archive, settings, store } = setUpArchive({ archiveFolder: '/archive' });
    settings.problem = new AppError('disk-full');
    await archive.moveTo('/media/disk/Porchlight');
    await settled();
    expect(settings.get().archiveFolder).toBe('/archive');
    expect(store.get().archive).toMatchObject({
      folder: 'archive',
      lastReport: { kind: 'move', problem: 'disk-full' },
    });
  });

  it('keeps the bin from being emptied meanwhile', async () => {
    const { archive, calls } = setUpArchive();
    await archive.moveTo('/else');
    await expect(archive.emptyBin()).rejects.toMatchObject({ code: 'archive-busy' });
    await settled();
    await archive.emptyBin();
    expect(calls).toContain('emptyBin');
  });
});

describe('fetching again', () => {
  it('puts what is missing back among the wanted', async () => {
    const { archive, index, keep, placeOf, calls } = setUpArchive();
    await keep(1, 2);
    await index.setMissing('c1');
    await archive.fetchAgain('missing');
    expect(calls).toEqual(['checkClips']);
    expect(await placeOf(1)).toBe('listed');
    expect(await placeOf(2)).toBe('kept');
  });
});
