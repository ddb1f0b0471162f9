import type { NetworkId } from '../../shared/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { createCommandQueue, sendWhenFree } from './command-queue.ts';
import { startedCommand, waitForCommand } from './endpoints/commands.ts';
import { watchRefusals, type Call, type Caller } from './forms.ts';
import type { JsonAnswer } from './http/http-request.ts';

/** Something a system is told to do. */
export interface Job {
  readonly networkId: NetworkId;
  readonly call: Omit<Call, 'kind' | 'signal'>;
  /** Whether it has come to pass already, asked after a "busy". */
  readonly isDone?: (signal?: AbortSignal) => Promise<boolean>;
}

/** Jobs, one at a time per system. */
export interface Jobs {
  /**
   * Resolves with the first answer when the cloud says that the job is done; null when it was done already. Rejects
   * with `module-busy` after five tries, `command-failed`, `command-timeout`.
   */
  carryOut(job: Job, signal?: AbortSignal): Promise<JsonAnswer | null>;
  /** The same, but over as soon as the cloud has taken the order: for jobs that last. */
  begin(job: Job, signal?: AbortSignal): Promise<JsonAnswer | null>;
}

export interface JobsDeps {
  readonly caller: Caller;
  readonly clock: Clock;
}

export function createJobs({ caller, clock }: JobsDeps): Jobs {
  const queue = createCommandQueue();

  const send = ({ call, isDone }: Job, signal: AbortSignal | undefined) =>
    sendWhenFree(clock, {
      name: call.name,
      send: () => caller.ask({ ...call, kind: 'command', signal }),
      isDone: isDone && (() => isDone(signal)),
      refusal: watchRefusals(caller),
      signal,
    });

  async function toTheEnd(job: Job, signal: AbortSignal | undefined): Promise<JsonAnswer | null> {
    const answer = await send(job, signal);
    const command =
      answer === null ? null : startedCommand(job.call.name, job.networkId, answer.value);
    if (command !== null) await waitForCommand({ caller, clock }, command, signal);
    return answer;
  }

  return {
    carryOut: (job, signal) => queue.run(job.networkId, () => toTheEnd(job, signal), signal),
    begin: (job, signal) => queue.run(job.networkId, () => send(job, signal), signal),
  };
}
