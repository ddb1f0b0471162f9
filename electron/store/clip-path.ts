import { AppError } from '../../shared/errors.ts';
import { isClipId } from '../../shared/ids.ts';
import type { Clip, ClipKind } from '../../shared/models.ts';

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
