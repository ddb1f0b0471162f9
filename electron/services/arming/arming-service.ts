import type { ArmedWish } from '../../../shared/app-state.ts';
import { AppError, toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { minutes, seconds, type Clock } from '../../lib/clock.ts';
import { findNetwork, type AppStore } from '../../store/app-store.ts';
import type { CloudSession } from '../../sync/cloud-session.ts';
import type { CloudAccess } from '../account/account-service.ts';
import { untilAborted } from '../../lib/abort.ts';
import {
  atRest,
  nextArming,
  asking,
  failedArming,
  isCertainlyNotDone,
  truthOf,
  withArming,
  withoutArming,
  type ArmingEffect,
  type ArmingEvent,
  type ArmingOutcome,
  type ArmingStep,
} from './arming-machine.ts';

/** Arms and disarms systems. Meanwhile the arming slice predicts, never beyond its deadline. */
export interface ArmingService {
  /**
   * Resolves when the cloud has confirmed the last wish, rejects with the reason why not; with `no-motion-cameras` when
   * it is done, but nothing there watches for motion.
   */
  arm(id: NetworkId): Promise<void>;
  disarm(id: NetworkId): Promise<void>;
  /** Every system at once; rejects with the first reason why one of them failed, after all have ended. */
  armAll(): Promise<void>;
  disarmAll(): Promise<void>;
}

export interface ArmingDeps extends Pick<CloudAccess, 'cloud'> {
  readonly store: AppStore;
  readonly clock: Clock;
}

/** Half a minute for the request and its confirmation, a minute for the command. */
export const armingDeadlineMs = seconds(90);

/** How long the reason of a failure stays on show. */
export const armingFailureMs = minutes(1);

export function createArmingService(deps: ArmingDeps): ArmingService {
  const { store, clock, cloud } = deps;
  const runs = new Map<NetworkId, Run>();
  const forgetting = new Map<NetworkId, Dispose>();

  async function wish(id: NetworkId, wanted: ArmedWish): Promise<void> {
    const sync = cloud();
    findNetwork(store, id);
    forgetting.get(id)?.();
    store.update('arming', (state) => withArming(state, id, asking(wanted, clock.now())));
    const running = runs.get(id);
    const run = running ?? { step: atRest, done: Promise.resolve() };
    const effect = move(run, { kind: 'wished', wish: wanted });
    if (running !== undefined) return running.done;
    runs.set(id, run);
    run.done = fulfil(sync, id, run, effect).finally(() => forgetRun(id, run));
    return run.done;
  }

  async function fulfil(
    sync: CloudSession,
    id: NetworkId,
    run: Run,
    first: ArmingEffect,
  ): Promise<void> {
    const talk = createArmingAttempt(deps, sync, id);
    let effect = first;
    while (effect !== null && effect !== 'settle') {
      effect = move(run, await talk.perform(effect, run.step));
    }
    talk.end();
    // Ended before its outcome is known to anyone: who hears of it and wishes anew begins a run of their own.
    forgetRun(id, run);
    if (run.step.kind === 'at-rest') settle(id, run.step.outcome);
    sync.pollFaster();
    if (run.step.kind === 'at-rest') throwUnlessDone(id, run.step.outcome);
  }

  function forgetRun(id: NetworkId, run: Run): void {
    if (runs.get(id) === run) runs.delete(id);
  }

  function settle(id: NetworkId, outcome: ArmingOutcome): void {
    const forget = () => store.update('arming', (state) => withoutArming(state, id));
    if (outcome.kind === 'done') {
      forget();
      return;
    }
    // Somebody who has signed out meanwhile left nothing to explain.
    if (store.get().account.phase === 'signed-out') return;
    const { wish: wanted, problem } = outcome;
    store.update('arming', (state) =>
      withArming(state, id, failedArming(wanted, problem, clock.now())),
    );
    forgetting.set(id, clock.after(armingFailureMs, forget));
  }

  const all = (wanted: ArmedWish) =>
    allEnded(store.get().home.networks.map(({ id }) => wish(id, wanted)));

  return {
    arm: (id) => wish(id, 'armed'),
    disarm: (id) => wish(id, 'disarmed'),
    armAll: () => all('armed'),
    disarmAll: () => all('disarmed'),
  };
}

interface Run {
  step: ArmingStep;
  done: Promise<void>;
}

function move(run: Run, event: ArmingEvent): ArmingEffect {
  const { step, effect } = nextArming(run.step, event);
  run.step = step;
  return effect;
}

function throwUnlessDone(id: NetworkId, outcome: ArmingOutcome): void {
  if (outcome.kind === 'failed') throw new AppError(outcome.problem, id);
  if (outcome.warning !== null) throw new AppError(outcome.warning, id);
}

async function allEnded(works: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(works);
  const failure = results.find((result) => result.status === 'rejected');
  if (failure !== undefined) throw toAppError(failure.reason);
}

/** Does what the machine asks for, each command with its confirmation within one deadline. */
function createArmingAttempt({ store, clock }: ArmingDeps, sync: CloudSession, id: NetworkId) {
  let deadline = new AbortController();
  let cancel: Dispose = () => undefined;

  function beginDeadline(): AbortSignal {
    cancel();
    const own = new AbortController();
    deadline = own;
    cancel = clock.after(armingDeadlineMs, () =>
      own.abort(new AppError('command-timeout', 'no word from the cloud in time')),
    );
    return own.signal;
  }

  async function command(wanted: ArmedWish): Promise<ArmingEvent> {
    const signal = beginDeadline();
    const order = { wasAsked: false };
    try {
      const warning = await sync.api.ask(({ networks }, ending) => {
        order.wasAsked = true;
        return networks.setArmed(id, wanted === 'armed', ending);
      }, signal);
      return { kind: 'commanded', warning };
    } catch (error) {
      const problem = toAppError(error).code;
      const isNotDone = !order.wasAsked || isCertainlyNotDone(problem);
      return { kind: isNotDone ? 'refused' : 'lost', problem };
    }
  }

  async function refresh(): Promise<ArmingEvent> {
    try {
      await untilAborted(sync.home.refresh(), deadline.signal);
    } catch (error) {
      return { kind: 'unheard', problem: toAppError(error).code };
    }
    const truth = truthOf(store.get().home, id);
    return truth === null
      ? { kind: 'unheard', problem: 'command-failed' satisfies AppErrorCode }
      : { kind: 'heard', truth };
  }

  return {
    perform(effect: Exclude<ArmingEffect, null | 'settle'>, step: ArmingStep) {
      if (effect === 'command' && step.kind !== 'at-rest') return command(step.sent);
      // A command may have arrived although its answer did not: until the cloud is heard, its last word is void.
      if (effect === 'distrust-and-refresh') sync.home.markStale();
      return refresh();
    },
    end: () => cancel(),
  };
}
