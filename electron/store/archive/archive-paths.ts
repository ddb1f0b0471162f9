import { isClipId, type AccountId, type ClipId } from '../../../shared/ids.ts';
import { join } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Clip, ClipKind, Timestamp } from '../../../shared/models.ts';

/** What a file name is made of. */
export type NamedClip = Pick<
  Clip,
  'id' | 'accountId' | 'networkName' | 'deviceName' | 'recordedAt' | 'kind'
>;

/** `1000001/Home/Front Yard/2026-11-22/17-20-01Z motion 7000001.mp4`, relative to the archive. Its names come from the cloud and are made harmless. */
export function clipPath(clip: NamedClip): string {
  if (!isClipId(clip.id)) throw new AppError('invalid-argument', 'clip id');
  const [day = '', time = ''] = new Date(clip.recordedAt).toISOString().split('T');
  const clock = time.slice(0, 8).replaceAll(':', '-');
  const number = clip.id.startsWith('c') ? clip.id.slice(1) : clip.id;
  const file = `${clock}Z ${kindWords[clip.kind]} ${number}.mp4`;
  return [
    String(Math.trunc(clip.accountId)),
    cleanLabel(clip.networkName),
    cleanLabel(clip.deviceName),
    day,
    file,
  ].join('/');
}

/** A name of at most 40 characters that is a plain folder on Linux, macOS and Windows. */
export function cleanLabel(name: string): string {
  const plain = name.normalize('NFC').replaceAll(invisible, '').replaceAll(forbidden, '_');
  const spaced = plain.replaceAll(/\s+/gu, ' ').normalize('NFC');
  const short = trimEnds(cut(trimEnds(spaced)));
  if (short === '') return 'unnamed';
  return reserved.test(short) ? trimEnds(cut(`_${short}`)) : short;
}

/** True for a relative path with `/` that names something inside the folder it is joined to. */
export function isInnerPath(path: string): boolean {
  const parts = path.split('/');
  return parts.every(
    (part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]|^[a-z]:/i.test(part),
  );
}

const longestLabel = 40;

/** What a file name says of the kind. */
export const kindWords: Readonly<Record<ClipKind, string>> = {
  motion: 'motion',
  doorbell: 'doorbell',
  'live-view': 'live view',
  snapshot: 'snapshot',
  other: 'clip',
};

// White space is kept for now; controls, marks that change the writing direction, half characters and private ones go.
const invisible = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu;
const forbidden = /[<>:"/\\|?*]/gu;
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/iu;

const cut = (name: string): string => Array.from(name).slice(0, longestLabel).join('');

// A leading dot would hide the folder; Windows drops dots and spaces at the end.
const trimEnds = (name: string): string => name.replaceAll(/^[.\s]+|[.\s]+$/gu, '');

/** Where deleted clips of an account lie. */
export const binFolder = '.bin';
/** Where what is on its way lies. */
export const partsFolder = '.parts';

/** A path of the archive on this disk; `invalid-argument` for one that leads out. */
export function pathIn(root: string, path: string): string {
  if (!isInnerPath(path)) throw new AppError('invalid-argument', 'path');
  return join(root, ...path.split('/'));
}

/** The first folder of a path: its account. */
export const accountFolderOf = (path: string): string => path.split('/')[0] ?? '';

/** True for the name of an account's folder. */
export const isAccountName = (name: string): boolean => /^\d{1,16}$/.test(name);

export const isBinPath = (path: string): boolean => path.split('/')[1] === binFolder;

/** The same clip's path in its account's bin. */
export function toBinPath(path: string): string {
  const [account = '', ...inner] = path.split('/');
  return isBinPath(path) ? path : [account, binFolder, ...inner].join('/');
}

/** The same clip's path among the others. */
export function fromBinPath(path: string): string {
  const [account = '', , ...inner] = path.split('/');
  return isBinPath(path) ? [account, ...inner].join('/') : path;
}

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
    id,
    kind,
    networkName,
    deviceName,
    recordedAt: isInPlace ? timeOf(day, clock) : null,
    isBinned: isBinPath(path),
  };
}

// Account, network, device, day, file.
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

/** The file that marks an archive. */
export const markFile = '.porchlight';

export const journalFile = '.journal.jsonl';

/** The journal's path in the archive. */
export const journalPath = (accountId: AccountId | string): string => `${accountId}/${journalFile}`;
