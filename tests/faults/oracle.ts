import LibSql from 'libsql';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { join } from 'node:path';
import type { FileSystem } from '../../electron/store/file-system.ts';
import { indexFile } from './engine.ts';

/** The four words of quality B4, each with what it was said of. Empty lists are the only good ones. */
export interface Verdict {
  readonly lost: readonly string[];
  readonly dup: readonly string[];
  readonly corrupt: readonly string[];
  readonly inconsistent: readonly string[];
}

/** What the cloud says is so. */
export interface Truth {
  /** Recordings that are there to be had, by our ids. */
  readonly clips: readonly string[];
  /** Null for one the cloud has never had. */
  bytesOf(id: string): Uint8Array | null;
}

/** What is looked at, fresh from the disk and without the engine. */
export interface Evidence {
  readonly fs: FileSystem;
  readonly archive: string;
  readonly dataFolder: string;
  readonly accountId: number;
  /** Ids of every banner shown, over all runs. */
  readonly banners: readonly string[];
  /** Clips that need not be here: deleted by the person, or damaged in the cloud for good. */
  readonly spared?: ReadonlySet<string>;
  /** Files that are the person's. */
  readonly strangers?: ReadonlySet<string>;
}

/** Compares what the cloud has, byte by byte, with what lies in the archive and what the index says of it. */
export async function judge(truth: Truth, evidence: Evidence): Promise<Verdict> {
  const rows = readRows(indexFile(evidence.dataFolder));
  const files = await filesOf(evidence, rows);
  const judged = { truth, evidence, rows, files };
  return {
    lost: lostOf(judged),
    dup: dupOf(judged),
    corrupt: corruptOf(judged),
    inconsistent: inconsistentOf(judged),
  };
}

export const isClean = ({ lost, dup, corrupt, inconsistent }: Verdict): boolean =>
  lost.length + dup.length + corrupt.length + inconsistent.length === 0;

interface Judged {
  readonly truth: Truth;
  readonly evidence: Evidence;
  readonly rows: readonly IndexRow[];
  readonly files: readonly FoundFile[];
}

// Words come as bytes: the driver ends the whole process at letters that are none, as a broken file may have them.
const words = v.nullable(
  v.pipe(
    // One row comes with a Buffer, many come with ArrayBuffers.
    v.union([v.instance(Uint8Array), v.instance(ArrayBuffer)]),
    v.transform((bytes) => new TextDecoder().decode(bytes)),
  ),
);
const number = v.nullable(v.number());

const rowSchema = v.object({
  id: v.pipe(words, v.string()),
  account_id: v.number(),
  status: v.pipe(words, v.string()),
  path: words,
  size_bytes: number,
  sha256: words,
  binned_at: number,
  bin_path: words,
  starred_at: number,
});

/** Before version 3 the column `status` was called `place`. */
const columnsIn = (connection: LibSql.Database): string => {
  const isPast = connection.prepare("SELECT 1 FROM pragma_table_info('clip') WHERE name = 'place'");
  const status = isPast.get() === undefined ? 'status' : 'place';
  return Object.keys(rowSchema.entries)
    .map((name) => (isWords(name) ? blobOf(name === 'status' ? status : name, name) : name))
    .join(', ');
};

const blobOf = (column: string, name: string): string => `CAST(${column} AS BLOB) AS ${name}`;

function isWords(name: string): boolean {
  return ['id', 'status', 'path', 'sha256', 'bin_path'].includes(name);
}

/** One row of the index, as the file on disk has it. */
export type IndexRow = v.InferOutput<typeof rowSchema>;

/** Every row, read by a connection of its own. */
export function readRows(file: string): readonly IndexRow[] {
  const connection = new LibSql(file, { readonly: true });
  try {
    const rows: readonly unknown[] = connection
      .prepare(`SELECT ${columnsIn(connection)} FROM clip`)
      .all();
    return rows.map((row) => v.parse(rowSchema, row));
  } finally {
    connection.close();
  }
}

interface FoundFile {
  /** Below the archive, with `/`. */
  readonly path: string;
  readonly kind: 'final' | 'part' | 'bin' | 'own' | 'other';
  /** By its name, null when that tells none. */
  readonly id: string | null;
  readonly bytes: Uint8Array;
}

async function filesOf(
  { fs, archive }: Evidence,
  rows: readonly IndexRow[],
): Promise<readonly FoundFile[]> {
  const byPath = new Map(
    rows.flatMap((row) => [row.path, row.bin_path].map((path) => [path ?? '', row.id])),
  );
  const paths = await walk(fs, archive, '');
  return Promise.all(
    paths.map(async (path) => {
      const bytes = (await fs.read(join(archive, ...path.split('/')))) ?? new Uint8Array(0);
      return { path, kind: kindOf(path), id: byPath.get(path) ?? idOf(path), bytes };
    }),
  );
}

/** Every file below a folder of the archive, by its path with `/`. */
export async function walk(
  fs: FileSystem,
  archive: string,
  below: string,
): Promise<readonly string[]> {
  const folder = join(archive, ...below.split('/'));
  const found: string[] = [];
  for (const name of await fs.list(folder)) {
    const path = below === '' ? name : `${below}/${name}`;
    const facts = await fs.stat(join(folder, name));
    if (facts?.kind === 'folder') found.push(...(await walk(fs, archive, path)));
    else found.push(path);
  }
  return found;
}

function kindOf(path: string): FoundFile['kind'] {
  const names = path.split('/');
  if (/\.part\b/.test(path) || names.includes('.parts')) return 'part';
  if (names.includes('.bin')) return 'bin';
  if (names.at(-1)?.startsWith('.') === true) return 'own';
  return path.endsWith('.mp4') ? 'final' : 'other';
}

/** `… motion 7000001.mp4`, or the same with ` (2)`, is a file of clip c7000001. */
export function idOf(path: string): string | null {
  const number = / (\d+|l[0-9a-f]+)( \(\d+\))?\.mp4$/.exec(path)?.[1];
  if (number === undefined) return null;
  return number.startsWith('l') ? number : `c${number}`;
}

function lostOf({ truth, evidence, rows, files }: Judged): readonly string[] {
  const whole = new Set(
    rows
      .filter(({ status }) => status === 'kept')
      .filter((row) => files.some((file) => file.path === placeOf(row) && isWhole(file, truth)))
      .map(({ id }) => id),
  );
  // What a person has deleted before it was here is not fetched any more.
  const unwanted = new Set(rows.filter((row) => row.binned_at !== null).map(({ id }) => id));
  return truth.clips
    .filter((id) => !whole.has(id) && !unwanted.has(id) && evidence.spared?.has(id) !== true)
    .map((id) => `${id} (${rows.find((row) => row.id === id)?.status ?? 'not listed'})`);
}

/** A deleted clip's file lies in the bin. */
const placeOf = ({ path, bin_path }: IndexRow): string | null => bin_path ?? path;

const isWhole = ({ id, bytes }: FoundFile, truth: Truth): boolean => {
  const wanted = id === null ? null : truth.bytesOf(id);
  return wanted !== null && Buffer.compare(bytes, wanted) === 0;
};

function dupOf({ evidence, files }: Judged): readonly string[] {
  const own = files.filter(({ path }) => evidence.strangers?.has(path) !== true);
  const ids = own.filter(({ kind }) => kind === 'final' || kind === 'bin').map(({ id }) => id);
  return [
    ...repeated(ids.filter((id) => id !== null)).map((id) => `two files of ${id}`),
    ...repeated(evidence.banners).map((id) => `two banners of ${id}`),
  ];
}

const repeated = (words: readonly string[]): readonly string[] => [
  ...new Set(words.filter((word, at) => words.indexOf(word) !== at)),
];

const corruptOf = ({ truth, evidence, files }: Judged): readonly string[] =>
  files
    .filter(({ kind }) => kind === 'final' || kind === 'bin')
    .filter(({ path }) => evidence.strangers?.has(path) !== true)
    .filter((file) => file.id !== null && !isWhole(file, truth))
    .map(({ path, bytes }) => `${path} (${bytes.length} bytes)`);

function inconsistentOf({ evidence, rows, files }: Judged): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const kept = rows.filter(({ status }) => status === 'kept');
  const named = new Set(kept.map(placeOf));
  const open = new Set(rows.filter(({ status }) => status !== 'kept').map(({ id }) => id));
  return [
    ...kept.flatMap((row) => faultsOfRow(row, byPath)),
    ...kept
      .filter((row) => row.path?.startsWith(`${row.account_id}/`) === false)
      .map(({ id, path }) => `${id} lies under another account: ${path}`),
    ...files
      .filter(({ path }) => evidence.strangers?.has(path) !== true)
      .filter(({ kind }) => kind === 'final' || kind === 'bin' || kind === 'other')
      .filter(({ path }) => !named.has(path))
      .map(({ path }) => `no row for ${path}`),
    ...files
      .filter(({ kind, path }) => kind === 'part' && !isOfOpenWork(path, open))
      .map(({ path }) => `left over: ${path}`),
  ];
}

const isOfOpenWork = (path: string, open: ReadonlySet<string>): boolean =>
  [...open].some((id) => path.includes(id) || path.includes(` ${id.slice(1)}.mp4`));

function faultsOfRow(row: IndexRow, files: ReadonlyMap<string, FoundFile>): readonly string[] {
  const path = placeOf(row);
  const file = path === null ? undefined : files.get(path);
  if (file === undefined) return [`no file for ${row.id}: ${path}`];
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const isSame = file.bytes.length === row.size_bytes && sha256 === row.sha256;
  return isSame ? [] : [`not the file the index knows: ${path}`];
}
