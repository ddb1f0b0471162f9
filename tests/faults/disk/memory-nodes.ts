/** A file: its bytes as everybody sees them, and what of them is safe. */
export interface FileNode {
  readonly kind: 'file';
  bytes(): Uint8Array;
  sizeBytes(): number;
  append(bytes: Uint8Array): void;
  truncate(sizeBytes: number): void;
  sync(): void;
  /** The bytes of the last sync. */
  synced(): Uint8Array;
}

export interface FolderNode {
  readonly kind: 'folder';
  /** As everybody sees it. */
  readonly entries: Map<string, FileNode | FolderNode>;
  /** As it would be found after a power loss at the worst moment. */
  readonly safe: Map<string, FileNode | FolderNode>;
  /** Changes of names that are not safe yet, oldest first. */
  readonly pending: NameChange[];
  /** All changes of names are safe from here on. */
  settle(): void;
}

/** One or two names that change together. */
export interface NameChange {
  readonly links: readonly Link[];
}

export interface Link {
  readonly folder: FolderNode;
  readonly name: string;
  /** Null: the name is gone. */
  readonly node: FileNode | FolderNode | null;
}

/** An empty file of which nothing is safe. */
export function createNodeFile(whole: Uint8Array = new Uint8Array(0)): FileNode {
  let chunks: readonly Uint8Array[] = whole.length === 0 ? [] : [whole];
  let safe: readonly Uint8Array[] = chunks;

  function joined(parts: readonly Uint8Array[]): Uint8Array {
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  return {
    kind: 'file',
    bytes() {
      const all = joined(chunks);
      chunks = all.length === 0 ? [] : [all];
      return all;
    },
    sizeBytes: () => chunks.reduce((sum, { length }) => sum + length, 0),
    append: (bytes) => (chunks = [...chunks, Uint8Array.from(bytes)]),
    truncate: (sizeBytes) => (chunks = [joined(chunks).slice(0, sizeBytes)]),
    sync: () => (safe = chunks),
    synced: () => joined(safe),
  };
}

/** An empty folder. */
export function createFolder(): FolderNode {
  const pending: NameChange[] = [];
  const folder: FolderNode = {
    kind: 'folder',
    entries: new Map(),
    safe: new Map(),
    pending,
    settle() {
      for (const change of [...pending]) {
        for (const link of change.links) {
          setName(link.folder.safe, link);
          forget(link.folder, change);
        }
      }
    },
  };
  return folder;
}

/** A name, in one of the two pictures of a folder. */
export function setName(names: FolderNode['entries'], { name, node }: Link): void {
  if (node === null) names.delete(name);
  else names.set(name, node);
}

function forget(folder: FolderNode, change: NameChange): void {
  const at = folder.pending.indexOf(change);
  if (at >= 0) folder.pending.splice(at, 1);
}
