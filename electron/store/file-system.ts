import { AppError } from '../../shared/errors.ts';
import { constants, rmSync, type BigIntStats } from 'node:fs';
import * as node from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Timestamp } from '../../shared/models.ts';

/** A file being written. */
export interface WritableFile {
  write(bytes: Uint8Array): Promise<void>;
  /** The bytes are on the disk, not only in its cache. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface FileFacts {
  /** A link is `other`: nothing here follows links. */
  readonly kind: 'file' | 'folder' | 'other';
  readonly sizeBytes: number;
  readonly modifiedAt: Timestamp;
  /** The same for two paths that name one file: disks that fold letters know a file by many names. */
  readonly identity: string;
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: FileFacts['kind'];
}

export interface DiskSpace {
  /** What an ordinary user may still write. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/**
 * The disk, as every file of `store/` sees it. Every failure is an AppError `disk-full` or `disk-error` with Node's own
 * error as its `cause`. New files are 0600, new folders 0700.
 */
export interface FileSystem {
  /** A new empty file. Fails with EEXIST if anything lies there, a link too. */
  create(path: string): Promise<WritableFile>;
  /** Goes on at the end of a file, made if it is not there. A link is refused. */
  append(path: string): Promise<WritableFile>;
  /** Cuts a file to a length. A link is refused. */
  truncate(path: string, sizeBytes: number): Promise<void>;
  /** The whole file, null if there is none. */
  read(path: string): Promise<Uint8Array | null>;
  /** Up to `length` bytes from `offset`, fewer at the end; null if there is no file. */
  readAt(path: string, offset: number, length: number): Promise<Uint8Array | null>;
  /** Null if nothing is there. */
  stat(path: string): Promise<FileFacts | null>;
  rename(from: string, to: string): Promise<void>;
  /** A copy that is on the disk when this answers; what lay at `to` is gone. */
  copy(from: string, to: string): Promise<void>;
  /** Removes a file; none there is fine. */
  remove(path: string): Promise<void>;
  /** The same without waiting: for those who cannot. */
  removeNow(path: string): void;
  /** Removes an empty folder; false if it is not empty or not there. */
  removeFolder(path: string): Promise<boolean>;
  /** Makes a folder and those above it; true if it was not there. */
  makeFolder(path: string): Promise<boolean>;
  /** Names in a folder; empty if it is not there. */
  list(path: string): Promise<readonly string[]>;
  /** The same with what they name, in the order of names. */
  entries(path: string): Promise<readonly FolderEntry[]>;
  /** New names in this folder survive a power loss. */
  syncFolder(path: string): Promise<void>;
  /** The path without links, null if nothing is there. */
  realPath(path: string): Promise<string | null>;
  /** Of the disk a path lies on. */
  space(path: string): Promise<DiskSpace>;
}

/** The computer's disk. */
export const nodeFileSystem: FileSystem = withDiskErrors({
  create: async (path) => writable(await node.open(path, creating, fileMode)),
  append: async (path) => writable(await node.open(path, appending, fileMode)),
  truncate,
  read: (path) => orNull(node.readFile(path)),
  readAt: (path, offset, length) => orNull(readAt(path, offset, length)),
  stat: (path) => orNull(stat(path)),
  rename: (from, to) => node.rename(from, to),
  copy,
  remove: (path) => node.rm(path, { force: true }),
  removeNow: (path) => rmSync(path, { force: true }),
  removeFolder,
  makeFolder: async (path) =>
    (await node.mkdir(path, { mode: folderMode, recursive: true })) !== undefined,
  list: async (path) => (await orNull(node.readdir(path))) ?? [],
  entries,
  syncFolder,
  realPath: (path) => orNull(node.realpath(path)),
  async space(path) {
    const { bavail, blocks, bsize } = await node.statfs(path);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  },
});

/** The same disk, its failures named by `toDiskError`. */
export function withDiskErrors(fs: FileSystem): FileSystem {
  return {
    create: named(async (path) => fileWithDiskErrors(await fs.create(path))),
    append: named(async (path) => fileWithDiskErrors(await fs.append(path))),
    truncate: named(fs.truncate),
    read: named(fs.read),
    readAt: named(fs.readAt),
    stat: named(fs.stat),
    rename: named(fs.rename),
    copy: named(fs.copy),
    remove: named(fs.remove),
    removeNow(path) {
      try {
        fs.removeNow(path);
      } catch (error) {
        throw toDiskError(error);
      }
    },
    removeFolder: named(fs.removeFolder),
    makeFolder: named(fs.makeFolder),
    list: named(fs.list),
    entries: named(fs.entries),
    syncFolder: named(fs.syncFolder),
    realPath: named(fs.realPath),
    space: named(fs.space),
  };
}

/** The `code` of a failed call, empty if it has none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}

const fileWithDiskErrors = (file: WritableFile): WritableFile => ({
  write: named(file.write),
  sync: named(file.sync),
  close: named(file.close),
});

function named<Args extends readonly unknown[], T>(
  call: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  return async (...args) => {
    try {
      return await call(...args);
    } catch (error) {
      throw toDiskError(error);
    }
  };
}

const fileMode = 0o600;
const folderMode = 0o700;

// Windows has no such flag, and no links without rights.
const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW;
const creating = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | noFollow;
const appending = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | noFollow;

const writable = (file: node.FileHandle): WritableFile => ({
  async write(bytes) {
    // One call may write less than it was given.
    for (let done = 0; done < bytes.length;) {
      done += (await file.write(bytes, done)).bytesWritten;
    }
  },
  sync: () => file.sync(),
  close: () => file.close(),
});

async function stat(path: string): Promise<FileFacts> {
  const facts = await node.lstat(path, { bigint: true });
  return {
    kind: kindOf(facts),
    sizeBytes: Number(facts.size),
    modifiedAt: Number(facts.mtimeMs),
    // Some network disks have no numbers: then a path is all there is.
    identity: facts.ino === 0n ? path : `${facts.dev}:${facts.ino}`,
  };
}

const kindOf = (facts: Pick<BigIntStats, 'isFile' | 'isDirectory'>): FileFacts['kind'] =>
  facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : 'other';

async function entries(path: string): Promise<readonly FolderEntry[]> {
  const found = (await orNull(node.readdir(path, { withFileTypes: true }))) ?? [];
  return found
    .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function truncate(path: string, sizeBytes: number): Promise<void> {
  const file = await node.open(path, constants.O_RDWR | noFollow);
  try {
    await file.truncate(sizeBytes);
  } finally {
    await file.close();
  }
}

async function readAt(path: string, offset: number, length: number): Promise<Uint8Array> {
  const file = await node.open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

async function copy(from: string, to: string): Promise<void> {
  await node.rm(to, { force: true });
  await node.copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  const file = await node.open(to, constants.O_RDWR | noFollow);
  try {
    await file.chmod(fileMode);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(dirname(to));
}

async function removeFolder(path: string): Promise<boolean> {
  try {
    await node.rmdir(path);
    return true;
  } catch (error) {
    if (['ENOTEMPTY', 'EEXIST', 'ENOENT', 'EPERM'].includes(errorCode(error))) return false;
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder and keeps its names safe by itself.
  if (process.platform === 'win32') return;
  const folder = await node.open(path, 'r');
  try {
    await folder.sync();
  } catch (error) {
    // Some disks, such as network and FUSE ones, cannot sync a folder: no reason to keep nothing on them.
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(errorCode(error))) throw error;
  } finally {
    await folder.close();
  }
}

async function orNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null;
    throw error;
  }
}

/** What a failed call to the disk is called: `disk-full` or `disk-error`. */
export function toDiskError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const code = errorCode(error);
  const isFull = ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'].includes(code);
  const detail = code === '' && error instanceof Error ? error.message : code;
  return new AppError(isFull ? 'disk-full' : 'disk-error', detail, { cause: error });
}
