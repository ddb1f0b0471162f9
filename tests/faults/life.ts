import type { Clock } from '../../electron/lib/clock.ts';
import type { WritableFile } from '../../electron/store/file-system.ts';
import { createKillableClock } from '../fixtures/killable-clock.ts';
import type { Step, Tap } from './tap.ts';

/** One run of a program, which may end at any call as by `kill -9`: from then on it does nothing and hears nothing. */
export interface Life {
  readonly tap: Tap;
  readonly clock: Clock;
  readonly fetch: Fetch;
  isAlive(): boolean;
  kill(): void;
  /** Resolves when it has ended that way. */
  readonly ended: Promise<void>;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Decides at each call, before and after it is carried out, whether the program ends there. */
export type EndsAt = (step: Step, moment: 'before' | 'after') => boolean;

export interface LifeDeps {
  readonly clock: Clock;
  readonly fetch: Fetch;
  readonly endsAt?: EndsAt;
}

export function createLife({ clock, fetch, endsAt = () => false }: LifeDeps): Life {
  const killable = createKillableClock(clock);
  const opened = new Set<WritableFile>();
  let tell = (): void => undefined;
  const ended = new Promise<void>((resolve) => (tell = resolve));

  const hasEnded = () => !killable.isAlive();

  function kill(): void {
    killable.kill();
    opened.forEach(letGo);
    tell();
  }

  async function passing<T>(work: () => Promise<T>): Promise<T> {
    if (hasEnded()) return never();
    const answer = await work().catch((error: unknown) => {
      if (hasEnded()) return never<T>();
      throw error;
    });
    if (hasEnded()) {
      letGo(answer);
      return never();
    }
    if (isOpenFile(answer)) opened.add(answer);
    return answer;
  }

  return {
    ended,
    kill,
    isAlive: killable.isAlive,
    fetch: (url, init) => passing(() => fetch(url, init)),
    async tap(step, work) {
      if (killable.isAlive() && endsAt(step, 'before')) kill();
      return passing(async () => {
        const answer = await work();
        if (killable.isAlive() && endsAt(step, 'after')) kill();
        return answer;
      });
    },
    clock: killable.clock,
  };
}

const never = <T>(): Promise<T> => new Promise(() => undefined);

/** The system closes what a program had open. */
function letGo(answer: unknown): void {
  if (isOpenFile(answer)) answer.close().catch(() => undefined);
}

const isOpenFile = (answer: unknown): answer is WritableFile =>
  typeof answer === 'object' && answer !== null && 'sync' in answer && 'close' in answer;
