import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeFileSystem } from '../../../../electron/store/file-system.ts';
import type { ClipArchive } from '../../../../electron/store/archive/clip-archive.ts';
import { AppError } from '../../../../shared/errors.ts';
import { createFaultyFileSystem } from '../../../fixtures/faulty-file-system.ts';
import { arriving, clipsIn, filesIn, keptAs, newArchive, openFiles } from './archive-support.ts';
import { clipOf, inPieces, smallMp4 } from '../support.ts';

const clip = clipOf(7);
const bytes = smallMp4();
const validator = '"v1"';
const total = bytes.length;

async function* breakingAt(count: number) {
  yield* inPieces(bytes.subarray(0, count));
  throw new AppError('offline');
}

const breakAt = (files: ClipArchive, count: number, name: string | null = validator) =>
  files.keep(clip, arriving(breakingAt(count), total, { validator: name })).catch(() => undefined);

const goOn = (files: ClipArchive, startsAt: number, name = validator) =>
  files.keep(
    clip,
    arriving(inPieces(bytes.subarray(startsAt)), total, { startsAt, validator: name }),
  );

test.each([1, 7, 8, 24, 100, Math.floor(total / 2), total - 1])(
  'a body that broke off after %i bytes is gone on with, even after a restart',
  async (count) => {
    const { archive, mark, files } = await newArchive();
    await breakAt(files, count);

    const again = await openFiles(archive, { mark });
    expect(await again.part(clip)).toMatchObject({ sizeBytes: count, validator });
    expect(await goOn(again, count)).toEqual(keptAs(7));

    expect(await clipsIn(archive)).toEqual([keptAs(7).path]);
    expect(await readdir(join(archive, '1000001', '.parts'))).toEqual([]);
    expect(await again.verify(keptAs(7))).toBe('good');
  },
);

test('a body that broke off twice is gone on with twice', async () => {
  const { files } = await newArchive();
  await breakAt(files, 100);
  async function* more() {
    yield bytes.subarray(100, 300);
    throw new AppError('timeout');
  }
  await files
    .keep(clip, arriving(more(), total, { startsAt: 100, validator }))
    .catch(() => undefined);

  expect((await files.part(clip))?.sizeBytes).toBe(300);
  expect(await goOn(files, 300)).toEqual(keptAs(7));
});

test('nothing is left to go on with before the first byte, or without a name of the version', async () => {
  const { archive, files } = await newArchive();

  await breakAt(files, 0);
  expect(await files.part(clip)).toBeNull();
  await breakAt(files, 100, null);
  expect(await files.part(clip)).toBeNull();
  expect(await filesIn(archive)).toEqual(['.porchlight']);
});

test('a server that sends all of it is taken at its word', async () => {
  const { archive, files } = await newArchive();
  await breakAt(files, 200);

  await files.keep(clip, arriving(inPieces(bytes), total, { validator: '"v2"' }));

  expect(await files.verify(keptAs(7))).toBe('good');
  expect(await readdir(join(archive, '1000001', '.parts'))).toEqual([]);
});

test.each([
  ['begins elsewhere', 100, validator],
  ['is of another version', 200, '"v2"'],
])('a rest that %s is refused, and the next try starts anew', async (_what, startsAt, name) => {
  const { archive, files } = await newArchive();
  await breakAt(files, 200);

  await expect(goOn(files, startsAt, name)).rejects.toThrow('clip-damaged');

  expect(await files.part(clip)).toBeNull();
  expect(await clipsIn(archive)).toEqual([]);
});

test('bytes that came after the note are cut off: the power may have taken them', async () => {
  const { archive, files } = await newArchive();
  await breakAt(files, 200);
  await appendFile(join(archive, '1000001/.parts/c7.part'), Buffer.alloc(50));

  expect(await goOn(files, 200)).toEqual(keptAs(7));
});

test('bytes that are not what was noted are never gone on with', async () => {
  const { archive, files } = await newArchive();
  await breakAt(files, 200);
  await writeFile(join(archive, '1000001/.parts/c7.part'), Buffer.alloc(200));

  await expect(goOn(files, 200)).rejects.toThrow('clip-damaged');
  expect(await files.part(clip)).toBeNull();
});

test('one changed letter in the middle of a recording is noticed, where it still looks like a video', async () => {
  const { archive, files } = await newArchive();
  await breakAt(files, 200);
  const part = join(archive, '1000001/.parts/c7.part');
  const changed = await readFile(part);
  changed[150] = 9;
  await writeFile(part, changed);

  await expect(goOn(files, 200)).rejects.toThrow('clip-damaged');
  expect(await files.part(clip)).toBeNull();
  expect(await clipsIn(archive)).toEqual([]);
});

test.each(['', '{}', 'null', 'cut'])('a note that says %j counts as none', async (text) => {
  const { archive, files } = await newArchive();
  await breakAt(files, 200);
  const note = join(archive, '1000001/.parts/c7.json');
  const whole = await readFile(note, 'utf8');
  await writeFile(note, text === 'cut' ? whole.slice(0, -1) : text);

  expect(await files.part(clip)).toBeNull();
  expect(await files.keep(clip, arriving(inPieces(bytes)))).toEqual(keptAs(7));
});

test('a part that can be gone on with is dropped when nobody will', async () => {
  const { archive, files } = await newArchive();
  await breakAt(files, 200);

  await files.dropPart(clip);

  expect(await files.part(clip)).toBeNull();
  expect(await readdir(join(archive, '1000001', '.parts'))).toEqual([]);
});

test('what a crash left without a note is swept away at the next start', async () => {
  const { archive, mark, files } = await newArchive();
  await breakAt(files, 200);
  const parts = join(archive, '1000001/.parts');
  await writeFile(join(parts, 'c8.part'), 'of a crash');
  await writeFile(join(parts, 'c9.json.part'), 'of a crash');

  await openFiles(archive, { mark });

  expect(await readdir(parts)).toEqual(['c7.json', 'c7.part']);
});

test.each(['sync', 'create', 'write', 'rename', 'syncFolder'] as const)(
  'a disk that fails at %s while a part is noted leaves none, and the first failure is told',
  async (operation) => {
    const fs = createFaultyFileSystem(nodeFileSystem);
    const { archive, files } = await newArchive({ fs });
    async function* failingDisk() {
      yield bytes.subarray(0, 200);
      fs.fail({ operations: [operation], onCall: 1, code: 'EIO' });
      throw new AppError('offline');
    }

    const keeping = files.keep(clip, arriving(failingDisk(), total, { validator }));

    await expect(keeping).rejects.toThrow('offline');
    expect(fs.heal()).toBe(1);
    expect(await files.part(clip)).toBeNull();
    expect((await filesIn(archive)).filter((name) => name.endsWith('.part'))).toEqual([]);
  },
);

test('the bytes of a part are safe on the disk before the note that vouches for them', async () => {
  const fs = createFaultyFileSystem(nodeFileSystem);
  const { files } = await newArchive({ fs });

  await breakAt(files, 200);

  const done = fs.calls
    .filter(({ path }) => path.includes('.parts'))
    .map(({ operation, path }) => `${operation} ${basename(path).replace(/\.part$/, '')}`);
  const synced = done.indexOf('sync c7');
  expect(synced).toBeGreaterThan(0);
  expect(done.slice(0, synced)).toContain('write c7');
  expect(done.slice(synced)).not.toContain('write c7');
  expect(done.indexOf('create c7.json')).toBeGreaterThan(synced);
});

test('a disk swapped in the middle gets neither clip nor note', async () => {
  const { archive, files } = await newArchive();
  async function* swapping() {
    yield bytes.subarray(0, 200);
    await rm(archive, { recursive: true });
    await mkdir(join(archive, '1000001/.parts'), { recursive: true });
    yield bytes.subarray(200);
  }

  await expect(files.keep(clip, arriving(swapping(), total, { validator }))).rejects.toThrow(
    'archive-away',
  );
  expect(await filesIn(archive)).toEqual([]);
});
