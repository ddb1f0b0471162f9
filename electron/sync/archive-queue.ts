import { AppError, toAppError } from '../../shared/errors.ts';
import type { AccountId, ClipId } from '../../shared/ids.ts';
import type { Clip, Timestamp } from '../../shared/models.ts';
import type { Random } from '../lib/timing.ts';
import type { AppStore } from '../store/app-store.ts';
import type { ClipIndex } from '../store/ports.ts';
import {
  blameFor,
  defaultHistoryPerHour,
  diskRestMs,
  historyWaitMs,
  streams,
} from './archive-rules.ts';
import type { Lane } from './archive-rules.ts';
import { backoffMs } from './backoff.ts';
import { fetchClip } from './fetch-clip.ts';
import type { FetchClipDeps } from './fetch-clip.ts';
import { withinLastHour } from './request-budget.ts';
import { createSharedNext } from './share-next.ts';

/** Brings clips from the cloud onto this computer. */
export interface ArchiveQueue {
  start(): void;
  /** Something changed that may let a download begin. */
  wake(): void;
  /** Clips just recorded: ahead of the past, with streams of their own. */
  addNew(ids: readonly ClipId[]): void;
  /** One promise per clip, however many ask. */
  keep(id: ClipId): Promise<Clip>;
  isFetching(id: ClipId): boolean;
  /** Resolves when nothing is being written any more. */
  stop(): Promise<void>;
}

export interface ArchiveQueueDeps extends FetchClipDeps {
  readonly accountId: AccountId;
  readonly index: Pick<ClipIndex, 'source' | 'setKept' | 'setFailed' | 'wanted'>;
  readonly store: AppStore;
  readonly random: Random;
  /** 120 unless given; Infinity: no limit. */
  readonly historyPerHour?: number;
  readonly onFetchingChanged: () => void;
}

interface Job {
  readonly lane: Lane;
  readonly done: Promise<Clip>;
}

export function createArchiveQueue(deps: ArchiveQueueDeps): ArchiveQueue {
  const { accountId, gate, index, store, clock, random, onFetchingChanged } = deps;
  const historyPerHour = deps.historyPerHour ?? defaultHistoryPerHour;
  const ending = new AbortController();
  const running = new Map<ClipId, Job>();
  const asked = new Map<ClipId, Asked>();
  const wishes = new Map<ClipId, Promise<Clip>>();
  const cooling = new Set<ClipId>();
  const fresh = new Set<ClipId>();
  const timers = new Set<() => void>();
  let historyStarts: readonly Timestamp[] = [];
  let failuresInRow = 0;
  let isResting = false;
  let isStarted = false;
  let isCapped = false;

  const hasRoom = (lane: Lane) =>
    [...running.values()].filter((job) => job.lane === lane).length < streams[lane];

  function after(delayMs: number, callback: () => void): void {
    const cancel = clock.after(delayMs, () => {
      timers.delete(cancel);
      callback();
    });
    timers.add(cancel);
  }

  function launch(id: ClipId, lane: Lane): Promise<Clip> {
    fresh.delete(id);
    const done = fetchClip(deps, id, ending.signal);
    running.set(id, { lane, done });
    onFetchingChanged();
    void done
      .then(
        () => onKept(),
        (error: unknown) => onFailed(id, lane, toAppError(error)),
      )
      .catch(() => rest(diskRestMs))
      .finally(() => {
        running.delete(id);
        onFetchingChanged();
        wake();
      });
    return done;
  }

  function onKept(): void {
    failuresInRow = 0;
    setProblem(null);
  }

  async function onFailed(id: ClipId, lane: Lane, error: AppError): Promise<void> {
    if (ending.signal.aborted) return;
    const blame = blameFor(error.code);
    if (blame === 'clip') return blameClip(id, error);
    failuresInRow += 1;
    const delayMs = backoffMs(failuresInRow, random);
    // Others may go first: one clip the cloud cannot give must not hold up the rest.
    cooling.add(id);
    after(delayMs, () => {
      cooling.delete(id);
      wake();
    });
    if (lane === 'new' && store.get().archive.policy === 'every') fresh.add(id);
    if (blame === 'disk') setProblem(error.code === 'unexpected' ? 'disk-error' : error.code);
    rest(blame === 'disk' ? diskRestMs : delayMs);
  }

  async function blameClip(id: ClipId, error: AppError): Promise<void> {
    const source = await index.source(id);
    if (source === null || isSettled(source.clip)) return;
    const delayMs = backoffMs(source.attempts + 1, random);
    await index.setFailed(id, error.code, clock.now() + delayMs);
    after(delayMs, wake);
  }

  function setProblem(problem: AppError['code'] | null): void {
    const { archive } = store.get();
    if (archive.problem !== problem) store.set('archive', { ...archive, problem });
  }

  function rest(delayMs: number): void {
    if (isResting) return;
    isResting = true;
    after(delayMs, () => {
      isResting = false;
      wake();
    });
  }

  function wake(): void {
    if (!isStarted) return;
    startAsked();
    void fill();
  }

  function startAsked(): void {
    for (const [id, waiting] of asked) {
      if (!hasRoom('new')) return;
      asked.delete(id);
      launch(id, 'new').then(waiting.resolve, waiting.reject);
    }
  }

  const fill = createSharedNext(() => fillOnce().catch(() => rest(diskRestMs)));

  const mayFetch = () =>
    isStarted && !isResting && !gate.isRefused() && store.get().archive.policy === 'every';

  async function fillOnce(): Promise<void> {
    if (!mayFetch()) return;
    for (const id of fresh) if (hasRoom('new') && mayStart(id)) void launch(id, 'new');
    if (!hasRoom('history')) return;
    const now = clock.now();
    const limit = running.size + fresh.size + cooling.size + streams.history;
    for (const { clip } of await index.wanted(accountId, now, limit)) {
      if (!mayFetch() || !hasRoom('history')) return;
      if (fresh.has(clip.id) || !mayStart(clip.id)) continue;
      const waitMs = historyWaitMs(historyStarts, historyPerHour, now);
      if (waitMs > 0) {
        cap(waitMs);
        return;
      }
      historyStarts = [...withinLastHour(historyStarts, now), now];
      void launch(clip.id, 'history');
    }
  }

  function cap(waitMs: number): void {
    if (isCapped) return;
    isCapped = true;
    after(waitMs, () => {
      isCapped = false;
      wake();
    });
  }

  const mayStart = (id: ClipId) => !cooling.has(id) && !running.has(id) && !asked.has(id);

  function ask(id: ClipId): Promise<Clip> {
    const wish = new Promise<Clip>((resolve, reject) => {
      asked.set(id, { resolve, reject });
    }).finally(() => wishes.delete(id));
    wishes.set(id, wish);
    startAsked();
    return wish;
  }

  return {
    start() {
      isStarted = true;
      wake();
    },
    wake,
    addNew(ids) {
      if (store.get().archive.policy !== 'every') return;
      for (const id of ids) fresh.add(id);
      wake();
    },
    async keep(id) {
      if (!isStarted) throw new AppError('not-signed-in', 'the queue is not running');
      return running.get(id)?.done ?? wishes.get(id) ?? ask(id);
    },
    isFetching: (id) => running.has(id) || asked.has(id),
    async stop() {
      isStarted = false;
      ending.abort(new AppError('not-signed-in', 'signed out'));
      for (const cancel of timers) cancel();
      for (const { reject } of asked.values()) reject(new AppError('not-signed-in', 'signed out'));
      asked.clear();
      await Promise.allSettled([...running.values()].map(({ done }) => done));
    },
  };
}

/** Nothing to fetch: asking for it is no failed try. */
const isSettled = ({ place }: Clip): boolean => place === 'gone' || place === 'kept';

interface Asked {
  readonly resolve: (clip: Clip) => void;
  readonly reject: (error: unknown) => void;
}
