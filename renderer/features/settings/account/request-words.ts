import { appErrorCodes } from '../../../../shared/errors.ts';
import { m } from '../../../../shared/messages/compiled/messages.js';
import { report } from '../../../../shared/messages/failures.ts';

const kinds = new Map([
  ['sign-in', m.request_sign_in],
  ['account', m.request_account],
  ['homescreen', m.request_homescreen],
  ['media-list', m.request_media_list],
  ['command', m.request_command],
  ['picture', m.request_picture],
  ['clip', m.request_clip],
]);

/** Plain words for a kind of request; its own name when we know none. */
export const kindWords = (kind: string): string => kinds.get(kind)?.() ?? kind;

/** What the last refusal was about, and when. */
export function refusalWords(code: string, time: string): string {
  const known = appErrorCodes.find((word) => word === code);
  return m.requests_refusal({ time, reason: known === undefined ? code : report(known).sentence });
}
