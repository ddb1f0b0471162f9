import type { NetworkId } from '../../../shared/ids.ts';
import { legacy, post, type ApiClient } from '../api-client.ts';
import { blinkCode } from '../http/http-errors.ts';
import type { CommandRunner } from './commands.ts';
import type { HomescreenCalls } from './homescreen.ts';
import { networkPaths } from './paths.ts';
import { createSnoozeCalls, type SnoozeCalls } from './snooze.ts';

/** Done, but the person should know. */
export type Warning = 'no-motion-cameras';

/** What can be changed of a network. */
export interface NetworkChange {
  readonly name?: string;
  /** Whether live views are kept as recordings. */
  readonly savesLiveViews?: boolean;
}

/** Calls about a network as a whole. */
export interface NetworkCalls extends SnoozeCalls<NetworkId> {
  /** Resolves when the network has done it. Read the homescreen then: only that shows the state. */
  setArmed(id: NetworkId, isArmed: boolean, signal?: AbortSignal): Promise<Warning | null>;
  update(id: NetworkId, change: NetworkChange, signal?: AbortSignal): Promise<void>;
}

export function createNetworkCalls(
  api: ApiClient,
  commands: CommandRunner,
  homescreen: HomescreenCalls,
): NetworkCalls {
  const pathsOf = (id: NetworkId) => networkPaths(api.accountId, id);

  return {
    async setArmed(id, isArmed, signal) {
      const name = isArmed ? 'arm' : 'disarm';
      const answer = await commands.runToEnd({
        networkId: id,
        name,
        variants: [legacy(post(`${pathsOf(id).versioned(1)}/state/${name}`))],
        // The state changes all the same, so it is no failure.
        isAnswer: (_status, body) => blinkCode(body) === noCamerasEnabled,
        isDone: async (end) =>
          (await homescreen.read(end)).networks.some(
            (one) => one.id === id && one.isArmed === isArmed && one.doubt === undefined,
          ),
        signal,
      });
      return blinkCode(answer?.value) === noCamerasEnabled ? 'no-motion-cameras' : null;
    },
    async update(id, { name, savesLiveViews }, signal) {
      const { root, accountRoot } = pathsOf(id);
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(savesLiveViews === undefined ? {} : { lv_save: savesLiveViews }),
      };
      await api.json({
        kind: 'account',
        name: 'network settings',
        variants: [legacy(post(`${root}/update`, change)), post(`${accountRoot}/update`, change)],
        signal,
      });
    },
    ...createSnoozeCalls<NetworkId>(api, 'network', (id) => pathsOf(id).versioned(1)),
  };
}

const noCamerasEnabled = 304;
