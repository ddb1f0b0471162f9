import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from './clips/database.ts';

/** How many clips are written before others get their turn: about 10 milliseconds. */
const chunkLength = 50;
/** What one statement does for many clips costs less for each. */
const stepLength = 200;

/**
 * Works through a long list in short transactions, with a turn of the event loop in between: nothing else has to wait
 * long. After a failure the chunks before it stay. A short list is all or nothing.
 */
export async function inChunks<Item, Result>(
  database: Database,
  items: readonly Item[],
  work: (chunk: readonly Item[]) => Result,
): Promise<readonly Result[]> {
  const results = [database.transaction(() => work(items.slice(0, chunkLength)))];
  for (let at = chunkLength; at < items.length; at += chunkLength) {
    await nextTurn();
    results.push(database.transaction(() => work(items.slice(at, at + chunkLength))));
  }
  return results;
}

/** Repeats a short transaction until it finds nothing more to do, with the same turns in between. */
export async function untilDone(
  database: Database,
  work: (limit: number) => number,
): Promise<number> {
  for (let total = 0; ;) {
    const done = database.transaction(() => work(stepLength));
    total += done;
    if (done < stepLength) return total;
    await nextTurn();
  }
}
