import type { NetworkId } from '../../../shared/ids.ts';
import { post, type ApiClient, type EndpointVariants } from '../api-client.ts';
import type { CommandRunner } from './commands.ts';
import { networkPaths } from './paths.ts';

/** The sirens of a network. Whether it has any is on the homescreen. */
export interface SirenCalls {
  /** All of the network, or one. */
  sound(id: NetworkId, options: SirenOptions, signal?: AbortSignal): Promise<void>;
  silence(id: NetworkId, signal?: AbortSignal): Promise<void>;
}

export interface SirenOptions {
  readonly forMs: number;
  readonly sirenId?: number;
}

export function createSirenCalls(api: ApiClient, commands: CommandRunner): SirenCalls {
  function variantsFor(id: NetworkId, path: string, body?: object): EndpointVariants {
    const { network, versioned } = networkPaths(api.accountId, id);
    return [
      post(`${versioned(1)}/sirens/${path}`, body),
      post(`/api/v1/networks/${network}/sirens/${path}`, body),
    ];
  }

  return {
    async sound(id, { forMs, sirenId }, signal) {
      const path = sirenId === undefined ? 'activate/' : `${sirenId}/activate/`;
      const variants = variantsFor(id, path, { duration: Math.round(forMs / 1_000) });
      await commands.runToEnd({ networkId: id, name: 'siren on', variants, signal });
    },
    async silence(id, signal) {
      const variants = variantsFor(id, 'deactivate/');
      await commands.runToEnd({ networkId: id, name: 'siren off', variants, signal });
    },
  };
}
