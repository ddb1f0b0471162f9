/**
 * Never two runs at once, and every caller gets a run that began after the call: those who come during a run
 * share the next one.
 */
export function createSharedNext(run: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function begin(): Promise<void> {
    next = null;
    current = run().finally(() => (current = null));
    return current;
  }

  return () => {
    if (next !== null) return next;
    if (current === null) return begin();
    next = current.then(begin, begin);
    return next;
  };
}
