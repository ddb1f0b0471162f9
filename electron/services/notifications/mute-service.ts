import { AppError } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { SettingsStore } from '../../store/settings.ts';

/** "Mute here": this computer shows no notifications for a while; the phone still does. */
export interface MuteService {
  /** Brings back the mute of an earlier run, if it still holds. */
  start(): void;
  /** Null ends it. Rejects with `invalid-argument` for a time that is past or more than 7 days away. */
  until(at: Timestamp | null): Promise<void>;
  stop(): void;
}

export function createMuteService({
  store,
  settings,
  clock,
}: {
  readonly store: AppStore;
  readonly settings: SettingsStore;
  readonly clock: Clock;
}): MuteService {
  let cancel: Dispose = () => undefined;

  function startTimer(until: Timestamp | null): void {
    cancel();
    if (until !== null) cancel = clock.after(until - clock.now(), end);
  }

  /** Ends in this run even if that cannot be saved: a full disk must not keep this computer muted. */
  function end(): void {
    cancel();
    try {
      if (settings.get().mutedUntil !== null) settings.update({ mutedUntil: null });
    } catch {
      store.set('mute', { until: null });
    }
  }

  // Timers stop while the computer sleeps: the next homescreen compares with the clock.
  const unsubscribe = store.subscribe('home', () => {
    const { until } = store.get().mute;
    if (until !== null && until <= clock.now()) end();
  });

  return {
    start() {
      const until = settings.get().mutedUntil;
      const leftMs = until === null ? 0 : until - clock.now();
      // A clock that was set back must not mute this computer for years.
      if (leftMs > 0 && leftMs <= longestMs) startTimer(until);
      else end();
    },
    async until(at) {
      const leftMs = at === null ? 1 : at - clock.now();
      if (leftMs <= 0 || leftMs > longestMs) throw new AppError('invalid-argument', 'no such time');
      settings.update({ mutedUntil: at });
      startTimer(at);
    },
    stop() {
      unsubscribe();
      cancel();
    },
  };
}

const longestMs = minutes(7 * 24 * 60);
