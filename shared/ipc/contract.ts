import type { KeepPolicy, SliceChange, Snapshot } from '../app-state.ts';
import type { ClipId, DeviceId, NetworkId } from '../ids.ts';
import type { Clip, ClipPage, ClipQuery } from '../models.ts';
import type { LinkName } from '../links.ts';

/** The windows that load our pages. The sign-in window has no preload and no say. */
export type WindowName = 'main' | 'decoder';

/** Renderer → main, with an answer. `types` is never set: it only carries the argument and value types. */
export interface Request<Arg, Value> {
  readonly kind: 'request';
  readonly from: readonly WindowName[];
  readonly types?: (arg: Arg) => Value;
}

/** Main → renderer. */
export interface Push<Payload> {
  readonly kind: 'push';
  readonly types?: Payload;
}

/** Pixels of a decoded picture: RGBA, 4 bytes each, row by row from the top left. */
export interface DecodedPicture {
  readonly jobId: number;
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array | null;
}

const request = <Arg = void, Value = void>(
  ...from: readonly WindowName[]
): Request<Arg, Value> => ({ kind: 'request', from });
const push = <Payload>(): Push<Payload> => ({ kind: 'push' });

/** Every word main and renderer can say to each other. It is the allow-list too. */
export const contract = {
  getSnapshot: request<void, Snapshot>('main'),
  signIn: request('main'),
  signOut: request<{ readonly clips: 'keep' | 'delete' }>('main'),
  armNetwork: request<NetworkId>('main'),
  disarmNetwork: request<NetworkId>('main'),
  takePicture: request<DeviceId>('main'),
  checkNow: request('main'),
  chooseKeepPolicy: request<KeepPolicy>('main'),
  listClips: request<ClipQuery, ClipPage>('main'),
  getClip: request<ClipId, Clip | null>('main'),
  /** Downloads a clip that is not kept yet; answers when it is on this computer. */
  keepClip: request<ClipId, Clip>('main'),
  markClipSeen: request<ClipId>('main'),
  revealClip: request<ClipId>('main'),
  openLink: request<LinkName>('main'),
  pageReady: request('main'),
  pictureDecoded: request<DecodedPicture>('decoder'),

  sliceChanged: push<SliceChange>(),
  showClip: push<ClipId>(),
  decodePicture: push<{ readonly jobId: number; readonly url: string }>(),
};
