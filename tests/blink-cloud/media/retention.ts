import type { Timeline } from '../clock.ts';
import type { MediaStore } from './media-store.ts';
import type { AccountFile } from '../worlds/world-file.ts';

/** How long the cloud keeps recordings. */
export interface Retention {
  days(): number;
  readonly options: readonly number[];
  /** False when the cloud does not offer that many days. */
  set(days: number): boolean;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Deletes what is too old: at the start, after a change, and every hour. */
export function createRetention(
  account: AccountFile,
  media: MediaStore,
  timeline: Timeline,
): Retention {
  const options = account.autoDeleteOptions ?? [3, 7, 14, 30];
  let days = account.autoDeleteDays ?? 30;

  const purge = () => media.purgeBefore(timeline.now() - days * DAY_MS, timeline.now());

  function hourly() {
    purge();
    timeline.at(timeline.now() + HOUR_MS, hourly);
  }

  hourly();
  return {
    days: () => days,
    options,
    set(asked) {
      if (!options.includes(asked)) return false;
      days = asked;
      purge();
      return true;
    },
  };
}
