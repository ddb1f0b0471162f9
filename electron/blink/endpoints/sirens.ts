import type { NetworkId } from '../../../shared/ids.ts';
import { post, type Call, type EndpointClient, type EndpointVariant } from '../api-client.ts';
import type { CommandRunner } from './commands.ts';
import { networkPaths } from './paths.ts';

/** The sirens of a system. Whether it has any the homescreen tells. */
export interface SirenCalls {
  /** All of the system, or one. */
  sound(id: NetworkId, how: SirenOrder, signal?: AbortSignal): Promise<void>;
  silence(id: NetworkId, signal?: AbortSignal): Promise<void>;
}

export interface SirenOrder {
  readonly forMs: number;
  readonly sirenId?: number;
}

export interface SirenDeps {
  readonly caller: EndpointClient;
  readonly jobs: CommandRunner;
}

export function createSirenCalls({ caller, jobs }: SirenDeps): SirenCalls {
  function forms(
    id: NetworkId,
    tail: string,
    form: (path: string) => EndpointVariant,
  ): Call['forms'] {
    const { network, api } = networkPaths(caller.accountId, id);
    return [form(`${api(1)}/sirens/${tail}`), form(`/api/v1/networks/${network}/sirens/${tail}`)];
  }

  return {
    async sound(id, { forMs, sirenId }, signal) {
      const duration = Math.round(forMs / 1_000);
      const tail = sirenId === undefined ? 'activate/' : `${sirenId}/activate/`;
      const call = {
        name: 'siren on',
        forms: forms(id, tail, (path) => post(path, { duration })),
      };
      await jobs.runToEnd({ networkId: id, call }, signal);
    },
    async silence(id, signal) {
      const call = { name: 'siren off', forms: forms(id, 'deactivate/', post) };
      await jobs.runToEnd({ networkId: id, call }, signal);
    },
  };
}
