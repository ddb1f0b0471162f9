import { dirname, join, normalize } from 'node:path';
import { withDiskErrors, type FileSystem } from '../../../electron/store/file-system.ts';
import { createFolder, createNodeFile, type FileNode, type FolderNode } from './memory-nodes.ts';
import { looseNames, sink, survivorOf, type Chance } from './power-loss.ts';

/** A disk in memory that knows what would survive a power loss. */
export interface MemoryDisk {
  readonly fs: FileSystem;
  /** How much goes onto it; writing more fails with ENOSPC. */
  capacityBytes: number;
  /** What `space` tells, when it is to differ from the truth. */
  toldFreeBytes: number | null;
  usedBytes(): number;
  /** Replaces a file as a whole, without waiting: for those who cannot. */
  writeNow(path: string, bytes: Uint8Array): void;
  /** What is found after a power loss: another disk every time, as chance has it. This one is left as it is. */
  afterPowerLoss(chance: Chance): MemoryDisk;
}

/** An empty disk, or one over what a power loss has left. */
export function createMemoryDisk(root: FolderNode = createFolder()): MemoryDisk {
  const makeRoom = (bytes: number): void => {
    if (disk.usedBytes() + bytes > disk.capacityBytes) throw diskFailure('ENOSPC');
  };
  const space = () => ({
    freeBytes: disk.toldFreeBytes ?? disk.capacityBytes - disk.usedBytes(),
    totalBytes: disk.capacityBytes,
  });
  const disk: MemoryDisk = {
    fs: withDiskErrors(memoryFileSystem(root, makeRoom, space)),
    capacityBytes: 2 ** 40,
    toldFreeBytes: null,
    usedBytes: () => sizeOf(root),
    writeNow(path, bytes) {
      makeRoom(bytes.length);
      const { folder, name } = treeOf(root).place(path);
      sink({ links: [{ folder, name, node: createNodeFile(Uint8Array.from(bytes)) }] });
    },
    afterPowerLoss(chance) {
      const kept = looseNames(root, chance);
      const next = createMemoryDisk(survivorOf(root, kept, chance));
      next.capacityBytes = disk.capacityBytes;
      next.toldFreeBytes = disk.toldFreeBytes;
      return next;
    },
  };
  return disk;
}

/** An error as Node throws it. */
export const diskFailure = (code: string): Error =>
  Object.assign(new Error(`${code}: made up`), { code });

const identities = new WeakMap<FileNode | FolderNode, string>();
let lastIdentity = 0;

function identityOf(node: FileNode | FolderNode): string {
  const known = identities.get(node) ?? String((lastIdentity += 1));
  identities.set(node, known);
  return known;
}

const sizeOf = (folder: FolderNode): number =>
  [...folder.entries.values()].reduce(
    (sum, node) => sum + (node.kind === 'file' ? node.sizeBytes() : sizeOf(node)),
    0,
  );

type Space = () => { readonly freeBytes: number; readonly totalBytes: number };

function memoryFileSystem(root: FolderNode, makeRoom: (bytes: number) => void, space: Space) {
  const tree = treeOf(root);

  const writing = (file: FileNode) => ({
    async write(bytes: Uint8Array) {
      makeRoom(bytes.length);
      file.append(bytes);
    },
    sync: async () => file.sync(),
    close: async () => undefined,
  });

  function made(path: string, file: FileNode): FileNode {
    const { folder, name } = tree.place(path);
    sink({ links: [{ folder, name, node: file }] });
    return file;
  }

  const fs = {
    async create(path: string) {
      if (tree.find(path) !== null) throw diskFailure('EEXIST');
      return writing(made(path, createNodeFile()));
    },
    async append(path: string) {
      return writing(tree.file(path) ?? made(path, createNodeFile()));
    },
    async truncate(path: string, sizeBytes: number) {
      const file = tree.file(path);
      if (file === null) throw diskFailure('ENOENT');
      file.truncate(sizeBytes);
    },
    read: async (path: string) => tree.file(path)?.bytes() ?? null,
    readAt: async (path: string, offset: number, length: number) =>
      tree
        .file(path)
        ?.bytes()
        .slice(offset, offset + length) ?? null,
    async stat(path: string) {
      const node = tree.find(path);
      if (node === null) return null;
      const sizeBytes = node.kind === 'file' ? node.sizeBytes() : 4_096;
      return { kind: node.kind, sizeBytes, modifiedAt: 0, identity: identityOf(node) };
    },
    async rename(from: string, to: string) {
      const source = tree.place(from);
      const node = source.folder.entries.get(source.name);
      if (node === undefined) throw diskFailure('ENOENT');
      const target = tree.place(to);
      const unlink = { ...source, node: null };
      sink({ links: [unlink, { ...target, node }] });
    },
    async copy(from: string, to: string) {
      const source = tree.file(from);
      if (source === null) throw diskFailure('ENOENT');
      makeRoom(source.bytes().length);
      const file = createNodeFile();
      file.append(source.bytes());
      file.sync();
      made(to, file);
      await fs.syncFolder(dirname(to));
    },
    async remove(path: string) {
      fs.removeNow(path);
    },
    removeNow(path: string) {
      const node = tree.find(path);
      if (node === null) return;
      if (node.kind === 'folder') throw diskFailure('EISDIR');
      const { folder, name } = tree.place(path);
      sink({ links: [{ folder, name, node: null }] });
    },
    async removeFolder(path: string) {
      const node = tree.find(path);
      if (node?.kind !== 'folder' || node.entries.size > 0) return false;
      const { folder, name } = tree.place(path);
      sink({ links: [{ folder, name, node: null }] });
      return true;
    },
    async makeFolder(path: string): Promise<boolean> {
      const there = tree.find(path);
      if (there !== null) {
        if (there.kind === 'file') throw diskFailure('EEXIST');
        return false;
      }
      await fs.makeFolder(dirname(path));
      const { folder, name } = tree.place(path);
      sink({ links: [{ folder, name, node: createFolder() }] });
      return true;
    },
    list: async (path: string) => [...(tree.folder(path)?.entries.keys() ?? [])].sort(),
    entries: async (path: string) =>
      [...(tree.folder(path)?.entries ?? [])]
        .map(([name, { kind }]) => ({ name, kind }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
    async syncFolder(path: string) {
      const folder = tree.folder(path);
      if (folder === null) throw diskFailure('ENOENT');
      folder.settle();
    },
    realPath: async (path: string) => (tree.find(path) === null ? null : normalize(path)),
    space: async (path: string) => {
      if (tree.find(path) === null) throw diskFailure('ENOENT');
      return space();
    },
  };
  return fs;
}

function treeOf(root: FolderNode) {
  const namesOf = (path: string) =>
    normalize(path)
      .split(/[\\/]/)
      .filter((name) => name !== '');

  function find(path: string): FileNode | FolderNode | null {
    let node: FileNode | FolderNode = root;
    for (const name of namesOf(path)) {
      const next: FileNode | FolderNode | undefined =
        node.kind === 'folder' ? node.entries.get(name) : undefined;
      if (next === undefined) return null;
      node = next;
    }
    return node;
  }

  const folder = (path: string): FolderNode | null => {
    const node = find(path);
    return node?.kind === 'folder' ? node : null;
  };

  return {
    find,
    folder,
    file(path: string): FileNode | null {
      const node = find(path);
      if (node?.kind === 'folder') throw diskFailure('EISDIR');
      return node;
    },
    /** The folder a name is in, or will be. */
    place(path: string): { readonly folder: FolderNode; readonly name: string } {
      const parent = folder(join(path, '..'));
      if (parent === null) throw diskFailure('ENOENT');
      return { folder: parent, name: namesOf(path).at(-1) ?? '' };
    },
  };
}
