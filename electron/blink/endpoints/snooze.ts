import { AppError } from '../../../shared/errors.ts';
import { minutes } from '../../lib/clock.ts';
import { post, type EndpointClient } from '../api-client.ts';

/** Holding back alerts at Blink, on the phone too. Recording goes on. */
export interface SnoozeCalls<Target> {
  /** In whole minutes, from 1 to 1439; `invalid-argument` otherwise. */
  snooze(target: Target, forMs: number, signal?: AbortSignal): Promise<void>;
  unsnooze(target: Target, signal?: AbortSignal): Promise<void>;
}

/** `pathOf` is the beginning of the target's addresses, `what` its kind. */
export function snoozing<Target>(
  caller: EndpointClient,
  what: string,
  pathOf: (target: Target) => string,
): SnoozeCalls<Target> {
  return {
    async snooze(target, forMs, signal) {
      const length = Math.round(forMs / minutes(1));
      if (!(length >= 1 && length <= longestMinutes)) throw new AppError('invalid-argument', what);
      const form = post(`${pathOf(target)}/snooze`, { snooze_time: length });
      await caller.ask({ kind: 'account', name: `snooze ${what}`, forms: [form], signal });
    },
    async unsnooze(target, signal) {
      const form = post(`${pathOf(target)}/unsnooze`);
      await caller.ask({ kind: 'account', name: `unsnooze ${what}`, forms: [form], signal });
    },
  };
}

const longestMinutes = 1_439;
