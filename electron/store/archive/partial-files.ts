import { removeEmptyFolders, isInside } from './archive-folders.ts';
import * as v from 'valibot';
import type { Clip } from '../../../shared/models.ts';
import { partsFolder, pathIn } from './archive-paths.ts';
import { writeAtomically, type FileBytes } from '../file-utils.ts';
import type { FileSystem } from '../file-system.ts';
import { toChecksummedJson, fromChecksummedJson } from '../checksummed-json.ts';

/** Where a clip on its way lies, and the note that says what of it can be gone on with. */
export interface PartPlace {
  readonly part: string;
  readonly note: string;
}

/** The bytes that are safe on the disk, and the version they belong to. */
export interface PartNote extends FileBytes {
  readonly validator: string;
}

/** The same place inside the archive, for making its folders. */
export const partPath = ({ accountId, id }: Pick<Clip, 'accountId' | 'id'>): string =>
  `${Math.trunc(accountId)}/${partsFolder}/${id}.part`;

export function partPlace(root: string, clip: Pick<Clip, 'accountId' | 'id'>): PartPlace {
  const part = pathIn(root, partPath(clip));
  return { part, note: part.replace(/\.part$/, '.json') };
}

/** What an earlier try has noted, as long as its bytes may be there; null without. */
export async function readNote(
  fs: FileSystem,
  root: string,
  { part, note }: PartPlace,
): Promise<PartNote | null> {
  if (!(await isInside(fs, root, note))) return null;
  const bytes = await fs.read(note);
  const content = bytes === null ? null : fromChecksummedJson(new TextDecoder().decode(bytes));
  const parsed = v.safeParse(noteContent, content);
  if (!parsed.success) return null;
  const facts = await fs.stat(part);
  return facts?.kind === 'file' && facts.sizeBytes >= parsed.output.sizeBytes
    ? parsed.output
    : null;
}

/** Call it when the bytes are synced: the next try trusts the note. */
export const writeNote = (fs: FileSystem, { note }: PartPlace, content: PartNote): Promise<void> =>
  writeAtomically(fs, note, new TextEncoder().encode(toChecksummedJson(content)));

/** The note first: bytes without a note are ignored, a note without its bytes would be trusted. */
export async function dropPart(fs: FileSystem, { part, note }: PartPlace): Promise<void> {
  await fs.remove(note);
  await fs.remove(part);
}

/** Removes what a crash has left that nobody can go on with. Nothing may be on its way. */
export async function sweepParts(fs: FileSystem, root: string, account: string): Promise<void> {
  const names = new Set(await listParts(fs, root, account));
  const useless = [...names].filter(
    (name) => name.endsWith('.part') && !names.has(name.replace(/\.part$/, '.json')),
  );
  for (const name of useless) await fs.remove(pathIn(root, partsPath(account, name)));
}

/** Removes all of them. Nothing may be on its way. */
export async function dropParts(fs: FileSystem, root: string, account: string): Promise<void> {
  const paths = (await listParts(fs, root, account)).map((name) => partsPath(account, name));
  for (const path of paths) await fs.remove(pathIn(root, path));
  await removeEmptyFolders(fs, root, [partsPath(account, 'x')]);
}

async function listParts(
  fs: FileSystem,
  root: string,
  account: string,
): Promise<readonly string[]> {
  const folder = pathIn(root, `${account}/${partsFolder}`);
  return (await isInside(fs, root, folder)) ? fs.list(folder) : [];
}

const partsPath = (account: string, name: string): string => `${account}/${partsFolder}/${name}`;

const noteContent = v.object({
  sizeBytes: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  sha256: v.string(),
  validator: v.pipe(v.string(), v.nonEmpty()),
});
