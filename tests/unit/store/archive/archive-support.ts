import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { systemRandom } from '../../../../electron/lib/clock.ts';
import type {
  ArchiveRootOptions,
  RememberedMark,
} from '../../../../electron/store/archive/archive-root.ts';
import { openDiskArchive } from '../../../../electron/store/archive/disk-archive.ts';
import { clipPath } from '../../../../electron/store/archive/archive-paths.ts';
import { nodeFileSystem } from '../../../../electron/store/file-system.ts';
import type {
  IncomingDownload,
  ClipArchive,
} from '../../../../electron/store/archive/clip-archive.ts';
import type { FoundClip, KeptFile } from '../../../../electron/store/clips/clip-index.ts';
import type { Clip } from '../../../../shared/models.ts';
import { clipOf, inPieces, smallMp4, temporaryFolder } from '../support.ts';

/** A mark as the settings remember it. */
export function rememberedMark(first: string | null = null): RememberedMark {
  let mark = first;
  return { get: () => mark, set: (next) => (mark = next) };
}

/** The archive in this folder, as at the very first run unless told otherwise. */
export const openFiles = (
  archive: string,
  { fs = nodeFileSystem, mark = rememberedMark() }: Partial<ArchiveRootOptions> = {},
): Promise<ClipArchive> => openDiskArchive({ fs, archive, mark, random: systemRandom });

/** A new archive, and the mark that is remembered of it. */
export async function newArchive(options: Partial<ArchiveRootOptions> = {}) {
  const archive = join(await temporaryFolder(), 'archive');
  const mark = rememberedMark();
  return { archive, mark, files: await openFiles(archive, { mark, ...options }) };
}

/** A body as a download hands it over. */
export const arriving = (
  body: AsyncIterable<Uint8Array>,
  sizeBytes: number | null = null,
  change: Partial<IncomingDownload> = {},
): IncomingDownload => ({ body, sizeBytes, startsAt: 0, validator: null, ...change });

/** Keeps clips of these numbers, each with bytes of its own. */
export async function keepAll(
  files: ClipArchive,
  ids: readonly number[],
  change: Partial<Clip> = {},
): Promise<readonly KeptFile[]> {
  const kept: KeptFile[] = [];
  for (const id of ids) {
    kept.push(await files.keep(clipOf(id, change), arriving(inPieces(smallMp4(id % 256)))));
  }
  return kept;
}

/** What a clip of this number is kept as by `keepAll`. */
export function keptAs(id: number, bytes = smallMp4(id % 256)): KeptFile {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path: clipPath(clipOf(id)), sizeBytes: bytes.length, sha256 };
}

/** Everything a scan finds. */
export async function scanned(files: ClipArchive) {
  const clips: FoundClip[] = [];
  let unknownFiles = 0;
  for await (const batch of files.scan(new AbortController().signal)) {
    clips.push(...batch.clips);
    unknownFiles += batch.unknownFiles;
  }
  return { clips, unknownFiles, ids: clips.map(({ clip }) => clip.id) };
}

/** Everything in a folder that is no folder, with its path, in order. */
export async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** The clips among them, wherever they lie. */
export const clipsIn = async (folder: string): Promise<readonly string[]> =>
  (await filesIn(folder)).filter((name) => name.endsWith('.mp4'));
