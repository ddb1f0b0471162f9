import type { NetworkId } from '../../shared/ids.ts';

/** One command in flight per system: the cloud answers a second one with "busy". */
export interface Mutations {
  /** Runs `work` when the work before it has ended, well or not. */
  run<T>(id: NetworkId, work: () => Promise<T>): Promise<T>;
}

export function createMutations(): Mutations {
  const tails = new Map<NetworkId, Promise<unknown>>();
  return {
    run(id, work) {
      const before = tails.get(id) ?? Promise.resolve();
      const mine = before.then(work);
      const tail = mine.catch(() => undefined);
      tails.set(id, tail);
      void tail.then(() => {
        if (tails.get(id) === tail) tails.delete(id);
      });
      return mine;
    },
  };
}
