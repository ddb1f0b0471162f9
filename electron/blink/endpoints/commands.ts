import { AppError } from '../../../shared/errors.ts';
import { networkKey, type NetworkId } from '../../../shared/ids.ts';
import { seconds, sleep, type Clock } from '../../lib/timing.ts';
import type { AccountCloud } from '../authorized.ts';
import type { CommandRef } from '../client.ts';
import { abandoned } from '../deadline.ts';
import { commandSchema, startedSchema } from '../wire/commands.ts';
import { parseAnswer } from '../wire/tolerant.ts';

/** The job an answer names; null when it names none, so that there is nothing to wait for. */
export function startedCommand(
  name: string,
  networkId: NetworkId,
  value: unknown,
): CommandRef | null {
  const started = parseAnswer(name, startedSchema, value);
  const commandId = started?.id ?? started?.command_id ?? null;
  return commandId === null ? null : { networkId, commandId };
}

/**
 * Asks once a second until the job is done. `command-failed` when the cloud says so, `command-timeout` after a minute;
 * two lost answers in a row are borne, the third is passed on.
 */
export async function waitForCommand(
  cloud: AccountCloud,
  clock: Clock,
  command: CommandRef,
  signal?: AbortSignal,
): Promise<void> {
  const endsAt = clock.now() + longestWaitMs;
  let lost = 0;
  while (clock.now() < endsAt) {
    await pause(clock, signal);
    try {
      if (await isDone(cloud, command, signal)) return;
      lost = 0;
    } catch (error) {
      lost += 1;
      if (signal?.aborted === true || lost > 2 || !isPassing(error)) throw error;
    }
  }
  throw new AppError('command-timeout', name);
}

const name = 'command';
const longestWaitMs = seconds(60);
const doneWell = 908;
const passing = new Set(['offline', 'timeout', 'cloud-trouble']);

const commandPath = (network: number, command: number) => `/network/${network}/command/${command}`;

async function isDone(
  cloud: AccountCloud,
  { networkId, commandId }: CommandRef,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const path = commandPath(networkKey(networkId).network, commandId);
  const { value } = await cloud.json({ kind: 'command', name, path, signal });
  const { complete, status_code: status } = parseAnswer(name, commandSchema, value);
  if (status !== null && status !== doneWell) {
    throw new AppError('command-failed', `${name}: code ${status}`);
  }
  return complete === true;
}

const isPassing = (error: unknown): boolean => error instanceof AppError && passing.has(error.code);

async function pause(clock: Clock, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(clock, seconds(1), signal);
  } catch {
    throw abandoned(name, signal?.reason);
  }
}
