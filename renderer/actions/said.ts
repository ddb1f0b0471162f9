import type { Result } from '../../shared/errors.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { clockTime } from '../components/display/format.ts';
import { showToast } from '../stores/toasts.ts';

const minuteMs = 60_000;

/** Says a word when it worked; answers whether it did. */
export function sayDone({ ok }: Result<unknown>, words: string): boolean {
  if (ok) showToast('info', words);
  return ok;
}

/** Says until when Blink stays silent; `minutes` is null for a snooze that was ended. */
export function saySnoozed(result: Result<unknown>, minutes: number | null): boolean {
  const time = clockTime(Date.now() + (minutes ?? 0) * minuteMs);
  return sayDone(result, minutes === null ? m.snooze_ended() : m.snooze_until({ time }));
}
