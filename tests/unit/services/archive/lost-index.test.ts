import { expect, test } from 'vitest';
import { nodeFileSystem as fs } from '../../../../electron/store/file-system.ts';
import { notePendingRebuild } from '../../../../electron/services/archive/pending-rebuild.ts';
import { createMemorySettings } from '../../../fixtures/memory-stores.ts';
import { keepAll, newArchive } from '../../store/archive/archive-support.ts';
import { temporaryFolder } from '../../store/support.ts';

const sound = { setAside: null, isNew: false };
const made = { setAside: null, isNew: true };
const broken = { setAside: '/data/clips.db.unreadable', isNew: true };
const mark = 'B7D1E0C2-1111-4222-8333-ABCDEF543210';

/** True when a rebuild is owed afterwards. */
async function owed(opened: typeof sound | typeof broken, saved = {}, archive?: string) {
  const settings = createMemorySettings(saved);
  archive ??= await temporaryFolder();
  await notePendingRebuild({ fs, settings, archive }, opened);
  return settings.get().isRebuildOwed;
}

test('an index that was set aside has to be read anew', async () => {
  expect(await owed(broken)).toBe(true);
});

test('a new index has to be read from an archive that was there before, even while its disk is away', async () => {
  expect(await owed(made, { archiveMark: mark }, '/nowhere/at/all')).toBe(true);
});

test('a new index has to be read from an archive whose settings were lost', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [1]);
  expect(await owed(made, {}, archive)).toBe(true);
});

test('at the very first run there is nothing to read', async () => {
  expect([await owed(made), await owed(made, {}, '/nowhere/at/all')]).toEqual([false, false]);
});

test('a sound index takes back nothing that is owed', async () => {
  expect(await owed(sound, { archiveMark: mark })).toBe(false);
  expect(await owed(sound, { isRebuildOwed: true })).toBe(true);
});
