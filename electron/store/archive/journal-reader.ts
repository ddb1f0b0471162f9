import { deviceId, networkId, type AccountId, type ClipId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { ArchiveJournal, JournalLine, WrittenClip } from './journal.ts';
import { clipPath, type NamedFile } from './archive-paths.ts';
import type { KeptFile } from '../clips/clip-index.ts';

/** What an account's journal says in the end. */
export interface JournalContent {
  /** The clip, and every file it ever was kept as, oldest first. */
  kept(id: ClipId): { readonly clip: WrittenClip; readonly files: readonly KeptFile[] } | null;
  starredAt(id: ClipId): Timestamp | null;
  /** What a file without a line is, as far as its name and its neighbours tell. */
  rebuilt(named: NamedFile, recordedAt: Timestamp): WrittenClip;
}

interface Kept {
  readonly clip: WrittenClip;
  readonly files: readonly KeptFile[];
}

type RecordedBy = Pick<
  WrittenClip,
  'networkId' | 'networkName' | 'deviceId' | 'deviceName' | 'timeZone'
>;

/** Reads a journal to its end. Lines about clips of other accounts do not count. */
export async function readJournal(
  journal: ArchiveJournal,
  root: string,
  accountId: AccountId,
): Promise<JournalContent> {
  const kept = new Map<ClipId, Kept>();
  const stars = new Map<ClipId, Timestamp | null>();
  const places = new Map<string, RecordedBy>();

  function take(line: JournalLine): void {
    if (line.kind === 'star') {
      stars.set(line.id, line.starredAt);
    } else if (line.clip.accountId === accountId) {
      const { clip, file } = line;
      kept.set(clip.id, { clip, files: [...(kept.get(clip.id)?.files ?? []), file] });
      places.set(folderOf(clip), clip);
    }
  }

  for await (const lines of journal.read(root, accountId)) lines.forEach(take);
  return {
    kept: (id) => kept.get(id) ?? null,
    starredAt: (id) => stars.get(id) ?? null,
    rebuilt: (named, recordedAt) => {
      const bare = clipFromFileName(accountId, named, recordedAt);
      return { ...bare, ...recordedBy(places.get(folderOf(bare)) ?? bare) };
    },
  };
}

/** System and camera as folders: neighbours in them come from the same camera. */
const folderOf = (clip: WrittenClip): string => clipPath(clip).split('/').slice(1, 3).join('/');

const recordedBy = ({
  networkId,
  networkName,
  deviceId,
  deviceName,
  timeZone,
}: RecordedBy): RecordedBy => ({
  networkId,
  networkName,
  deviceId,
  deviceName,
  timeZone,
});

/** Of a camera nothing else is known of. */
const clipFromFileName = (
  accountId: AccountId,
  { id, kind, networkName, deviceName }: NamedFile,
  recordedAt: Timestamp,
): WrittenClip => ({
  id,
  accountId,
  kind,
  networkName,
  deviceName,
  recordedAt,
  networkId: networkId(accountId, 0),
  deviceId: deviceId(accountId, 'camera', 0),
  timeZone: 'UTC',
  labels: [],
});
