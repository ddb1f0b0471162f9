import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Edit, Mutant } from './mutant.ts';
import { isProductSource, listFiles, placesOf, readSources } from './product.ts';

/** A copy of the tree that faults are planted in, so that the real one is never touched. */
export interface WorkingCopy {
  readonly folder: string;
  /** Plants the fault; resolves with the changed file and how to take it out, or null where a text is not found exactly once. */
  plant(mutant: Mutant): Promise<{ readonly file: string; undo(): Promise<void> } | null>;
  remove(): Promise<void>;
}

/** Copies what git knows or would add, as it lies on the disk now. */
export async function createWorkingCopy(root: string): Promise<WorkingCopy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'porchlight-mutants-'));
  const files = await listFiles(root);
  for (const file of files) await cp(path.join(root, file), path.join(folder, file));
  await cp(path.join(root, compiledMessages), path.join(folder, compiledMessages), {
    recursive: true,
  });
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  const original = await readSources(folder, files.filter(isProductSource));

  const write = ({ file, text }: (typeof original)[number]) =>
    writeFile(path.join(folder, file), text);

  async function plant(edits: readonly Edit[]): Promise<string | null> {
    let first: string | null = null;
    let sources = original;
    for (const { find, replace } of edits) {
      const [place, ...others] = placesOf(sources, find);
      if (place === undefined || others.length > 0) return null;
      const changed = { file: place.file, text: place.text.replace(find, () => replace) };
      sources = sources.map((source) => (source === place ? changed : source));
      first ??= place.file;
    }
    const changed = sources.filter((source) => !original.includes(source));
    for (const source of changed) await write(source);
    return first;
  }

  return {
    folder,
    async plant({ find, replace, also = [] }) {
      const edits = [{ find, replace }, ...also];
      const file = await plant(edits);
      if (file === null) return null;
      const touched = original.filter(({ text }) => edits.some((edit) => text.includes(edit.find)));
      return {
        file: path.join(folder, file),
        async undo() {
          await Promise.all(touched.map(write));
        },
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const compiledMessages = 'shared/messages/compiled';
