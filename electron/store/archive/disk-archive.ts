import { journalPath, accountFolderOf, isAccountName, pathIn, clipPath } from './archive-paths.ts';
import { makeFolders, archiveAccounts, walkFiles, listTopLevel } from './archive-folders.ts';
import { dirname, isAbsolute } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { ClipId } from '../../../shared/ids.ts';
import type { Clip } from '../../../shared/models.ts';
import { moveFromBin, moveToBin, putInPlace } from './place-file.ts';
import { locateFile, removeFiles, verifyFile } from './kept-files.ts';
import {
  createArchiveJournal,
  toWrittenClip,
  type ArchiveJournal,
  type StarLine,
} from './journal.ts';
import { moveArchive } from './move-archive.ts';
import { dropPart, dropParts, partPath, partPlace, readNote, sweepParts } from './partial-files.ts';
import { discard, receiveDownload } from './receive-download.ts';
import { createArchiveRoot, type ArchiveRoot, type ArchiveRootOptions } from './archive-root.ts';
import { scanArchive } from './scan-archive.ts';

import type { FileSystem } from '../file-system.ts';
import type { IncomingDownload, ClipArchive } from './clip-archive.ts';
import type { KeptClip, KeptFile } from '../clips/clip-index.ts';

/** The archive. A folder that is away now may be back later, so this never fails; every call says it. */
export async function openDiskArchive(options: ArchiveRootOptions): Promise<ClipArchive> {
  const { fs } = options;
  const root = createArchiveRoot(options);
  const archive: Archive = { fs, root, journal: createArchiveJournal(fs) };
  await sweep(archive).catch(() => undefined);
  const { keep, change, note, alone, betweenNotes } = createArchiveLocks(archive);
  const open = <T>(work: (folder: string) => Promise<T>): Promise<T> => root.open().then(work);

  return {
    folder: root.folder,
    part: (clip) => open((folder) => readNote(fs, folder, partPlace(folder, clip))),
    keep,
    dropPart: (clip) => change((folder) => dropPart(fs, partPlace(folder, clip))),
    async locate(file) {
      const path = await open((folder) => locateFile(fs, folder, file));
      return path ?? (await unlessAway(root, null));
    },
    async verify(file) {
      const verdict = await open((folder) => verifyFile(fs, folder, file));
      return verdict === 'good' ? verdict : unlessAway(root, verdict);
    },
    remove: (kept) =>
      change(async (folder) => {
        await removeFiles(fs, folder, kept);
        const paths = kept.map(({ path }) => path);
        await betweenNotes(() => removeTraces(archive, folder, paths));
      }),
    toBin: (file) => change((folder) => moveToBin(fs, folder, file)),
    fromBin: (file) => change((folder) => moveFromBin(fs, folder, file)),
    recent: () => open((folder) => recentIn(archive, folder)),
    noteStar: (clip, starredAt) =>
      note((folder) => noteStar(archive, folder, { ...clip, starredAt })),
    async *scan(signal) {
      yield* scanArchive({ ...archive, root: await root.open(), signal });
      // What was not found counts only if the disk has not gone away meanwhile.
      await root.open();
    },
    space: () => open((folder) => fs.space(folder)),
    adopt: (to) => alone(() => adopt(archive, to)),
    moveTo: (to, steps, signal) => alone(() => moveArchive(archive, { to, steps, signal })),
  };
}

interface Archive {
  readonly fs: FileSystem;
  readonly root: ArchiveRoot;
  readonly journal: ArchiveJournal;
}

/** The answer counts only if the disk is still there; else rejects with `archive-away`. */
async function unlessAway<T>(root: ArchiveRoot, answer: T): Promise<T> {
  await root.open();
  return answer;
}

async function recentIn({ fs, journal }: Archive, folder: string): Promise<readonly KeptClip[]> {
  const found = new Map<ClipId, KeptFile>();
  for (const account of (await listTopLevel(fs, folder)).accounts) {
    for (const { clip, file } of await journal.recent(folder, Number(account))) {
      if ((await locateFile(fs, folder, file)) !== null) found.set(clip.id, file);
    }
  }
  return [...found].map(([id, file]) => ({ id, file }));
}

/** Only a folder with clips in it: an empty one would look like an archive that lost everything, and a person's own would be carried away with the next move. */
async function adopt({ fs, root }: Archive, to: string): Promise<void> {
  if (!isAbsolute(to)) throw new AppError('invalid-argument', 'not an absolute path');
  const isMarked = await root.isMarked(to);
  const accounts = isMarked ? (await listTopLevel(fs, to)).accounts : await archiveAccounts(fs, to);
  if (accounts.length === 0) throw new AppError('not-found', 'no archive there');
  await root.adopt(to);
}

async function sweep({ fs, root }: Archive): Promise<void> {
  const folder = await root.open();
  for (const account of (await listTopLevel(fs, folder)).accounts)
    await sweepParts(fs, folder, account);
}

/** Who may change the archive when: a clip is kept once however many ask, and nothing changes while all of it moves. */
function createArchiveLocks(archive: Archive) {
  const keeping = new Map<ClipId, Promise<KeptFile>>();
  const changing = new Set<Promise<unknown>>();
  /** What writes into a journal. */
  const noting = new Set<Promise<unknown>>();
  let clearing: Promise<unknown> = Promise.resolve();
  let isMoving = false;

  const checkFree = () => {
    if (isMoving) throw new AppError('archive-busy', 'it is being moved');
  };

  async function during<T>(work: Promise<T>): Promise<T> {
    changing.add(work);
    return work.finally(() => changing.delete(work));
  }

  function change<T>(work: (folder: string) => Promise<T>): Promise<T> {
    checkFree();
    return during(archive.root.open().then(work));
  }

  /** Whoever writes into a journal waits while one is being removed. */
  async function noted<T>(work: () => Promise<T>): Promise<T> {
    const done = clearing.then(work);
    noting.add(done);
    return done.finally(() => noting.delete(done));
  }

  return {
    change: async <T>(work: (folder: string) => Promise<T>): Promise<T> => change(work),
    note: async <T>(work: (folder: string) => Promise<T>): Promise<T> =>
      noted(async () => change(work)),
    /** Does nothing while a journal is in use; until it is done nobody writes into one. */
    async betweenNotes(work: () => Promise<void>): Promise<void> {
      if (noting.size > 0) return;
      const done = clearing.then(work);
      clearing = done.catch(() => undefined);
      await done;
    },
    async keep(clip: Clip, arriving: IncomingDownload): Promise<KeptFile> {
      const running = keeping.get(clip.id);
      if (running !== undefined || isMoving) await discard(arriving.body);
      if (running !== undefined) return running;
      checkFree();
      const work = noted(() => keepClip(archive, clip, arriving)).finally(() =>
        keeping.delete(clip.id),
      );
      keeping.set(clip.id, work);
      return during(work);
    },
    /** When nothing is on its way, and before anything else begins. */
    async alone<T>(work: () => Promise<T>): Promise<T> {
      checkFree();
      isMoving = true;
      try {
        await Promise.allSettled(changing);
        return await work();
      } finally {
        isMoving = false;
      }
    },
  };
}

async function keepClip(
  archive: Archive,
  clip: Clip,
  arriving: IncomingDownload,
): Promise<KeptFile> {
  const { fs, root } = archive;
  const folder = await makePartFolder(archive, clip).catch(async (error: unknown) => {
    await discard(arriving.body);
    throw error;
  });
  const place = partPlace(folder, clip);
  const bytes = await receiveDownload({ fs, root: folder, place, checkOurs: root.open }, arriving);
  try {
    // It took a while: another disk may lie here by now.
    await root.open();
    const file = { path: clipPath(clip), ...bytes };
    await recordAndPlace(archive, folder, { clip, file });
    return file;
  } catch (error) {
    await dropPart(fs, place).catch(() => undefined);
    throw error;
  }
}

async function makePartFolder({ fs, root }: Archive, clip: Clip): Promise<string> {
  const folder = await root.open();
  await makeFolders(fs, folder, partPath(clip));
  return folder;
}

interface Received {
  readonly clip: Clip;
  readonly file: KeptFile;
}

/** The journal first: a line without its file does no harm, a file without its line has to be guessed from its name. */
async function recordAndPlace(
  { fs, journal }: Archive,
  folder: string,
  { clip, file }: Received,
): Promise<void> {
  const place = partPlace(folder, clip);
  await makeFolders(fs, folder, file.path);
  await journal.note(folder, clip.accountId, { kind: 'kept', clip: toWrittenClip(clip), file });
  await fs.remove(place.note);
  await putInPlace(fs, { from: place.part, to: pathIn(folder, file.path), bytes: file });
  await fs.syncFolder(dirname(place.part));
}

type Star = Pick<Clip, 'id' | 'accountId'> & Pick<StarLine, 'starredAt'>;

async function noteStar(
  { fs, journal }: Archive,
  folder: string,
  { id, accountId, starredAt }: Star,
): Promise<void> {
  // A clip may be starred before it is kept.
  await makeFolders(fs, folder, journalPath(accountId));
  await journal.note(folder, accountId, { kind: 'star', id, starredAt });
}

/** An account without a clip leaves nothing behind: its journal has names of cameras in it. */
async function removeTraces(
  { fs, journal }: Archive,
  folder: string,
  paths: readonly string[],
): Promise<void> {
  for (const account of new Set(paths.map(accountFolderOf).filter(isAccountName))) {
    if (!(await isEmpty(fs, folder, account))) continue;
    await dropParts(fs, folder, account);
    await journal.remove(folder, Number(account));
    await fs.removeFolder(pathIn(folder, account));
  }
}

async function isEmpty(fs: FileSystem, folder: string, account: string): Promise<boolean> {
  for await (const _lying of walkFiles(fs, folder, account)) return false;
  return true;
}
