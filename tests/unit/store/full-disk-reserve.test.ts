import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import { reserveBytes } from '../../../electron/store/full-disk-reserve.ts';
import { openSettings } from '../../../electron/store/settings.ts';
import { createFaultyFileSystem } from '../../fixtures/faulty-file-system.ts';
import { diskFailure, noon, temporaryFolder } from './support.ts';

// The settings library imports electron, whose package would fetch a binary just to tell its path.
vi.hoisted(() => {
  process.env.ELECTRON_OVERRIDE_DIST_PATH ??= '/nowhere';
});

/** Settings on a disk that has as much room left as its reserve gives, and no more. */
async function onFullDisk() {
  const folder = await temporaryFolder();
  const fs = createFaultyFileSystem(nodeFileSystem);
  const written: unknown[] = [];
  const disk = { isFull: false };
  const openWriter = () => (content: unknown) => {
    const isReserved = fs.calls.findLast(({ path }) => path.endsWith('reserve'));
    if (disk.isFull && isReserved?.operation !== 'removeNow') throw diskFailure('ENOSPC');
    written.push(content);
  };
  const { settings } = await openSettings({ fs, folder, now: noon, openWriter });
  return { folder, fs, disk, settings, written, reserve: join(folder, 'reserve') };
}

test('room is kept in reserve, and kept again at the next start', async () => {
  const { folder, fs, reserve } = await onFullDisk();
  expect((await stat(reserve)).size).toBe(reserveBytes);

  const before = fs.calls.length;
  await openSettings({ fs, folder, now: noon, openWriter: () => () => undefined });
  expect(fs.calls.slice(before).map(({ operation }) => operation)).not.toContain('write');
});

test('on a full disk the reserve goes and the settings are saved', async () => {
  const { disk, fs, settings, written, reserve } = await onFullDisk();
  disk.isFull = true;
  fs.fail({ operations: ['write'], onCall: 1, isLasting: true, code: 'ENOSPC' });

  settings.update({ binDays: 7 });

  expect(written).toMatchObject([{ binDays: 7 }]);
  await expect(stat(reserve)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('with space back the reserve is taken again', async () => {
  const { disk, settings, reserve } = await onFullDisk();
  disk.isFull = true;
  settings.update({ binDays: 7 });
  disk.isFull = false;

  settings.update({ binDays: 8 });

  await vi.waitFor(async () => expect((await stat(reserve)).size).toBe(reserveBytes));
});

test('a disk that is full from the start leaves no half reserve and stops nothing', async () => {
  const folder = await temporaryFolder();
  const fs = createFaultyFileSystem(nodeFileSystem);
  fs.fail({
    operations: ['write'],
    onCall: 1,
    isLasting: true,
    code: 'ENOSPC',
    tornBytes: 100,
  });
  const openWriter = () => () => {
    throw diskFailure('ENOSPC');
  };

  const { settings } = await openSettings({ fs, folder, now: noon, openWriter });

  expect(await readdir(folder)).toEqual([]);
  expect(() => settings.update({ binDays: 7 })).toThrow('disk-full');
  expect(settings.get().binDays).toBe(30);
});
