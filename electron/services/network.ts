import type { ArmedWish } from '../../shared/app-state.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import type { NetworkId } from '../../shared/ids.ts';
import type { Warning } from '../blink/endpoints/networks.ts';
import type { Dispose } from '../lib/dispose.ts';
import { minutes, seconds } from '../lib/timing.ts';
import type { Clock } from '../lib/timing.ts';
import type { AppStore } from '../store/app-store.ts';
import type { CloudSync } from '../sync/cloud-session.ts';
import { untilAborted } from '../sync/until-aborted.ts';
import {
  asking,
  failed,
  isCertainlyNotDone,
  isFulfilled,
  withArming,
  withoutArming,
} from './arming.ts';
import { networkIn } from './lookup.ts';

/** Arms and disarms systems. Meanwhile the arming slice predicts, never beyond its deadline. */
export interface NetworkService {
  /**
   * Resolves when the cloud has confirmed the last wish, rejects with the reason why not; with `no-motion-cameras` when
   * it is done, but nothing there watches for motion.
   */
  arm(id: NetworkId): Promise<void>;
  disarm(id: NetworkId): Promise<void>;
}

export interface NetworkDeps {
  readonly store: AppStore;
  readonly clock: Clock;
  readonly cloud: () => CloudSync;
}

/** Half a minute for the request and its confirmation, a minute for the command. */
export const armingDeadlineMs = seconds(90);

/** How long the reason of a failure stays on show. */
export const armingFailureMs = minutes(1);

export function createNetworkService(deps: NetworkDeps): NetworkService {
  const { store, clock, cloud } = deps;
  const runs = new Map<NetworkId, Run>();
  const forgetting = new Map<NetworkId, Dispose>();

  async function wish(id: NetworkId, wanted: ArmedWish): Promise<void> {
    const sync = cloud();
    networkIn(store, id);
    forgetting.get(id)?.();
    store.update('arming', (state) => withArming(state, id, asking(wanted, clock.now())));
    const running = runs.get(id);
    if (running === undefined) return begin(sync, id, wanted);
    running.wish = wanted;
    return running.done;
  }

  function begin(sync: CloudSync, id: NetworkId, wanted: ArmedWish): Promise<void> {
    const run: Run = { wish: wanted, done: Promise.resolve() };
    runs.set(id, run);
    run.done = fulfil(sync, id, run).finally(() => runs.delete(id));
    return run.done;
  }

  async function fulfil(sync: CloudSync, id: NetworkId, run: Run): Promise<void> {
    let wanted: ArmedWish;
    let failure: AppError | null;
    do {
      wanted = run.wish;
      failure = await attempt(deps, sync, id, wanted);
    } while (run.wish !== wanted);
    // A warning is no failure: what was wished has come to pass.
    if (failure === null || isFulfilled(store.get().home, id, wanted)) forget(id);
    else fail(id, wanted, failure.code);
    sync.quicken();
    if (failure !== null) throw failure;
  }

  function fail(id: NetworkId, wanted: ArmedWish, problem: AppErrorCode): void {
    // Somebody who has signed out meanwhile left nothing to explain.
    if (store.get().account.phase === 'signed-out') return;
    store.update('arming', (state) => withArming(state, id, failed(wanted, problem, clock.now())));
    forgetting.set(
      id,
      clock.after(armingFailureMs, () => forget(id)),
    );
  }

  const forget = (id: NetworkId) => store.update('arming', (state) => withoutArming(state, id));

  return {
    arm: (id) => wish(id, 'armed'),
    disarm: (id) => wish(id, 'disarmed'),
  };
}

interface Run {
  wish: ArmedWish;
  done: Promise<void>;
}

/** One command from the click to the cloud's own word; the reason if that word is not what was wished. */
async function attempt(
  { store, clock }: NetworkDeps,
  sync: CloudSync,
  id: NetworkId,
  wanted: ArmedWish,
): Promise<AppError | null> {
  const deadline = new AbortController();
  const { signal } = deadline;
  const cancel = clock.after(armingDeadlineMs, () =>
    deadline.abort(new AppError('command-timeout', 'no word from the cloud in time')),
  );
  let warning: Warning | null;
  const order = { wasAsked: false };
  try {
    warning = await sync.ask(({ networks }, ending) => {
      order.wasAsked = true;
      return networks.setArmed(id, wanted === 'armed', ending);
    }, signal);
    await untilAborted(sync.refreshHome(), signal);
  } catch (error) {
    const failure = toAppError(error);
    if (!order.wasAsked || isCertainlyNotDone(failure.code)) return failure;
    await findOut(sync, signal);
    return isFulfilled(store.get().home, id, wanted) ? null : failure;
  } finally {
    cancel();
  }
  if (!isFulfilled(store.get().home, id, wanted)) {
    return new AppError('command-failed', 'the cloud says otherwise');
  }
  return warning === null ? null : new AppError(warning, id);
}

/** A command may have arrived although its answer did not: until the cloud is heard, its last word is void. */
async function findOut(sync: CloudSync, signal: AbortSignal): Promise<void> {
  sync.distrustHome();
  await untilAborted(sync.refreshHome(), signal).catch(() => undefined);
}
