import { abandoned } from '../blink/http/deadline.ts';

/** Lets so many run at once; the others wait in the order they came. */
export type Limiter = <T>(run: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** `most` at once. Who gives up while waiting rejects as `abandoned` says and is never run. */
export function createLimiter(most: number): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;

  function turn(signal?: AbortSignal): Promise<void> {
    if (running < most) {
      running += 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        waiting.splice(waiting.indexOf(start), 1);
        reject(abandoned('request', signal?.reason));
      };
      const start = () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      waiting.push(start);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  // A place is handed on, not freed and taken again: nobody can slip in between.
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }

  return async (run, signal) => {
    if (signal?.aborted === true) throw abandoned('request', signal.reason);
    await turn(signal);
    try {
      return await run();
    } finally {
      leave();
    }
  };
}
