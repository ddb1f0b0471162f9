import { setTimeout as pause } from 'node:timers/promises';

export interface WaitOptions {
  /** What is awaited, as the end of the sentence "waited 5000 ms for …". */
  readonly what: string;
  /** 10 s if left out. */
  readonly timeoutMs?: number;
  /** How long to wait between two looks; 25 ms if left out. */
  readonly everyMs?: number;
}

type NotYet = undefined | null | false | 0 | '';

/**
 * Polls until `condition` answers something truthy, and answers that. A condition that throws counts as "not yet";
 * fails with an Error that says what was awaited and the condition's last error.
 */
export async function waitFor<T>(
  condition: () => T | NotYet | Promise<T | NotYet>,
  { what, timeoutMs = 10_000, everyMs = 25 }: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  let lastError: unknown;
  do {
    try {
      const answer = await condition();
      if (answer) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    await pause(everyMs);
  } while (performance.now() < deadline);
  throw new Error(`waited ${timeoutMs} ms for ${what}${because(lastError)}`, { cause: lastError });
}

const because = (error: unknown) => (error instanceof Error ? ` (${error.message})` : '');
