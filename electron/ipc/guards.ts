import * as v from 'valibot';
import { isClipId, isDeviceId, isNetworkId } from '../../shared/ids.ts';
import { links, type LinkName } from '../../shared/links.ts';
import type { DecodedPicture } from '../../shared/ipc/contract.ts';
import type { Guards } from '../../shared/ipc/types.ts';
import type { ClipQuery } from '../../shared/models.ts';

/** What a page may hand in: everything else stops at the door. */
export const guards: Guards = {
  getSnapshot: isNothing,
  signIn: isNothing,
  signOut: (arg): arg is { clips: 'keep' | 'delete' } => v.is(signOutArg, arg),
  armNetwork: isNetworkId,
  disarmNetwork: isNetworkId,
  takePicture: isDeviceId,
  checkNow: isNothing,
  chooseKeepPolicy: (arg): arg is 'every' | 'opened' => arg === 'every' || arg === 'opened',
  listClips: (arg): arg is ClipQuery => v.is(clipQuery, arg),
  getClip: isClipId,
  keepClip: isClipId,
  markClipSeen: isClipId,
  revealClip: isClipId,
  openLink: (arg): arg is LinkName => typeof arg === 'string' && Object.hasOwn(links, arg),
  pageReady: isNothing,
  pictureDecoded: isDecodedPicture,
};

const largestPictureSide = 1_024;

const signOutArg = v.strictObject({ clips: v.picklist(['keep', 'delete']) });

const clipQuery = v.strictObject({
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
  before: v.nullable(v.strictObject({ recordedAt: v.number(), id: v.custom(isClipId) })),
  deviceId: v.nullable(v.custom(isDeviceId)),
});

const side = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(largestPictureSide));

const decodedPicture = v.strictObject({
  jobId: v.pipe(v.number(), v.integer()),
  width: side,
  height: side,
  pixels: v.nullable(v.instance(Uint8Array)),
});

function isNothing(arg: unknown): arg is void {
  return arg === undefined || arg === null;
}

function isDecodedPicture(arg: unknown): arg is DecodedPicture {
  if (!v.is(decodedPicture, arg)) return false;
  return arg.pixels === null || arg.pixels.length === arg.width * arg.height * 4;
}
