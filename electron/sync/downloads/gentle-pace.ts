import { gentleAfterRefusalMs, historyPerHour, paceInForce } from '../../../shared/archive.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { SettingsStore } from '../../store/settings.ts';

/** After a refusal clips of the past are fetched gently for a day: kept over restarts, shown, and ended by itself. */
export interface GentlePace {
  start(): void;
  stop(): void;
}

export function createGentlePace({
  store,
  settings,
  clock,
}: {
  readonly store: AppStore;
  readonly settings: SettingsStore;
  readonly clock: Clock;
}): GentlePace {
  let unsubscribe: Dispose | null = null;
  let cancelEnd: Dispose | null = null;

  /** Shows the pace in force, saves until when, and waits for the end. */
  function apply(): void {
    const { gentleUntil, historyPace, clipsPerHour } = store.get().archive;
    const perHour = historyPerHour[paceInForce({ gentleUntil, historyPace }, clock.now())];
    if (perHour !== clipsPerHour) {
      store.update('archive', (archive) => ({ ...archive, clipsPerHour: perHour }));
    }
    if (settings.get().gentleUntil !== gentleUntil) setUntil(gentleUntil);
    cancelEnd?.();
    cancelEnd =
      gentleUntil === null ? null : clock.after(gentleUntil - clock.now(), () => setUntil(null));
  }

  function setUntil(gentleUntil: number | null): void {
    try {
      settings.update({ gentleUntil });
    } catch {
      // On a full disk it holds for this run.
      store.update('archive', (archive) => ({ ...archive, gentleUntil }));
    }
  }

  return {
    start() {
      const saved = settings.get().gentleUntil;
      const now = clock.now();
      // At most a day from now, even if the clock was far ahead when it was saved.
      const latest = saved === null ? null : Math.min(saved, now + gentleAfterRefusalMs);
      const until = latest !== null && latest > now ? latest : null;
      if (until !== saved) setUntil(until);
      apply();
      let before = store.get().archive;
      unsubscribe = store.subscribe('archive', (archive) => {
        const isSame =
          archive.gentleUntil === before.gentleUntil && archive.historyPace === before.historyPace;
        before = archive;
        if (!isSame) apply();
      });
    },
    stop() {
      unsubscribe?.();
      cancelEnd?.();
    },
  };
}
