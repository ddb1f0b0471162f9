import {
  appendFile,
  copyFile,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../../../electron/store/file-system.ts';
import { createFaultyFileSystem } from '../../../fixtures/faulty-file-system.ts';
import { foldingFileSystem } from '../../../fixtures/folding-file-system.ts';
import { keepAll, keptAs, newArchive, openFiles, scanned } from './archive-support.ts';
import { clipOf, smallMp4 } from '../support.ts';

const journalIn = (archive: string) => join(archive, '1000001', '.journal.jsonl');

test('every kept clip is found with all that was known of it', async () => {
  const { archive, mark, files } = await newArchive();
  await keepAll(files, [1, 2, 3], { labels: ['person'], timeZone: 'Asia/Kathmandu' });

  const { clips, unknownFiles } = await scanned(await openFiles(archive, { mark }));

  expect(unknownFiles).toBe(0);
  expect(clips).toEqual(
    [1, 2, 3].map((id) => ({
      clip: {
        ...clipOf(id, { labels: ['person'], timeZone: 'Asia/Kathmandu' }),
        ...{ place: 'kept', isInCloud: false, isStarred: false, binnedAt: null },
        ...{ isSeen: true, isWatched: true, sizeBytes: keptAs(id).sizeBytes },
      },
      file: keptAs(id),
      starredAt: null,
      isBinned: false,
    })),
  );
});

test('stars are found, those taken away are not', async () => {
  const { files } = await newArchive();
  await files.noteStar(clipOf(1), 5);
  await keepAll(files, [1, 2]);
  await files.noteStar(clipOf(2), 6);
  await files.noteStar(clipOf(2), null);

  const { clips } = await scanned(files);

  expect(clips.map(({ starredAt, clip }) => [starredAt, clip.isStarred])).toEqual([
    [5, true],
    [null, false],
  ]);
});

test('a file without a line is known by its name, its neighbours and its bytes', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [1, 2]);
  const lines = await readFile(journalIn(archive), 'utf8');
  await writeFile(journalIn(archive), lines.slice(lines.indexOf('\n', 1) + 1));

  const { clips } = await scanned(files);

  const { id, deviceId, networkId, recordedAt, timeZone } = clipOf(1);
  expect(clips[0]).toMatchObject({
    clip: { id, deviceId, networkId, recordedAt, timeZone, kind: 'motion', place: 'kept' },
    file: keptAs(1),
  });
});

test('without any journal names alone are enough', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [1, 2]);
  await rm(journalIn(archive));

  const { clips, unknownFiles } = await scanned(files);

  expect(unknownFiles).toBe(0);
  expect(clips.map(({ clip }) => [clip.id, clip.networkName, clip.deviceName])).toEqual([
    ['c1', 'Home', 'Front Yard'],
    ['c2', 'Home', 'Front Yard'],
  ]);
  expect(clips.map(({ file }) => file)).toEqual([keptAs(1), keptAs(2)]);
});

test('a journal cut or changed anywhere costs no clip', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [1, 2, 3]);
  const whole = await readFile(journalIn(archive));
  for (let at = 0; at < whole.length; at += 31) {
    const flipped = Buffer.from(whole);
    flipped[at] = (flipped[at] ?? 0) ^ 4;
    for (const bytes of [whole.subarray(0, at), flipped]) {
      await writeFile(journalIn(archive), bytes);

      const { clips } = await scanned(files);

      expect(clips.map(({ file }) => file)).toEqual([1, 2, 3].map((id) => keptAs(id)));
      expect(clips.map(({ clip }) => clip.recordedAt)).toEqual(
        [1, 2, 3].map((id) => clipOf(id).recordedAt),
      );
    }
  }
});

test('a torn last line takes no later line along', async () => {
  const { archive, mark, files } = await newArchive();
  await keepAll(files, [1]);
  await appendFile(journalIn(archive), '{"kind":"kept","clip":{"id":"c9');
  await keepAll(await openFiles(archive, { mark }), [2], { timeZone: 'Asia/Tokyo' });

  const { clips } = await scanned(files);

  expect(clips.map(({ clip }) => clip.timeZone)).toEqual(['Europe/Berlin', 'Asia/Tokyo']);
});

test('half a line left by a full disk takes no later line along', async () => {
  const fs = createFaultyFileSystem(nodeFileSystem);
  const { files } = await newArchive({ fs });
  await keepAll(files, [1]);
  const path = /journal/;
  fs.fail({ operations: ['write'], path, onCall: 1, code: 'ENOSPC', tornBytes: 40 });
  await expect(files.noteStar(clipOf(1), 1)).rejects.toMatchObject({ code: 'disk-full' });

  await files.noteStar(clipOf(1), 2);

  expect((await scanned(files)).clips[0]?.starredAt).toBe(2);
});

test('what is none of ours is counted and never a clip', async () => {
  const { archive, files } = await newArchive();
  const [kept] = await keepAll(files, [1]);
  const folder = dirname(join(archive, kept?.path ?? ''));
  await writeFile(join(folder, 'notes.txt'), 'mine');
  await writeFile(join(folder, '17-20-01Z motion 2.mp4'), 'no MP4 at all');
  await writeFile(join(folder, '99-99-99Z motion 3.mp4'), smallMp4());
  await writeFile(join(folder, '17-20-01Z motion 4 (2).mp4'), smallMp4());
  await symlink(join(archive, kept?.path ?? ''), join(folder, '17-20-01Z motion 5.mp4'));
  await writeFile(join(archive, 'holiday.mp4'), smallMp4());
  await mkdir(join(archive, 'Holiday'));
  await writeFile(join(archive, '.DS_Store'), 'of a file manager');

  const { ids, unknownFiles } = await scanned(files);

  expect(ids).toEqual(['c1']);
  expect(unknownFiles).toBe(7);
});

test('a link leads a scan nowhere', async () => {
  const { archive, files } = await newArchive();
  const other = await newArchive();
  await keepAll(other.files, [1]);
  await symlink(join(other.archive, '1000001'), join(archive, '1000001'));
  await mkdir(join(archive, '2'));
  await symlink(other.archive, join(archive, '2', 'Home'));

  expect(await scanned(files)).toMatchObject({ ids: [], unknownFiles: 2 });
});

test('a clip that was moved by hand is found where it lies, and in its place when it lies twice', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [1, 2]);
  await mkdir(join(archive, '1000001/Best of'), { recursive: true });
  const best = (id: number) => `1000001/Best of/17-20-01Z motion ${id}.mp4`;
  await rename(join(archive, keptAs(1).path), join(archive, best(1)));
  await copyFile(join(archive, keptAs(2).path), join(archive, best(2)));

  const { clips, unknownFiles } = await scanned(files);

  expect(clips.map(({ file }) => file.path)).toEqual([best(1), keptAs(2).path]);
  expect(unknownFiles).toBe(1);
});

test('a clip kept twice with different bytes is what really lies there', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [1]);
  const other = smallMp4(9, 700);
  await files.keep(clipOf(1), {
    body: (async function* () {
      yield other;
    })(),
    ...{ sizeBytes: null, startsAt: 0, validator: null },
  });
  await rm(join(archive, keptAs(1).path));
  await rename(
    join(archive, keptAs(1).path.replace('.mp4', ' (2).mp4')),
    join(archive, keptAs(1).path),
  );

  expect((await scanned(files)).clips.map(({ file }) => file)).toEqual([keptAs(1)]);
});

test('a file that was cut is damaged, and one that was replaced by a whole one is what lies there', async () => {
  const { archive, files } = await newArchive();
  await keepAll(files, [1, 2]);
  await truncate(join(archive, keptAs(1).path), 100);
  const other = smallMp4(9, 700);
  await writeFile(join(archive, keptAs(2).path), other);

  const { clips } = await scanned(files);

  expect(clips.map(({ clip, file }) => [clip.place, file])).toEqual([
    ['damaged', keptAs(1)],
    ['kept', { ...keptAs(2, other), path: keptAs(2).path }],
  ]);
});

test('a scan stops when it is told to', async () => {
  const { files } = await newArchive();
  await keepAll(files, [1]);
  const ending = new AbortController();
  ending.abort(new Error('enough'));

  const scan = async () => {
    for await (const _batch of files.scan(ending.signal)) continue;
  };

  await expect(scan()).rejects.toThrow('enough');
});

test.each([
  ['takes accents apart', { networkName: 'Café', deviceName: 'Gärten' }],
  ['takes large and small letters for the same', { networkName: 'home', deviceName: 'FRONT yard' }],
])('a disk that %s loses no clip', async (_how, names) => {
  const fs = foldingFileSystem(nodeFileSystem);
  const { archive, mark, files } = await newArchive({ fs });
  await keepAll(files, [1], { networkName: 'Home', deviceName: 'Front Yard' });
  await keepAll(files, [2, 3], names);

  const { ids } = await scanned(await openFiles(archive, { mark, fs }));

  expect([...ids].sort()).toEqual(['c1', 'c2', 'c3']);
});
