import type { AppState, SliceChange, SliceName, Snapshot } from '../../shared/app-state.ts';
import { AppError } from '../../shared/errors.ts';
import type { DeviceId, NetworkId } from '../../shared/ids.ts';
import type { Device, Network } from '../../shared/models.ts';
import type { Dispose } from '../lib/dispose.ts';

/** Told of a change after it: `state` is the state as it was right after this very change. */
export type ChangeListener = (change: SliceChange, state: AppState) => void;

/** The picture main has of everything, for those who only look. */
export interface ReadonlyAppStore {
  get(): AppState;
  snapshot(): Snapshot;
  /**
   * Every change of one slice, or of all of them. Nobody is called while somebody writes: changes are queued and
   * delivered in order once the code that wrote has returned. What a listener writes is queued behind them.
   */
  subscribe<K extends SliceName>(slice: K, listener: (value: AppState[K]) => void): Dispose;
  subscribe(listener: ChangeListener): Dispose;
}

/** The picture main has of everything. Each change gets the next revision. */
export interface AppStore extends ReadonlyAppStore {
  set<K extends SliceName>(slice: K, value: AppState[K]): void;
  update<K extends SliceName>(slice: K, change: (value: AppState[K]) => AppState[K]): void;
}

/** A listener that throws keeps nothing from the others; its error goes to `onListenerError`. */
export function createAppStore(
  initial: AppState,
  onListenerError: (error: unknown) => void = reportAsUncaught,
): AppStore {
  let state = initial;
  let revision = 0;
  const queue: Queued[] = [];
  const subscriptions = new Set<Subscription>();

  function set<K extends SliceName>(slice: K, value: AppState[K]): void {
    if (Object.is(state[slice], value)) return;
    state = { ...state, [slice]: value };
    revision += 1;
    if (queue.length === 0) queueMicrotask(deliverAll);
    queue.push({ change: { slice, revision, value } as SliceChange, state });
  }

  function deliverAll(): void {
    // The first one stays in the queue until all have heard of it: what they write stands behind it.
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      for (const subscription of [...subscriptions]) deliver(next, subscription);
      queue.shift();
    }
  }

  function deliver({ change, state: after }: Queued, subscription: Subscription): void {
    // Who came after the change has read it already, and who has left is told nothing more.
    if (subscription.since >= change.revision || !subscriptions.has(subscription)) return;
    try {
      subscription.listener(change, after);
    } catch (error) {
      onListenerError(error);
    }
  }

  function add(listener: ChangeListener): Dispose {
    const subscription = { since: revision, listener };
    subscriptions.add(subscription);
    return () => subscriptions.delete(subscription);
  }

  function subscribe<K extends SliceName>(
    ...args: readonly [ChangeListener] | readonly [K, (value: AppState[K]) => void]
  ): Dispose {
    if (args.length === 1) return add(args[0]);
    const [slice, listener] = args;
    return add((change, after) => {
      if (change.slice === slice) listener(after[slice]);
    });
  }

  return {
    get: () => state,
    snapshot: () => ({ revision, state }),
    set,
    update: (slice, change) => set(slice, change(state[slice])),
    subscribe,
  };
}

interface Queued {
  readonly change: SliceChange;
  readonly state: AppState;
}

interface Subscription {
  /** The revision it has been there since. */
  readonly since: number;
  readonly listener: ChangeListener;
}

/** As if nobody had caught it, so that no mistake goes unseen where no logger is at hand. */
function reportAsUncaught(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

/** The device as the cloud last described it; `not-found` for one it did not name. */
export function findDevice(store: ReadonlyAppStore, id: DeviceId): Device {
  const device = store.get().home.devices.find((each) => each.id === id);
  if (device === undefined) throw new AppError('not-found', id);
  return device;
}

/** The system as the cloud last described it; `not-found` for one it did not name. */
export function findNetwork(store: ReadonlyAppStore, id: NetworkId): Network {
  const network = store.get().home.networks.find((each) => each.id === id);
  if (network === undefined) throw new AppError('not-found', id);
  return network;
}
