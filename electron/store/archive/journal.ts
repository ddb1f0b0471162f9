import { journalPath, pathIn, isInnerPath, kindWords } from './archive-paths.ts';
import { isInside } from './archive-folders.ts';
import { dirname } from 'node:path';
import * as v from 'valibot';
import {
  isClipId,
  isDeviceId,
  isNetworkId,
  type AccountId,
  type ClipId,
  type DeviceId,
  type NetworkId,
} from '../../../shared/ids.ts';
import type { Clip, Timestamp } from '../../../shared/models.ts';
import { createMutex } from '../../lib/mutex.ts';
import { chunksOf } from '../file-utils.ts';
import type { FileSystem } from '../file-system.ts';
import type { KeptFile } from '../clips/clip-index.ts';
import { toChecksummedJson, fromChecksummedJson } from '../checksummed-json.ts';

/** What a line tells of a clip that was kept. */
export interface KeptLine {
  readonly kind: 'kept';
  readonly clip: WrittenClip;
  readonly file: KeptFile;
}

/** What of a clip cannot be learned anew. */
export type WrittenClip = Pick<
  Clip,
  | 'id'
  | 'accountId'
  | 'networkId'
  | 'networkName'
  | 'deviceId'
  | 'deviceName'
  | 'recordedAt'
  | 'timeZone'
  | 'kind'
  | 'labels'
>;

export interface StarLine {
  readonly kind: 'star';
  readonly id: ClipId;
  readonly starredAt: Timestamp | null;
}

export type JournalLine = KeptLine | StarLine;

/** One file per account that is only ever added to. It outlives the index, and a rebuild reads it. */
export interface ArchiveJournal {
  /** On the disk when it answers. */
  note(root: string, accountId: AccountId, line: JournalLine): Promise<void>;
  /** Oldest first, piece by piece; lines that are cut or changed are left out. */
  read(root: string, accountId: AccountId): AsyncIterable<readonly JournalLine[]>;
  /** What was kept last, oldest first: some hundred clips. */
  recent(root: string, accountId: AccountId): Promise<readonly KeptLine[]>;
  remove(root: string, accountId: AccountId): Promise<void>;
}

export function createArchiveJournal(fs: FileSystem): ArchiveJournal {
  const sound = new Set<string>();
  const inTurn = createMutex();

  async function append(path: string, text: string): Promise<void> {
    const isSound = sound.delete(path);
    const file = await fs.append(path);
    try {
      // A crash, or a full disk, may have left half a line: it must not take this one along.
      await file.write(new TextEncoder().encode(isSound ? text : `\n${text}`));
      await file.sync();
    } finally {
      await file.close();
    }
    if (!isSound) await fs.syncFolder(dirname(path));
    sound.add(path);
  }

  return {
    async note(root, accountId, line) {
      const path = pathIn(root, journalPath(accountId));
      // One after the other: two half lines of the same moment could not be told apart.
      await inTurn(() => append(path, `${toChecksummedJson(line)}\n`));
    },
    async *read(root, accountId) {
      const path = pathIn(root, journalPath(accountId));
      if (!(await isInside(fs, root, path))) return;
      for await (const lines of textLines(fs, path)) yield lines.flatMap(readLine);
    },
    async recent(root, accountId) {
      const path = pathIn(root, journalPath(accountId));
      const facts = (await isInside(fs, root, path)) ? await fs.stat(path) : null;
      if (facts === null) return [];
      const from = Math.max(0, facts.sizeBytes - recentBytes);
      const bytes = await fs.readAt(path, from, recentBytes);
      // The first line may begin before; cut, it is left out.
      const lines = new TextDecoder().decode(bytes ?? undefined).split('\n');
      return lines.flatMap(readLine).filter((line) => line.kind === 'kept');
    },
    async remove(root, accountId) {
      const path = pathIn(root, journalPath(accountId));
      sound.delete(path);
      await fs.remove(path);
    },
  };
}

/** What of a clip goes into its line. */
export const toWrittenClip = (clip: Clip): WrittenClip => {
  const { id, accountId, networkId, networkName, deviceId, deviceName } = clip;
  const { recordedAt, timeZone, kind, labels } = clip;
  return {
    id,
    accountId,
    networkId,
    networkName,
    deviceId,
    deviceName,
    recordedAt,
    timeZone,
    kind,
    labels,
  };
};

async function* textLines(fs: FileSystem, path: string): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of chunksOf(fs, path)) {
    const lines = (rest + decoder.decode(bytes ?? undefined, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    // What never ends is no line of ours.
    if (rest.length > longestLine) rest = '';
    yield lines;
  }
  yield [rest];
}

const longestLine = 2 ** 16;
const recentBytes = 2 ** 16;

const clipId = v.custom<ClipId>(isClipId);
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
// As far as a date goes.
const time = v.pipe(v.number(), v.safeInteger(), v.minValue(-8.64e15), v.maxValue(8.64e15));

const journalLine = v.variant('kind', [
  v.object({
    kind: v.literal('kept'),
    clip: v.object({
      id: clipId,
      accountId: whole,
      networkId: v.custom<NetworkId>(isNetworkId),
      networkName: v.string(),
      deviceId: v.custom<DeviceId>(isDeviceId),
      deviceName: v.string(),
      recordedAt: time,
      timeZone: v.string(),
      kind: v.custom<Clip['kind']>((word) => typeof word === 'string' && word in kindWords),
      labels: v.array(v.string()),
    }),
    file: v.object({
      path: v.pipe(v.string(), v.check(isInnerPath)),
      sizeBytes: whole,
      sha256: v.string(),
    }),
  }),
  v.object({ kind: v.literal('star'), id: clipId, starredAt: v.nullable(time) }),
]);

function readLine(text: string): readonly JournalLine[] {
  const result = v.safeParse(journalLine, text === '' ? null : fromChecksummedJson(text));
  return result.success ? [result.output] : [];
}
