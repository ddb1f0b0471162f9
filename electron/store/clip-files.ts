import { createHash } from 'node:crypto';
import { dirname, join, sep } from 'node:path';
import { AppError } from '../../shared/errors.ts';
import type { ClipId } from '../../shared/ids.ts';
import type { Clip } from '../../shared/models.ts';
import { clipPath, isInnerPath } from './clip-path.ts';
import { onDisk } from './disk.ts';
import type { FileSystem } from './file-system.ts';
import { createMp4Check } from './mp4-check.ts';
import type { ClipFiles, KeptFile } from './ports.ts';

export interface ClipFilesOptions {
  readonly fs: FileSystem;
  /** Absolute path of the archive folder. */
  readonly archive: string;
}

/** The archive; its folder is made here and never again, so that a disk taken away is not mistaken for an empty one. */
export async function openClipFiles(options: ClipFilesOptions): Promise<ClipFiles> {
  await onDisk(options.fs.makeFolder(options.archive));
  const inFlight = new Map<ClipId, Promise<KeptFile>>();

  async function keep(clip: Clip, body: Body, sizeBytes: number | null): Promise<KeptFile> {
    const running = inFlight.get(clip.id);
    if (running !== undefined) {
      await discard(body);
      return running;
    }
    const keeping = keepClip(options, clip, { body, sizeBytes });
    inFlight.set(clip.id, keeping);
    return keeping.finally(() => inFlight.delete(clip.id));
  }

  return {
    keep,
    locate: (file) => locate(options, file),
    remove: (paths) => remove(options, paths),
  };
}

type Body = AsyncIterable<Uint8Array>;

interface Arriving {
  readonly body: Body;
  readonly sizeBytes: number | null;
}

type Written = Omit<KeptFile, 'path'>;

/** No camera of ours records this much in one clip: more is a fault or an attack on the disk. */
const largestClipBytes = 2 ** 30;

async function keepClip(
  { fs, archive }: ClipFilesOptions,
  clip: Clip,
  arriving: Arriving,
): Promise<KeptFile> {
  const path = clipPath(clip);
  const target = join(archive, ...path.split('/'));
  const part = `${target}.part`;
  try {
    await makeRoom(fs, archive, path).catch(async (error: unknown) => {
      await discard(arriving.body);
      throw error;
    });
    const written = await writeVerified(fs, part, arriving);
    await putInPlace(fs, { part, target, written });
    return { path, ...written };
  } catch (error) {
    await fs.remove(part).catch(() => undefined);
    throw error;
  }
}

/** What an earlier try left is removed, not opened: it might be a link. */
async function makeRoom(fs: FileSystem, archive: string, path: string): Promise<void> {
  await makeFolders(fs, archive, path);
  await onDisk(fs.remove(`${join(archive, ...path.split('/'))}.part`));
}

/** Folder by folder, because a link among them could lead out of the archive, and each new name is to survive a power loss. */
async function makeFolders(fs: FileSystem, archive: string, path: string): Promise<void> {
  if ((await onDisk(fs.realPath(archive))) === null) {
    throw new AppError('disk-error', 'the archive folder is gone');
  }
  let folder = archive;
  for (const name of path.split('/').slice(0, -1)) {
    const parent = folder;
    folder = join(parent, name);
    const facts = await onDisk(fs.stat(folder));
    if (facts === null) {
      await onDisk(fs.makeFolder(folder));
      await onDisk(fs.syncFolder(parent));
    } else if (facts.kind !== 'folder') {
      throw new AppError('disk-error', 'not a folder');
    }
  }
}

async function writeVerified(fs: FileSystem, part: string, arriving: Arriving): Promise<Written> {
  const { body, sizeBytes: announced } = arriving;
  const check = createMp4Check();
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const file = await onDisk(fs.create(part)).catch(async (error: unknown) => {
    await discard(body);
    throw error;
  });
  try {
    for await (const bytes of body) {
      sizeBytes += bytes.length;
      check.add(bytes);
      throwIfDamaged(sizeBytes > (announced ?? largestClipBytes) ? 'too long' : check.problem());
      hash.update(bytes);
      await onDisk(file.write(bytes));
    }
    throwIfDamaged(check.verdict(announced));
    await onDisk(file.sync());
  } finally {
    await onDisk(file.close());
  }
  return { sizeBytes, sha256: hash.digest('hex') };
}

interface Finished {
  readonly part: string;
  readonly target: string;
  readonly written: Written;
}

async function putInPlace(fs: FileSystem, { part, target, written }: Finished): Promise<void> {
  const old = await onDisk(fs.stat(target));
  // After a crash between the rename and the index our own file may lie there; anything else is the person's.
  if (old !== null && !(old.kind === 'file' && (await hasBytes(fs, target, written)))) {
    await onDisk(fs.rename(target, await otherName(fs, target)));
  }
  await onDisk(fs.rename(part, target));
  await onDisk(fs.syncFolder(dirname(target)));
}

async function hasBytes(fs: FileSystem, path: string, written: Written): Promise<boolean> {
  const hash = createHash('sha256');
  for (let at = 0; ; at += chunkBytes) {
    const bytes = await onDisk(fs.readAt(path, at, chunkBytes));
    if (bytes === null) return false;
    hash.update(bytes);
    if (bytes.length < chunkBytes) return hash.digest('hex') === written.sha256;
  }
}

const chunkBytes = 2 ** 20;

async function otherName(fs: FileSystem, target: string): Promise<string> {
  for (let number = 2; ; number += 1) {
    const name = target.replace(/\.mp4$/, ` (${number}).mp4`);
    if ((await onDisk(fs.stat(name))) === null) return name;
  }
}

async function locate({ fs, archive }: ClipFilesOptions, file: KeptFile): Promise<string | null> {
  if (!isInnerPath(file.path)) return null;
  const [account = '', ...inner] = file.path.split('/');
  // Without its account's folder the whole disk is away: that is no missing file.
  if ((await onDisk(fs.realPath(join(archive, account)))) === null) {
    throw new AppError('disk-error', 'the archive is away');
  }
  const path = join(archive, account, ...inner);
  if (!(await isInside(fs, archive, path))) return null;
  const facts = await onDisk(fs.stat(path));
  return facts?.kind === 'file' && facts.sizeBytes === file.sizeBytes ? path : null;
}

async function remove({ fs, archive }: ClipFilesOptions, paths: readonly string[]): Promise<void> {
  if (!paths.every(isInnerPath)) throw new AppError('invalid-argument', 'path');
  for (const path of paths) {
    const target = join(archive, ...path.split('/'));
    if (await isInside(fs, archive, dirname(target))) await onDisk(fs.remove(target));
  }
  const folders = [...new Set(paths.flatMap(foldersOf))].sort((a, b) => b.length - a.length);
  for (const path of folders) {
    const folder = join(archive, ...path.split('/'));
    if (await isInside(fs, archive, folder)) await onDisk(fs.removeFolder(folder));
  }
}

/** True for what is there and still in the archive when every link is followed. */
async function isInside(fs: FileSystem, archive: string, path: string): Promise<boolean> {
  const [root, real] = await onDisk(Promise.all([fs.realPath(archive), fs.realPath(path)]));
  return root !== null && real?.startsWith(root + sep) === true;
}

/** `a/b/c.mp4` lies in `a` and in `a/b`. */
function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** Lets go of a connection whose bytes nobody wants. */
async function discard(body: Body): Promise<void> {
  try {
    await body[Symbol.asyncIterator]().return?.();
  } catch {
    // It was not wanted anyway.
  }
}

function throwIfDamaged(problem: string | null): void {
  if (problem !== null) throw new AppError('clip-damaged', problem);
}
