import * as v from 'valibot';
import {
  maybeFlag,
  maybeList,
  maybeNumber,
  maybeText,
  wireId,
  wireTime,
} from './schema-helpers.ts';

/** Numbers that the hub writes as text. */
const textNumber = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^\d{1,24}$/),
);

export const requestSchema = v.object({ id: wireId });

/** What lies on a hub's stick, its rows still unread. */
export const manifestSchema = v.object({ manifest_id: textNumber, clips: maybeList });

export const localClipSchema = v.object({
  id: textNumber,
  size: v.fallback(v.nullable(v.pipe(textNumber, v.transform(Number))), null),
  camera_name: maybeText,
  created_at: wireTime,
});

export const localStatusSchema = v.object({
  usb_state: maybeText,
  usb_storage_used: maybeNumber,
  usb_storage_full: maybeFlag,
});
