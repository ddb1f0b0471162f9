import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { seconds } from '../../../../electron/lib/clock.ts';
import type { ClipArchive } from '../../../../electron/store/archive/clip-archive.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { createHousekeeping } from '../../../../electron/sync/housekeeping/housekeeping.ts';
import { daysMs } from '../../../../electron/sync/housekeeping/retention.ts';
import { initialState } from '../../../../shared/app-state.ts';
import { noLimits } from '../../../../shared/archive.ts';
import type { ClipId } from '../../../../shared/ids.ts';
import { createFakeClock, settled } from '../../../fixtures/fake-clock.ts';
import { createMemorySettings } from '../../../fixtures/memory-stores.ts';
import { arriving, clipsIn, openFiles } from '../../store/archive/archive-support.ts';
import {
  accountId,
  inPieces,
  listed,
  noon,
  openIndex,
  smallMp4,
  temporaryFolder,
} from '../../store/support.ts';

const bytes = smallMp4();
const all = [1, 2, 3, 4, 5, 6].map((number): ClipId => `c${number}`);

/** Six kept clips in a real index and on a real disk. */
const setUp = async () => {
  const clock = createFakeClock();
  const index = await openIndex();
  const archive = join(await temporaryFolder(), 'archive');
  const files = await openFiles(archive);
  const settings = createMemorySettings({ accountIds: [accountId], binDays: 30 });
  const warnings: unknown[] = [];
  await index.recordListing(
    [1, 2, 3, 4, 5, 6].map((id) => listed(id)),
    clock.now(),
  );
  for (const id of all) {
    const clip = await index.get(id);
    if (clip === null) continue;
    const file = await files.keep(clip, arriving(inPieces(bytes), bytes.length));
    await index.setKept(id, file, clock.now());
  }
  const store = createAppStore(initialState);
  const onWarning = (message: string, error: unknown) => warnings.push([message, error]);
  const house = createHousekeeping({ index, files, settings, store, clock, onWarning });
  /** Which clips have a file, and where. */
  const lying = async () =>
    (await clipsIn(archive)).map((path) => {
      const [, number] = /(\d+)\.mp4$/.exec(path) ?? [];
      return `${path.includes('.bin/') ? 'bin ' : ''}c${number ?? '?'}`;
    });
  const places = () => Promise.all(all.map(async (id) => (await index.get(id))?.place));
  const atRest = async (work: () => void) => {
    work();
    await settled();
    await house.whenQuiet();
  };
  return { clock, index, files, settings, warnings, house, lying, places, atRest };
};

/** What the archive itself knows of stars. */
const starredIn = async (files: ClipArchive) => {
  const stars: unknown[] = [];
  for await (const { clips } of files.scan(new AbortController().signal)) {
    for (const { clip, starredAt } of clips)
      if (starredAt !== null) stars.push([clip.id, starredAt]);
  }
  return stars;
};

describe('housekeeping over a real index and a real disk', () => {
  it('removes the oldest, keeps what is starred, and tells nothing else than before', async () => {
    const { index, settings, warnings, house, clock, lying, places, atRest } = await setUp();
    await index.setStarred('c1', clock.now());
    const limits = { ...noLimits, maxBytes: 3 * bytes.length };
    const asked = house.preview(limits);
    await settled();
    await clock.advance(seconds(1));
    expect(await asked).toMatchObject({ clips: 3, bytes: 3 * bytes.length, onlyHere: 0 });
    settings.update({ limits });
    await atRest(house.wake);
    expect((await lying()).sort()).toEqual(['c1', 'c5', 'c6']);
    expect(await places()).toEqual(['kept', 'pruned', 'pruned', 'pruned', 'kept', 'kept']);
    expect((await index.pendingDownloads(accountId, clock.now(), 10)).length).toBe(0);
    expect(warnings).toEqual([]);
  });

  it('gives a file its row when a run broke off between the two, whatever became of the clip since', async () => {
    const { clock, index, files, house, warnings, lying, atRest } = await setUp();
    const late = [7, 8, 9];
    await index.recordListing(
      late.map((id) => listed(id)),
      clock.now(),
    );
    for (const id of late) {
      const clip = await index.get(`c${id}`);
      if (clip !== null) await files.keep(clip, arriving(inPieces(bytes), bytes.length));
    }
    const deletedInCloud = listed(8, { isDeleted: true, updatedAt: clock.now() });
    await index.recordListing([deletedInCloud], clock.now());
    await index.bin(['c9'], clock.now());
    await index.setStarred('c7', noon);
    expect((await index.get('c8'))?.place).toBe('gone');

    await clock.advance(seconds(31));
    await atRest(house.wake);

    expect((await index.get('c7'))?.place).toBe('kept');
    expect((await index.get('c8'))?.place).toBe('kept');
    expect(await starredIn(files)).toEqual([['c7', noon]]);
    expect((await lying()).filter((one) => /[789]$/.test(one)).sort()).toEqual([
      'bin c9',
      'c7',
      'c8',
    ]);
    expect(warnings).toEqual([]);
  });

  it('gives no row to a file that is not what was kept', async () => {
    const { clock, index, files, house, atRest } = await setUp();
    await index.recordListing([listed(7)], clock.now());
    const clip = await index.get('c7');
    if (clip === null) throw new Error('not listed');
    const file = await files.keep(clip, arriving(inPieces(bytes), bytes.length));
    await writeFile(
      join(files.folder(), file.path),
      bytes.map((byte) => byte ^ 1),
    );

    await atRest(house.wake);

    expect((await index.get('c7'))?.place).toBe('listed');
  });

  it('moves a deleted clip into the bin, and out of it into nothing', async () => {
    const { clock, index, warnings, house, lying, atRest } = await setUp();
    await index.bin(['c2', 'c3'], clock.now());
    await atRest(house.wake);
    expect((await lying()).sort()).toEqual(all);
    await index.unbin(['c3']);
    await clock.advance(seconds(31));
    await atRest(house.wake);
    expect((await lying()).sort()).toEqual(['bin c2', 'c1', 'c3', 'c4', 'c5', 'c6']);
    await clock.advance(daysMs(31));
    await index.setMark(accountId, 'cloud-time', String(clock.now()));
    await atRest(house.wake);
    expect((await lying()).sort()).toEqual(['c1', 'c3', 'c4', 'c5', 'c6']);
    expect((await index.counts(null)).binned).toBe(1);
    await index.setDeleted(['c2'], clock.now());
    expect((await index.counts(null)).binned).toBe(0);
    expect(warnings).toEqual([]);
  });

  it('gives back a clip that is shown again, and empties the bin when told', async () => {
    const { clock, index, files, house, lying, atRest } = await setUp();
    await index.bin(['c2', 'c4'], clock.now() - seconds(60));
    await atRest(house.wake);
    expect((await lying()).filter((name) => name.startsWith('bin')).sort()).toEqual([
      'bin c2',
      'bin c4',
    ]);
    await index.unbin(['c4']);
    await atRest(house.wake);
    const file = (await index.source('c4'))?.file ?? null;
    expect(file !== null && (await files.verify(file))).toBe('good');
    await index.bin(['c5'], clock.now());
    await house.emptyBin();
    expect((await lying()).sort()).toEqual(['c1', 'c3', 'c4', 'c6']);
  });
});
