import { AppError } from '../../../shared/errors.ts';
import { minutes } from '../../lib/clock.ts';
import { post, type ApiClient } from '../api-client.ts';

/** Holding back alerts at Blink, on the phone too. Recording goes on. */
export interface SnoozeCalls<Target> {
  /** In whole minutes, from 1 to 1439; `invalid-argument` otherwise. */
  snooze(target: Target, forMs: number, signal?: AbortSignal): Promise<void>;
  unsnooze(target: Target, signal?: AbortSignal): Promise<void>;
}

/** `pathOf` is the beginning of the target's URL paths, `what` its kind. */
export const createSnoozeCalls = <Target>(
  api: ApiClient,
  what: string,
  pathOf: (target: Target) => string,
): SnoozeCalls<Target> => ({
  async snooze(target, forMs, signal) {
    const length = Math.round(forMs / minutes(1));
    if (!(length >= 1 && length <= longestMinutes)) throw new AppError('invalid-argument', what);
    const variants = [post(`${pathOf(target)}/snooze`, { snooze_time: length })] as const;
    await api.json({ kind: 'account', name: `snooze ${what}`, variants, signal });
  },
  async unsnooze(target, signal) {
    const variants = [post(`${pathOf(target)}/unsnooze`)] as const;
    await api.json({ kind: 'account', name: `unsnooze ${what}`, variants, signal });
  },
});

const longestMinutes = 1_439;
