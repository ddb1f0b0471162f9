import type { AppState } from '../../shared/app-state.ts';
import type { Dispose } from '../lib/dispose.ts';
import { minutes, seconds, type Clock } from '../lib/clock.ts';

/** Redraws the tray while something moves in it, and only then: a tray at rest has no timer. */
export interface TrayPulse {
  /** Which frame of the animation is due. */
  frame(): number;
  /** Beats as long as this state needs it. */
  follow(state: AppState): void;
  stop(): void;
}

interface TrayPulseDeps {
  readonly clock: Clock;
  readonly onBeat: () => void;
}

export function createTrayPulse({ clock, onBeat }: TrayPulseDeps): TrayPulse {
  let beat: { readonly everyMs: number; readonly cancel: Dispose } | null = null;
  let frame = 0;

  function start(everyMs: number): void {
    const cancel = clock.after(everyMs, () => {
      beat = null;
      frame += 1;
      onBeat();
    });
    beat = { everyMs, cancel };
  }

  function stop(): void {
    beat?.cancel();
    beat = null;
  }

  return {
    frame: () => frame,
    follow(state) {
      const everyMs = beatOf(state, clock.now());
      if (beat !== null && beat.everyMs === everyMs) return;
      stop();
      if (everyMs !== null) start(everyMs);
    },
    stop,
  };
}

/** How often this state has to be drawn anew by itself, in ms; null for never. */
export function beatOf({ arming, temporaryDisarms }: AppState, now: number): number | null {
  // Moves for a while, then stands: the picture still says that something is under way.
  const isMoving = Object.values(arming).some(
    (asked) => asked?.phase === 'asking' && now - asked.at < longestMotionMs,
  );
  if (isMoving) return frameMs;
  return Object.keys(temporaryDisarms).length > 0 ? minutes(1) : null;
}

const frameMs = 400;
const longestMotionMs = seconds(15);
