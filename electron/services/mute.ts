import { AppError } from '../../shared/errors.ts';
import type { Timestamp } from '../../shared/models.ts';
import type { Dispose } from '../lib/dispose.ts';
import { minutes } from '../lib/timing.ts';
import type { Clock } from '../lib/timing.ts';
import type { AppStore } from '../store/app-store.ts';
import type { SettingsFile } from '../store/settings-port.ts';

/** "Mute here": this computer's own banners are silent for a while, the phone's are not. */
export interface MuteService {
  /** Brings back the mute of an earlier run, if it still holds. */
  start(): void;
  /** Null ends it. Rejects with `invalid-argument` for a time that is past or more than 7 days away. */
  until(at: Timestamp | null): Promise<void>;
  stop(): void;
}

export interface MuteDeps {
  readonly store: AppStore;
  readonly settings: SettingsFile;
  readonly clock: Clock;
}

export function createMuteService({ store, settings, clock }: MuteDeps): MuteService {
  let cancel: Dispose = () => undefined;

  function set(at: Timestamp | null): void {
    cancel();
    const leftMs = at === null ? 0 : at - clock.now();
    // A clock set back must not silence this computer for years.
    const until = leftMs > 0 && leftMs <= longestMs ? at : null;
    if (until !== settings.get().mutedUntil) settings.update({ mutedUntil: until });
    store.set('mute', { until });
    if (until !== null) cancel = clock.after(leftMs, () => set(null));
  }

  // Timers stand still while the computer sleeps: the next homescreen after it looks at the wall.
  const unsubscribe = store.subscribe('home', () => {
    const { until } = store.get().mute;
    if (until !== null && until <= clock.now()) set(null);
  });

  return {
    start: () => set(settings.get().mutedUntil),
    async until(at) {
      const leftMs = at === null ? 1 : at - clock.now();
      if (leftMs <= 0 || leftMs > longestMs) throw new AppError('invalid-argument', 'no such time');
      set(at);
    },
    stop() {
      unsubscribe();
      cancel();
    },
  };
}

const longestMs = minutes(7 * 24 * 60);
