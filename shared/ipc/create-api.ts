import { contract } from './contract.ts';
import type { Result } from '../errors.ts';
import type { Api } from './types.ts';

/** What carries the words of the contract; the preload plugs Electron in, tests plug in something else. */
export interface Transport {
  invoke(name: string, arg: unknown): Promise<Result<unknown>>;
  subscribe(name: string, listener: (payload: unknown) => void): () => void;
}

/** The whole renderer side of the contract over one transport. Names outside the contract do not exist. */
export function createApi(transport: Transport): Api {
  const requests = namesOf('request').map((name) => [
    name,
    (arg: unknown) => transport.invoke(name, arg),
  ]);
  const pushes = new Set<string>(namesOf('push'));
  const on = (name: string, listener: (payload: unknown) => void) => {
    if (!pushes.has(name)) throw new TypeError(`not a push of the contract: ${name}`);
    return transport.subscribe(name, listener);
  };
  return { ...Object.fromEntries(requests), on } as Api;
}

const namesOf = (kind: 'request' | 'push'): string[] =>
  Object.entries(contract).flatMap(([name, word]) => (word.kind === kind ? [name] : []));
