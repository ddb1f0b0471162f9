import { markFile } from './archive-paths.ts';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import type { Random } from '../../lib/clock.ts';
import { writeAtomically } from '../file-utils.ts';
import type { FileSystem } from '../file-system.ts';
import { toChecksummedJson, fromChecksummedJson } from '../checksummed-json.ts';

/** What marks our folder, as it is remembered outside of it. */
export interface RememberedMark {
  /** Null before the first run. */
  get(): string | null;
  set(mark: string): void;
}

export interface ArchiveRootOptions {
  readonly fs: FileSystem;
  /** Absolute path of the archive folder. */
  readonly archive: string;
  readonly random: Pick<Random, 'uuid'>;
  readonly mark: RememberedMark;
}

/** The folder of the archive. Another disk under its name, and an empty place where a disk was, are told from it by a mark. */
export interface ArchiveRoot {
  folder(): string;
  /** The folder, surely ours at this moment; made at the very first run only. `archive-away` otherwise. */
  open(): Promise<string>;
  /** What is written into another folder to make it ours. */
  copyMark(folder: string): Promise<void>;
  /** True for a folder that belongs to another archive. */
  isOther(folder: string): Promise<boolean>;
  /** True for a folder with a mark that can be read, whosever it is. */
  isMarked(folder: string): Promise<boolean>;
  switchTo(folder: string): void;
  /** From now on another folder that holds an archive, whatever mark it has. */
  adopt(folder: string): Promise<void>;
}

export function createArchiveRoot(options: ArchiveRootOptions): ArchiveRoot {
  const { fs, random, mark } = options;
  let folder = options.archive;
  let marking: Promise<void> | null = null;

  /** Once for all who ask at the same time: there must be one mark. */
  const once = (work: () => Promise<void>): Promise<void> =>
    (marking ??= work().finally(() => (marking = null)));

  async function settle(): Promise<void> {
    const found = await readMark(fs, folder);
    // The settings were lost, the archive was not; or it is from before there were marks.
    const word = found.kind === 'mark' ? found.word : random.uuid();
    if (found.kind !== 'mark') await writeMark(fs, folder, word);
    mark.set(word);
  }

  async function open(): Promise<string> {
    if (mark.get() === null) await once(settle);
    const remembered = mark.get();
    const found = await readMark(fs, folder);
    if (remembered === null || !isOurs(found, remembered)) {
      throw new AppError('archive-away', 'the mark is not there');
    }
    // What is damaged can still be read where it cannot be written again.
    if (found.kind === 'damaged') {
      await once(() => writeMark(fs, folder, remembered).catch(() => undefined));
    }
    return folder;
  }

  return {
    folder: () => folder,
    open,
    async copyMark(to) {
      const word = mark.get();
      if (word !== null) await writeMark(fs, to, word);
    },
    async isOther(other) {
      const found = await readMark(fs, other);
      return found.kind === 'mark' && found.word !== mark.get();
    },
    isMarked: async (other) => (await readMark(fs, other)).kind === 'mark',
    switchTo(to) {
      folder = to;
    },
    async adopt(to) {
      const found = await readMark(fs, to);
      const word = found.kind === 'mark' ? found.word : (mark.get() ?? random.uuid());
      if (found.kind !== 'mark') await writeMark(fs, to, word);
      mark.set(word);
      folder = to;
    },
  };
}

type Mark =
  { readonly kind: 'none' | 'damaged' } | { readonly kind: 'mark'; readonly word: string };

const markContent = v.object({ mark: v.pipe(v.string(), v.uuid()) });

// No other disk has a damaged mark of ours by chance.
const isOurs = (found: Mark, remembered: string): boolean =>
  found.kind === 'mark' ? found.word === remembered : found.kind === 'damaged';

async function readMark(fs: FileSystem, folder: string): Promise<Mark> {
  const bytes = await fs.read(join(folder, markFile));
  if (bytes === null) return { kind: 'none' };
  const content = v.safeParse(markContent, fromChecksummedJson(new TextDecoder().decode(bytes)));
  return content.success ? { kind: 'mark', word: content.output.mark } : { kind: 'damaged' };
}

async function writeMark(fs: FileSystem, folder: string, word: string): Promise<void> {
  if (await fs.makeFolder(folder)) await fs.syncFolder(dirname(folder));
  await writeAtomically(
    fs,
    join(folder, markFile),
    new TextEncoder().encode(toChecksummedJson({ mark: word })),
  );
}
