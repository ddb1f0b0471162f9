import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Mutant } from './mutant.ts';

const run = promisify(execFile);

/** Where faults are planted. Tests, the simulator and build scripts are not the product. */
const productFolders = ['electron/', 'renderer/', 'shared/'];

/** A copy of the tree that faults are planted in, so that the real one is never touched. */
export interface WorkingCopy {
  readonly folder: string;
  /** Plants the fault; resolves with the changed file and how to take it out, or null where the text is not found exactly once. */
  plant(mutant: Mutant): Promise<{ readonly file: string; undo(): Promise<void> } | null>;
  remove(): Promise<void>;
}

/** Copies what git knows or would add, as it lies on the disk now. */
export async function createWorkingCopy(root: string): Promise<WorkingCopy> {
  const folder = await mkdtemp(path.join(tmpdir(), 'porchlight-mutants-'));
  const files = await listFiles(root);
  for (const file of files) await cp(path.join(root, file), path.join(folder, file));
  await cp(path.join(root, 'shared/messages/compiled'), path.join(folder, compiledMessages), {
    recursive: true,
  });
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  const sources = files.filter(isProductSource);

  return {
    folder,
    async plant({ find, replace }) {
      const place = await findOnce(folder, sources, find);
      if (place === null) return null;
      const { file, text } = place;
      await writeFile(
        file,
        text.replace(find, () => replace),
      );
      return { file, undo: () => writeFile(file, text) };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

const compiledMessages = 'shared/messages/compiled';

async function listFiles(root: string): Promise<readonly string[]> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z'];
  const [known, deleted] = await Promise.all([
    run('git', args, { cwd: root, maxBuffer: 2 ** 26 }),
    run('git', ['ls-files', '--deleted', '-z'], { cwd: root }),
  ]);
  const gone = new Set(deleted.stdout.split('\0'));
  return known.stdout.split('\0').filter((file) => file !== '' && !gone.has(file));
}

const isProductSource = (file: string): boolean =>
  productFolders.some((folder) => file.startsWith(folder)) && /\.(ts|svelte|html)$/.test(file);

async function findOnce(folder: string, sources: readonly string[], find: string) {
  const places: { readonly file: string; readonly text: string }[] = [];
  for (const source of sources) {
    const file = path.join(folder, source);
    const text = await readFile(file, 'utf8');
    const times = text.split(find).length - 1;
    for (let time = 0; time < times; time += 1) places.push({ file, text });
  }
  const [only] = places;
  return places.length === 1 && only !== undefined ? only : null;
}
