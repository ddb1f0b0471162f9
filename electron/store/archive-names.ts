import { isClipId, type ClipId } from '../../shared/ids.ts';
import type { ClipKind, Timestamp } from '../../shared/models.ts';
import { fromBinPath, isBinPath } from './archive/archive-paths.ts';
import { kindWords } from './clip-path.ts';

/** What the name of a file of ours tells, without anything else. */
export interface NamedFile {
  readonly id: ClipId;
  readonly kind: ClipKind;
  readonly networkName: string;
  readonly deviceName: string;
  /** To the second; null outside of a folder of a day. */
  readonly recordedAt: Timestamp | null;
  readonly isBinned: boolean;
}

/** Null for a file that is none of ours. Where it lies may have been changed by hand, its own name not. */
export function readName(path: string): NamedFile | null {
  const parts = fromBinPath(path).split('/');
  const [, clock = '', word = '', number = ''] = fileName.exec(parts.at(-1) ?? '') ?? [];
  const id = number.startsWith('l') ? number : `c${number}`;
  const kind = kinds.get(word);
  if (kind === undefined || !isClipId(id)) return null;
  const [networkName = '', deviceName = '', day = ''] = parts.slice(-4, -1);
  const isInPlace = parts.length === placeDepth;
  return {
    ...{ id, kind, networkName, deviceName },
    recordedAt: isInPlace ? timeOf(day, clock) : null,
    isBinned: isBinPath(path),
  };
}

// Account, system, camera, day, file.
const placeDepth = 5;

const kinds = new Map<string, ClipKind>(
  Object.entries(kindWords).flatMap(([kind, word]) => (isKind(kind) ? [[word, kind]] : [])),
);

const fileName = /^(\d{2}-\d{2}-\d{2})Z ([a-z ]+) (\d{1,20}|l[0-9a-f]{8,64})\.mp4$/;

function timeOf(day: string, clock: string): Timestamp | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const at = Date.parse(`${day}T${clock.replaceAll('-', ':')}Z`);
  return Number.isNaN(at) ? null : at;
}

function isKind(word: string): word is ClipKind {
  return word in kindWords;
}
