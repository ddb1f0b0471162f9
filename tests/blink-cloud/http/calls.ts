import type { Route } from './router.ts';

/** The addresses of one call: those of every era, and those only today's apps know. */
export interface Forms {
  readonly old?: readonly string[];
  readonly today?: readonly string[];
}

/** One call of the REST hosts under all its addresses. */
export function call(
  method: Route['method'],
  { old = [], today = [] }: Forms,
  handle: Route['handle'],
): readonly Route[] {
  const isOlderForm = today.length > 0;
  return [
    ...old.map((pattern): Route => ({ method, host: 'rest', pattern, isOlderForm, handle })),
    ...today.map((pattern): Route => ({ method, host: 'rest', pattern, era: 'today', handle })),
  ];
}

/** A call that has had one address ever since. */
export const same = (method: Route['method'], pattern: string, handle: Route['handle']) =>
  call(method, { old: [pattern] }, handle);

/** A call the cloud of 2020 did not have. */
export const newer = (method: Route['method'], pattern: string, handle: Route['handle']) =>
  call(method, { today: [pattern] }, handle);
