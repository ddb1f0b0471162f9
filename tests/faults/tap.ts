import type { FileSystem, WritableFile } from '../../electron/store/file-system.ts';
import type { ClipIndex } from '../../electron/store/clips/clip-index.ts';

/** One call of the engine to what lies below it. */
export interface Step {
  readonly part: 'disk' | 'index';
  readonly name: string;
  /** What it is about: a path, an id. */
  readonly about: string;
}

/** Stands between the engine and a call of it: may note it, refuse it, or never let it return. */
export type Tap = <T>(step: Step, work: () => Promise<T>) => Promise<T>;

/** Nothing in between. */
export const openTap: Tap = (_step, work) => work();

/** Several, the first outermost. */
export const taps = (...all: readonly Tap[]): Tap =>
  all.reduceRight<Tap>(
    (inner, outer) => (step, work) => outer(step, () => inner(step, work)),
    openTap,
  );

/** Calls that answer at once: nothing can stand between. */
const immediate = new Set(['removeNow', 'folder', 'onChanged']);

/** A disk with a tap at every call, those of the files it opens included. */
export const tappedDisk = (fs: FileSystem, tap: Tap): FileSystem =>
  tapped(fs, tap, {
    part: 'disk',
    opened: (file, path) => tapped(file, tap, { part: 'disk', about: path }),
  });

/** An index with a tap at every call. */
export const tappedIndex = (index: ClipIndex, tap: Tap): ClipIndex =>
  tapped(index, tap, { part: 'index' });

interface Tapping {
  readonly part: Step['part'];
  /** Instead of the first argument. */
  readonly about?: string;
  readonly opened?: (file: WritableFile, path: string) => WritableFile;
}

function tapped<T extends object>(target: T, tap: Tap, { part, about, opened }: Tapping): T {
  return new Proxy(target, {
    get(inner, key, receiver) {
      const value: unknown = Reflect.get(inner, key, receiver);
      const name = String(key);
      if (typeof value !== 'function' || immediate.has(name)) return value;
      return async (...args: readonly unknown[]): Promise<unknown> => {
        const step = { part, name, about: about ?? subjectOf(name, args) };
        const answer: unknown = await tap(
          step,
          async () => Reflect.apply(value, inner, args) as unknown,
        );
        const isFile = opened !== undefined && (name === 'create' || name === 'append');
        return isFile ? opened(answer as WritableFile, step.about) : answer;
      };
    },
  });
}

/** Where a rename or a copy leads; else what is named first. */
function subjectOf(name: string, args: readonly unknown[]): string {
  const subject = name === 'rename' || name === 'copy' ? args[1] : args[0];
  if (Array.isArray(subject)) return `${subject.length} rows`;
  return typeof subject === 'string' || typeof subject === 'number' ? String(subject) : '';
}

const reads = new Set([
  ...['read', 'readAt', 'stat', 'list', 'entries', 'realPath', 'space', 'freeBytes'],
  ...['get', 'source', 'page', 'dayCounts', 'newestInCloud', 'pendingDownloads', 'counts', 'mark'],
  ...['toDelete', 'oldestDeletion', 'toBin', 'inBin', 'binFile', 'keptFiles', 'prunable'],
]);

/** A call that leaves everything as it was. */
export const isReading = ({ part, name }: Step): boolean =>
  reads.has(name) && !(part === 'disk' && name === 'toBin');
