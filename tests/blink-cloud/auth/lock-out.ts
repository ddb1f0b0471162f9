import type { Timeline } from '../clock.ts';
import { json, type Answer, type Ask } from '../http/exchange.ts';
import type { Faults } from '../faults/faults.ts';

/** Patience with somebody who signs in again and again. */
export interface LockOut {
  /** Counts an attempt; 429 when there have been too many. Only while the fault `lock-out` is on. */
  refusal(ask: Ask): Answer | undefined;
}

const LOCKED_MS = 60 * 60_000;
const USUAL_LIMIT = 5;

/** After so many attempts every sign-in is refused for an hour. */
export function createLockOut(faults: Faults, timeline: Timeline): LockOut {
  let attempts = 0;
  let lockedUntil = 0;

  function isLocked(limit: number) {
    if (timeline.now() < lockedUntil) return true;
    attempts += 1;
    if (attempts <= limit) return false;
    attempts = 0;
    lockedUntil = timeline.now() + LOCKED_MS;
    return true;
  }

  return {
    refusal(ask) {
      const fault = faults.take('lock-out', ask);
      if (!fault || !isLocked(fault.after ?? USUAL_LIMIT)) return undefined;
      return json({ message: 'Too many sign-in attempts', code: 429 }, 429, fault.headers);
    },
  };
}
