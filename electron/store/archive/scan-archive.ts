import type { ClipId } from '../../../shared/ids.ts';
import type { Clip } from '../../../shared/models.ts';
import type { ArchiveJournal, WrittenClip } from './journal.ts';
import { readJournal, type JournalContent } from './journal-reader.ts';
import { readName, isBinPath, pathIn, toBinPath, type NamedFile } from './archive-paths.ts';
import { walkFiles, listTopLevel } from './archive-folders.ts';
import { hashFile, type FileBytes } from '../file-utils.ts';
import type { FileFacts, FileSystem } from '../file-system.ts';
import { createMp4Check } from './mp4-check.ts';
import type { ScannedBatch } from './clip-archive.ts';
import type { FoundClip, KeptFile } from '../clips/clip-index.ts';

export interface ArchiveScan {
  readonly fs: FileSystem;
  readonly root: string;
  readonly journal: ArchiveJournal;
  readonly signal: AbortSignal;
}

/** Everything that really lies in the archive, with what its journal says of it, else its name. */
export async function* scanArchive(scanning: ArchiveScan): AsyncGenerator<ScannedBatch> {
  const { accounts, unknownFiles } = await listTopLevel(scanning.fs, scanning.root);
  yield { clips: [], unknownFiles };
  const seen = new Set<ClipId>();
  for (const account of accounts) yield* scanAccount(scanning, account, seen);
}

const batchSize = 100;

async function* scanAccount(
  scanning: ArchiveScan,
  account: string,
  seen: Set<ClipId>,
): AsyncGenerator<ScannedBatch> {
  const { fs, root, journal, signal } = scanning;
  const content = await readJournal(journal, root, Number(account));
  let clips: FoundClip[] = [];
  let unknownFiles = 0;
  for await (const { path, isFile } of walkFiles(fs, root, account)) {
    signal.throwIfAborted();
    const found = isFile ? await findClip({ fs, root, content, seen }, path) : null;
    if (found === null) unknownFiles += 1;
    else clips.push(found);
    if (clips.length < batchSize) continue;
    yield { clips, unknownFiles };
    [clips, unknownFiles] = [[], 0];
  }
  yield { clips, unknownFiles };
}

interface AccountScan {
  readonly fs: FileSystem;
  readonly root: string;
  readonly content: JournalContent;
  readonly seen: Set<ClipId>;
}

/** Null for what is none of ours, and for a second file of a clip. */
async function findClip(finding: AccountScan, path: string): Promise<FoundClip | null> {
  const named = readName(path);
  if (named === null || finding.seen.has(named.id)) return null;
  const line = finding.content.kept(named.id);
  const found =
    line === null
      ? await fromFileName(finding, named, path)
      : await fromJournal(finding, line, path);
  if (found === null) return null;
  finding.seen.add(named.id);
  return foundClip(finding.content, found, named.isBinned);
}

interface Found {
  readonly clip: WrittenClip;
  readonly file: KeptFile;
  readonly isCorrupt: boolean;
}

/** The line tells everything; which file it means, when it was kept more than once, its size tells. One of another size was cut or replaced: only its bytes tell which. */
async function fromJournal(
  { fs, root }: AccountScan,
  { clip, files }: NonNullable<ReturnType<JournalContent['kept']>>,
  path: string,
): Promise<Found | null> {
  const written = files.at(-1);
  if (written === undefined) return null;
  const facts = await fs.stat(pathIn(root, path));
  if (facts === null || (await isCopy(fs, root, { path, home: written.path, facts }))) return null;
  const known = files.findLast((file) => file.sizeBytes === facts.sizeBytes);
  const whole = known ?? (await hashWhole(fs, pathIn(root, path)));
  const { sizeBytes, sha256 } = whole ?? written;
  return { clip, file: { path, sizeBytes, sha256 }, isCorrupt: whole === null };
}

interface MisplacedFile {
  readonly path: string;
  readonly facts: FileFacts;
  /** Where the journal says it is. */
  readonly home: string;
}

/** A file beside its place is the clip only if no other file lies in its place. */
async function isCopy(fs: FileSystem, root: string, lying: MisplacedFile): Promise<boolean> {
  const { path, home, facts } = lying;
  const own = isBinPath(path) ? toBinPath(home) : home;
  const there = path === own ? null : await fs.stat(pathIn(root, own));
  return there?.kind === 'file' && there.identity !== facts.identity;
}

/** Only a whole MP4 is a clip, whatever its name says. */
async function fromFileName(
  { fs, root, content }: AccountScan,
  named: NamedFile,
  path: string,
): Promise<Found | null> {
  if (named.recordedAt === null) return null;
  const bytes = await hashWhole(fs, pathIn(root, path));
  if (bytes === null) return null;
  return {
    clip: content.rebuilt(named, named.recordedAt),
    file: { path, ...bytes },
    isCorrupt: false,
  };
}

async function hashWhole(fs: FileSystem, path: string): Promise<FileBytes | null> {
  const check = createMp4Check();
  const bytes = await hashFile(fs, path, check.add);
  return bytes !== null && check.verdict(bytes.sizeBytes) === null ? bytes : null;
}

function foundClip(content: JournalContent, found: Found, isBinned: boolean): FoundClip {
  const starredAt = content.starredAt(found.clip.id);
  return { clip: asKept(found, starredAt !== null), file: found.file, starredAt, isBinned };
}

// What was seen is not known any more: old clips must not look new. Whether the cloud has them, its next list tells.
const asKept = ({ clip, file, isCorrupt: isSpoiled }: Found, isStarred: boolean): Clip => ({
  ...clip,
  isWatched: true,
  isSeen: true,
  place: isSpoiled ? 'damaged' : 'kept',
  isInCloud: false,
  isStarred,
  binnedAt: null,
  sizeBytes: file.sizeBytes,
});
