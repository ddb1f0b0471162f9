import {
  createFolder,
  createNodeFile,
  setName,
  type FileNode,
  type FolderNode,
  type NameChange,
} from './memory-nodes.ts';

/** From 0 (included) to 1 (excluded). */
export type Chance = () => number;

/** A change of names happens: for all to see at once, safe only later. */
export function sink(change: NameChange): void {
  for (const link of change.links) setName(link.folder.entries, link);
  for (const folder of new Set(change.links.map((link) => link.folder)))
    folder.pending.push(change);
}

/** Which of the changes that were not safe have reached the disk all the same: any of them, whatever came before. */
export function looseNames(root: FolderNode, chance: Chance): ReadonlySet<NameChange> {
  const changes = new Set<NameChange>();
  const look = (folder: FolderNode): void => {
    for (const change of folder.pending) changes.add(change);
    for (const node of [...folder.entries.values(), ...folder.safe.values()]) {
      if (node.kind === 'folder') look(node);
    }
  };
  look(root);
  // All or nothing now and then: those are the likeliest of all.
  const share = [0, 1, 0.5, chance()][Math.floor(chance() * 4)] ?? 0.5;
  return new Set([...changes].filter(() => chance() < share));
}

/** The tree as it is found afterwards, with bytes of its own. */
export function survivorOf(
  root: FolderNode,
  kept: ReadonlySet<NameChange>,
  chance: Chance,
): FolderNode {
  const files = new Map<FileNode, FileNode>();
  const fileAfter = (file: FileNode): FileNode => {
    const known = files.get(file);
    if (known !== undefined) return known;
    const after = createNodeFile(bytesAfter(file, chance));
    files.set(file, after);
    return after;
  };
  const folderAfter = (folder: FolderNode): FolderNode => {
    const names = new Map(folder.safe);
    for (const change of folder.pending.filter((each) => kept.has(each))) {
      for (const link of change.links) if (link.folder === folder) setName(names, link);
    }
    const after = createFolder();
    for (const [name, node] of names) {
      const survivor = node.kind === 'file' ? fileAfter(node) : folderAfter(node);
      after.entries.set(name, survivor);
      after.safe.set(name, survivor);
    }
    return after;
  };
  return folderAfter(root);
}

/** What was synced is there. Of what came after it: nothing, all, a part, or its length without its bytes. */
function bytesAfter(file: FileNode, chance: Chance): Uint8Array {
  const now = file.bytes();
  const safe = file.synced();
  if (now.length <= safe.length) return chance() < 0.5 ? now : safe;
  const torn = safe.length + Math.floor(chance() * (now.length - safe.length));
  const hollow = new Uint8Array(now.length);
  hollow.set(now.subarray(0, torn));
  return [safe, now, now.slice(0, torn), hollow][Math.floor(chance() * 4)] ?? safe;
}
