import { dirname } from 'node:path';
import { onDisk } from './file-utils.ts';
import { hasBytes, type FileBytes } from './file-bytes.ts';
import type { FileSystem } from './file-system.ts';

export interface Placing {
  readonly from: string;
  readonly to: string;
  readonly bytes: FileBytes;
}

/** Gives a file its place, for good when this answers. Other bytes that lie there are the person's: they move aside to a free name. */
export async function putInPlace(fs: FileSystem, { from, to, bytes }: Placing): Promise<void> {
  const old = await onDisk(fs.stat(to));
  // After a crash our own file may lie there already.
  if (old !== null && !(await hasBytes(fs, to, bytes))) {
    await onDisk(fs.rename(to, await freeName(fs, to)));
  }
  await onDisk(fs.rename(from, to));
  await onDisk(fs.syncFolder(dirname(to)));
}

/** `x (2).mp4` for `x.mp4`, or the first number after it that is free. */
export async function freeName(fs: FileSystem, path: string): Promise<string> {
  const [, stem = path, ending = ''] = /^(.*?)(\.[^./\\]*)?$/su.exec(path) ?? [];
  for (let number = 2; ; number += 1) {
    const name = `${stem} (${number})${ending}`;
    if ((await onDisk(fs.stat(name))) === null) return name;
  }
}
