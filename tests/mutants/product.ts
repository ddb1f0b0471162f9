import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where faults are planted. Tests, the simulator and build scripts are not the product. */
const productFolders = ['electron/', 'renderer/', 'shared/'];

/** A file of the product. */
export interface Source {
  readonly file: string;
  readonly text: string;
}

/** What git knows or would add, and that is there. */
export async function listFiles(root: string): Promise<readonly string[]> {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z'];
  const [known, deleted] = await Promise.all([
    run('git', args, { cwd: root, maxBuffer: 2 ** 26 }),
    run('git', ['ls-files', '--deleted', '-z'], { cwd: root }),
  ]);
  const gone = new Set(deleted.stdout.split('\0'));
  return known.stdout.split('\0').filter((file) => file !== '' && !gone.has(file));
}

export const isProductSource = (file: string): boolean =>
  productFolders.some((folder) => file.startsWith(folder)) && /\.(ts|svelte|html)$/.test(file);

export const readSources = (root: string, files: readonly string[]): Promise<readonly Source[]> =>
  Promise.all(
    files.map(async (file) => ({ file, text: await readFile(path.join(root, file), 'utf8') })),
  );

/** Every place of a text, as the file it lies in; a file stands there once for each time. */
export const placesOf = (sources: readonly Source[], find: string): readonly Source[] =>
  sources.flatMap((source) =>
    Array.from({ length: source.text.split(find).length - 1 }, () => source),
  );
