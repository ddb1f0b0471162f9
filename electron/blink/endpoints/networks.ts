import { networkKey, type AccountId, type NetworkId } from '../../../shared/ids.ts';
import type { AccountCloud } from '../authorized.ts';
import type { CommandRef } from '../client.ts';
import { blinkCode } from '../errors.ts';
import { startedCommand } from './commands.ts';

/** Asks for a system to be armed or disarmed. Null when the cloud names no job: read the homescreen instead. */
export async function setArmed(
  cloud: AccountCloud,
  networkId: NetworkId,
  isArmed: boolean,
  signal?: AbortSignal,
): Promise<CommandRef | null> {
  const { network } = networkKey(networkId);
  const name = isArmed ? 'arm' : 'disarm';
  const { value } = await cloud.json({
    kind: 'command',
    name,
    method: 'POST',
    path: statePath(cloud.accountId, network, name),
    // The state changes all the same, so it is no failure.
    isAnswer: (_status, body) => blinkCode(body) === noCamerasEnabled,
    signal,
  });
  return startedCommand(name, networkId, value);
}

const noCamerasEnabled = 304;

const statePath = (account: AccountId, network: number, word: string) =>
  `/api/v1/accounts/${account}/networks/${network}/state/${word}`;
