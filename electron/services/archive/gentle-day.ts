import { gentleAfterRefusalMs, historyPerHour, paceInForce } from '../../../shared/archive.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { Clock } from '../../lib/clock.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { SettingsStore } from '../../store/settings.ts';

/** The day of a gentle pace after a refusal: kept over restarts, shown, and over by itself. */
export interface GentleDay {
  /** Brings the saved end into the state. */
  start(): void;
  stop(): void;
}

export interface GentleDayDeps {
  readonly store: AppStore;
  readonly settings: SettingsStore;
  readonly clock: Clock;
}

export function createGentleDay({ store, settings, clock }: GentleDayDeps): GentleDay {
  let unsubscribe: Dispose | null = null;
  let cancel: Dispose | null = null;

  /** What is in force now, and from then on. */
  function look(): void {
    const { gentleUntil, historyPace, clipsPerHour } = store.get().archive;
    const perHour = historyPerHour[paceInForce({ gentleUntil, historyPace }, clock.now())];
    if (perHour !== clipsPerHour) {
      store.update('archive', (archive) => ({ ...archive, clipsPerHour: perHour }));
    }
    if (settings.get().gentleUntil !== gentleUntil) save(gentleUntil);
    cancel?.();
    cancel = gentleUntil === null ? null : clock.after(gentleUntil - clock.now(), end);
  }

  function save(gentleUntil: number | null): void {
    try {
      settings.update({ gentleUntil });
    } catch {
      // It holds for this run.
    }
  }

  const show = (gentleUntil: number | null) =>
    store.update('archive', (archive) => ({ ...archive, gentleUntil }));

  function end(): void {
    show(null);
  }

  return {
    start() {
      const saved = settings.get().gentleUntil;
      const now = clock.now();
      // A clock that was far ahead must not make it longer than a day.
      const until = saved === null ? null : Math.min(saved, now + gentleAfterRefusalMs);
      show(until !== null && until > now ? until : null);
      look();
      let before = store.get().archive;
      unsubscribe = store.subscribe('archive', (archive) => {
        const isSame =
          archive.gentleUntil === before.gentleUntil && archive.historyPace === before.historyPace;
        before = archive;
        if (!isSame) look();
      });
    },
    stop() {
      unsubscribe?.();
      cancel?.();
    },
  };
}
