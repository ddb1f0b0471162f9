/** Stops what was started. */
export type Dispose = () => void;

/** Several stops as one, last started first stopped. */
export function disposeAll(...disposals: readonly Dispose[]): Dispose {
  return () => {
    for (const dispose of [...disposals].reverse()) dispose();
  };
}
