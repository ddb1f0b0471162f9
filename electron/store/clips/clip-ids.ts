import { createHash } from 'node:crypto';
import { cloudClipId, type ClipId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { ListedClip } from './clip-index.ts';

/** Two recordings of one camera, one in the cloud and one on USB storage, are the same if they start this close. */
export const twinWithinMs = 5_000;

/** The id a clip gets at first sight and keeps for ever. */
export function newClipId(clip: ListedClip): ClipId {
  const mediaId = Number(clip.remoteId);
  if (clip.originKind === 'cloud' && Number.isSafeInteger(mediaId) && mediaId >= 0) {
    return cloudClipId(mediaId);
  }
  return localClipId([
    clip.networkId,
    foldName(clip.deviceName),
    new Date(clip.recordedAt).toISOString(),
  ]);
}

/** The id when another account has the usual one already. */
export const otherClipId = (clip: ListedClip): ClipId =>
  localClipId([String(clip.accountId), clip.originKind, clip.remoteId]);

/**
 * A name as it is compared: local storage knows cameras by name only, and hubs leave out what is no letter or digit of
 * theirs. A name without any of these is compared as it is.
 */
export function foldName(name: string): string {
  const folded = name.normalize('NFKC').toLowerCase();
  const plain = folded.replaceAll(/[^a-z0-9]/g, '');
  return plain === '' ? folded.replaceAll(/\s+/gu, ' ').trim() : plain;
}

/** A clip that may be the other one of a pair. */
export interface TwinCandidate {
  readonly id: string;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly recordedAt: Timestamp;
}

/** A sighting, as far as it takes to find its twin. */
export type TwinSeeker = Pick<
  ListedClip,
  'originKind' | 'networkId' | 'deviceId' | 'deviceName' | 'recordedAt'
>;

/** The nearest candidate of the same camera; candidates are of the same system and without a sighting of this kind. */
export function twinOf(clip: TwinSeeker, candidates: readonly TwinCandidate[]): string | null {
  const name = foldName(clip.deviceName);
  const distance = (each: TwinCandidate) => Math.abs(each.recordedAt - clip.recordedAt);
  const [nearest] = candidates
    .filter((each) => each.deviceId === clip.deviceId || foldName(each.deviceName) === name)
    .filter((each) => distance(each) <= twinWithinMs)
    .sort((a, b) => distance(a) - distance(b) || (a.id < b.id ? -1 : 1));
  return nearest?.id ?? null;
}

const localClipId = (parts: readonly string[]): ClipId =>
  `l${createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24)}`;
