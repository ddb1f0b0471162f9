import type { TargetState } from '../../../shared/app-state.ts';
import { AppError, toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { minutes, seconds, type Clock } from '../../lib/clock.ts';
import { findNetwork, type AppStore } from '../../store/app-store.ts';
import type { CloudSession } from '../../sync/cloud-session.ts';
import { untilAborted } from '../../lib/abort.ts';
import type { CloudAccess } from '../account/account-service.ts';
import {
  idle,
  nextArming,
  pendingArming,
  failedArming,
  isCertainlyNotDone,
  reportedState,
  withArming,
  withoutArming,
  type ArmingEffect,
  type ArmingEvent,
  type ArmingOutcome,
  type ArmingStep,
} from './arming-machine.ts';

/** Arms and disarms networks. Until confirmed the arming slice shows a prediction, never beyond its deadline. */
export interface ArmingService {
  /**
   * Resolves when the cloud has confirmed the last click, rejects with the reason why not; with `no-motion-cameras` when
   * it is armed, but no camera there watches for motion.
   */
  arm(id: NetworkId): Promise<void>;
  disarm(id: NetworkId): Promise<void>;
  /** Every network at once; rejects with the first failure after all have ended. */
  armAll(): Promise<void>;
  disarmAll(): Promise<void>;
}

export interface ArmingDeps extends Pick<CloudAccess, 'cloud'> {
  readonly store: AppStore;
  readonly clock: Clock;
}

/** Half a minute for the request and its confirmation, a minute for the command. */
export const armingDeadlineMs = seconds(90);

/** How long the reason of a failure is shown. */
export const armingFailureMs = minutes(1);

export function createArmingService(deps: ArmingDeps): ArmingService {
  const { store, clock, cloud } = deps;
  const runs = new Map<NetworkId, Run>();
  const failureTimers = new Map<NetworkId, Dispose>();

  async function request(id: NetworkId, target: TargetState): Promise<void> {
    const session = cloud();
    findNetwork(store, id);
    failureTimers.get(id)?.();
    store.update('arming', (state) => withArming(state, id, pendingArming(target, clock.now())));
    const running = runs.get(id);
    const run = running ?? { id, step: idle, done: Promise.resolve() };
    const effect = advance(run, { kind: 'requested', target });
    if (running !== undefined) return running.done;
    runs.set(id, run);
    run.done = runToEnd(session, run, effect).finally(() => forgetRun(run));
    return run.done;
  }

  async function runToEnd(session: CloudSession, run: Run, first: ArmingEffect): Promise<void> {
    const attempt = createArmingAttempt(deps, session, run.id);
    let effect = first;
    while (effect !== null && effect !== 'finish') {
      effect = advance(run, await attempt.perform(effect, run.step));
    }
    attempt.end();
    // Forgotten before its outcome is published: a click that answers to the outcome begins a run of its own.
    forgetRun(run);
    if (run.step.kind === 'idle') showOutcome(run.id, run.step.outcome);
    session.pollFaster();
    if (run.step.kind === 'idle') throwUnlessDone(run.id, run.step.outcome);
  }

  function forgetRun(run: Run): void {
    if (runs.get(run.id) === run) runs.delete(run.id);
  }

  function showOutcome(id: NetworkId, outcome: ArmingOutcome): void {
    const clear = () => store.update('arming', (state) => withoutArming(state, id));
    if (outcome.kind === 'done') {
      clear();
      return;
    }
    // After a sign-out meanwhile there is no network to show a failure at.
    if (store.get().account.phase === 'signed-out') return;
    const { target, problem } = outcome;
    store.update('arming', (state) =>
      withArming(state, id, failedArming(target, problem, clock.now())),
    );
    failureTimers.set(id, clock.after(armingFailureMs, clear));
  }

  const requestAll = (target: TargetState) =>
    allEnded(store.get().home.networks.map(({ id }) => request(id, target)));

  return {
    arm: (id) => request(id, 'armed'),
    disarm: (id) => request(id, 'disarmed'),
    armAll: () => requestAll('armed'),
    disarmAll: () => requestAll('disarmed'),
  };
}

/** The clicks on one network from the first until the last one's outcome. */
interface Run {
  readonly id: NetworkId;
  step: ArmingStep;
  done: Promise<void>;
}

function advance(run: Run, event: ArmingEvent): ArmingEffect {
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

/** Does what the arming machine asks for, each command with its confirmation within one deadline. */
function createArmingAttempt({ store, clock }: ArmingDeps, session: CloudSession, id: NetworkId) {
  let deadline = new AbortController();
  let cancel: Dispose = () => undefined;

  function beginDeadline(): AbortSignal {
    cancel();
    const own = new AbortController();
    deadline = own;
    cancel = clock.after(armingDeadlineMs, () =>
      own.abort(new AppError('command-timeout', 'no confirmation in time')),
    );
    return own.signal;
  }

  async function command(target: TargetState): Promise<ArmingEvent> {
    const signal = beginDeadline();
    const request = { wasSent: false };
    try {
      const warning = await session.api.ask(({ networks }, ending) => {
        request.wasSent = true;
        return networks.setArmed(id, target === 'armed', ending);
      }, signal);
      return { kind: 'command-done', warning };
    } catch (error) {
      const problem = toAppError(error).code;
      const isNotDone = !request.wasSent || isCertainlyNotDone(problem);
      return { kind: isNotDone ? 'refused' : 'answer-lost', problem };
    }
  }

  async function refresh(): Promise<ArmingEvent> {
    try {
      await untilAborted(session.home.refresh(), deadline.signal);
    } catch (error) {
      return { kind: 'not-reported', problem: toAppError(error).code };
    }
    const state = reportedState(store.get().home, id);
    return state === null
      ? { kind: 'not-reported', problem: 'command-failed' satisfies AppErrorCode }
      : { kind: 'reported', state };
  }

  return {
    perform(effect: Exclude<ArmingEffect, null | 'finish'>, step: ArmingStep) {
      if (effect === 'command' && step.kind !== 'idle') return command(step.sent);
      // The command may have been done although its answer was lost: the last homescreen is no longer trusted.
      if (effect === 'mark-stale-and-refresh') session.home.markStale();
      return refresh();
    },
    end: () => cancel(),
  };
}
