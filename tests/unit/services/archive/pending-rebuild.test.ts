import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { setUpArchive } from './archive-setup.ts';

const owing = { isRebuildOwed: true };

describe('a rebuild that is owed', () => {
  it('begins with the start, and is owed no more when it came to its end', async () => {
    const { archive, settings, store } = setUpArchive(owing);
    archive.start();
    expect(store.get().archive).toMatchObject({ job: { kind: 'rebuild' }, isRebuildPending: true });
    await settled();
    expect(store.get().archive).toMatchObject({ job: null, isRebuildPending: false });
    expect(settings.get().isRebuildOwed).toBe(false);
  });

  it('is not begun when none is owed', async () => {
    const { archive, store } = setUpArchive();
    archive.start();
    expect(store.get().archive.job).toBeNull();
  });

  it('that finds the archive away is tried again when it is back, and once only', async () => {
    const { archive, files, settings, store } = setUpArchive(owing);
    files.isAway = true;
    archive.start();
    await settled();
    expect(store.get().archive).toMatchObject({ job: null, problem: 'archive-away' });
    expect([settings.get().isRebuildOwed, store.get().archive.isRebuildPending]).toEqual([
      true,
      true,
    ]);
    files.isAway = false;
    await archive.measure();
    expect(store.get().archive.job?.kind).toBe('rebuild');
    await settled();
    expect([settings.get().isRebuildOwed, store.get().archive.job]).toEqual([false, null]);
  });

  it('waits for other work that runs when the archive is back', async () => {
    const { archive, files, settings, store } = setUpArchive(owing);
    files.isAway = true;
    archive.start();
    await settled();
    await archive.verify();
    files.isAway = false;
    await archive.measure();
    expect(store.get().archive.job?.kind).toBe('verify');
    await settled();
    expect([settings.get().isRebuildOwed, store.get().archive.job]).toEqual([false, null]);
  });

  it.each([
    ['called off', async (archive: ReturnType<typeof setUpArchive>['archive']) => archive.stop()],
    [
      'cancelled',
      async (archive: ReturnType<typeof setUpArchive>['archive']) => archive.cancelJob(),
    ],
  ])('that is %s stays owed and does not begin at once', async (_what, end) => {
    const { archive, settings, store, files } = setUpArchive(owing);
    files.unknownFiles = 1;
    archive.start();
    await end(archive);
    await settled();
    expect(store.get().archive).toMatchObject({ job: null, isRebuildPending: true });
    expect(settings.get().isRebuildOwed).toBe(true);
  });

  it('stays owed when a file cannot be read, until the person’s own rebuild goes through', async () => {
    const { archive, settings, store, index } = setUpArchive(owing);
    const { restore } = index;
    index.restore = async () => {
      throw new AppError('disk-error');
    };
    archive.start();
    await settled();
    expect(store.get().archive).toMatchObject({ job: null, isRebuildPending: true });
    index.restore = restore;
    await archive.rebuild();
    await settled();
    expect([settings.get().isRebuildOwed, store.get().archive.isRebuildPending]).toEqual([
      false,
      false,
    ]);
  });

  it('does not get in the way of an archive that is shown where it is now', async () => {
    const { archive, files, settings, store } = setUpArchive(owing);
    files.isAway = true;
    archive.start();
    await settled();
    await archive.findIn(['/disk/Porchlight']);
    await settled();
    expect(store.get().archive.lastReport).toMatchObject({ kind: 'rebuild', problem: null });
    expect(settings.get().isRebuildOwed).toBe(false);
  });

  it('is left for the newer Porchlight that wrote the index', async () => {
    const { archive, index, settings, store } = setUpArchive(owing);
    index.isReadOnly = true;
    archive.start();
    await settled();
    expect([store.get().archive.job, settings.get().isRebuildOwed]).toEqual([null, true]);
  });
});
