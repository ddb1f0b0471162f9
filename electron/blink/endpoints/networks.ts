import type { NetworkId } from '../../../shared/ids.ts';
import { blinkCode } from '../http/http-errors.ts';
import { legacy, post, type EndpointClient } from '../api-client.ts';
import type { Job, CommandRunner } from './commands.ts';
import type { Homescreen } from '../models.ts';
import { networkPaths } from './paths.ts';
import { snoozing, type SnoozeCalls } from './snooze.ts';

/** Done, but the person should know. */
export type Warning = 'no-motion-cameras';

/** What can be changed of a system. */
export interface NetworkChange {
  readonly name?: string;
  /** Whether live views are kept as recordings. */
  readonly savesLiveViews?: boolean;
}

/** What a system as a whole can be told. */
export interface NetworkCalls extends SnoozeCalls<NetworkId> {
  /** Resolves when the system has done it. Read the homescreen then: its word counts. */
  setArmed(id: NetworkId, isArmed: boolean, signal?: AbortSignal): Promise<Warning | null>;
  update(id: NetworkId, change: NetworkChange, signal?: AbortSignal): Promise<void>;
}

export interface NetworkDeps {
  readonly caller: EndpointClient;
  readonly jobs: CommandRunner;
  readonly homescreen: (signal?: AbortSignal) => Promise<Homescreen>;
}

export function createNetworkCalls({ caller, jobs, homescreen }: NetworkDeps): NetworkCalls {
  const place = (id: NetworkId) => networkPaths(caller.accountId, id);

  return {
    async setArmed(id, isArmed, signal) {
      const name = isArmed ? 'arm' : 'disarm';
      const call: Job['call'] = {
        name,
        forms: [legacy(post(`${place(id).api(1)}/state/${name}`))],
        // The state changes all the same, so it is no failure.
        isAnswer: (_status: number, body: unknown) => blinkCode(body) === noCamerasEnabled,
      };
      const isDone = async (end?: AbortSignal) =>
        (await homescreen(end)).networks.some(
          (one) => one.id === id && one.isArmed === isArmed && one.doubt === undefined,
        );
      const answer = await jobs.runToEnd({ networkId: id, call, isDone }, signal);
      return blinkCode(answer?.value) === noCamerasEnabled ? 'no-motion-cameras' : null;
    },
    async update(id, { name, savesLiveViews }, signal) {
      const { root, app } = place(id);
      const change = {
        ...(name === undefined ? {} : { name }),
        ...(savesLiveViews === undefined ? {} : { lv_save: savesLiveViews }),
      };
      await caller.ask({
        kind: 'account',
        name: 'system settings',
        forms: [legacy(post(`${root}/update`, change)), post(`${app}/update`, change)],
        signal,
      });
    },
    ...snoozing<NetworkId>(caller, 'system', (id) => place(id).api(1)),
  };
}

const noCamerasEnabled = 304;
