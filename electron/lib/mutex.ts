import { Semaphore } from 'async-mutex';
import { untilAborted } from './abort.ts';

/**
 * Runs a job when it is its turn: in the order of asking, whether the jobs before it ended well or not. Who gives up
 * while waiting is rejected with the signal's reason, and the job is never run; a running job is not touched.
 */
export type RunInTurn = <T>(job: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** One job at a time. */
export const createMutex = (): RunInTurn => createSemaphore(1);

/** At most `most` jobs at once. */
export function createSemaphore(most: number): RunInTurn {
  const semaphore = new Semaphore(most);

  /** Resolves with the function that ends the turn. */
  async function waitForTurn(signal: AbortSignal | undefined): Promise<() => void> {
    signal?.throwIfAborted();
    const turn = semaphore.acquire().then(([, release]) => release);
    if (signal === undefined) return turn;
    return untilAborted(turn, signal).catch((error: unknown) => {
      // The library cannot take one waiter out of its queue: the turn is passed on when it comes.
      void turn.then((release) => release());
      throw error;
    });
  }

  return async (job, signal) => {
    const release = await waitForTurn(signal);
    try {
      return await job();
    } finally {
      release();
    }
  };
}
