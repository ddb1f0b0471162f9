import { historyPerHour, paceInForce } from '../../../shared/archive.ts';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { AccountId, ClipId } from '../../../shared/ids.ts';
import type { Clip } from '../../../shared/models.ts';
import { createTimers, type Random } from '../../lib/clock.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, ClipSource } from '../../store/clips/clip-index.ts';
import { createArchiveMeter } from './download-meter.ts';
import {
  diskRestMs,
  mostStreams,
  usualStreams,
  createHistoryTurns,
  type Lane,
  type Streams,
} from './download-rules.ts';
import { createDownloadFailures } from './download-failures.ts';
import { createDiskGuard } from './disk-guard.ts';
import { fetchClip, type FetchClipDeps } from './fetch-clip.ts';
import { coalesce } from '../../lib/throttle.ts';
import { createUsbDownloads } from './usb-downloads.ts';
import { createDownloadRequests } from './download-requests.ts';

/** Brings clips from the cloud onto this computer. */
export interface DownloadQueue {
  start(): void;
  /** Something changed that may let a download begin. */
  wake(): void;
  /** Clips just recorded: ahead of the past, with a stream that the past does not use. */
  addNew(ids: readonly ClipId[]): void;
  /** One promise per clip, however many ask. Pause or not: a person waits for it. */
  keep(id: ClipId): Promise<Clip>;
  isFetching(id: ClipId): boolean;
  /** Ends what is on its way; resolves when nothing is being written. It goes on later by itself. */
  pauseAll(): Promise<void>;
  /** The same for ever. */
  stop(): Promise<void>;
}

export interface ArchiveQueueDeps extends FetchClipDeps {
  readonly accountId: AccountId;
  readonly index: FetchClipDeps['index'] &
    Pick<ClipIndex, 'source' | 'setFailed' | 'wanted' | 'isReadOnly'>;
  readonly files: FetchClipDeps['files'] & Pick<ClipArchive, 'dropPart' | 'space'>;
  readonly store: AppStore;
  readonly random: Random;
  /** For the bench. */
  readonly streams?: Streams | undefined;
  readonly onFetchingChanged: () => void;
}

interface Job {
  readonly lane: Lane;
  readonly done: Promise<Clip>;
}

export function createDownloadQueue(deps: ArchiveQueueDeps): DownloadQueue {
  const { accountId, index, store, clock } = deps;
  const { timers, meter, guard, sticks, trouble, turns, pace } = createParts(deps, wake);
  const fetching = { ...deps, gate: meter.counted(deps.gate) };
  const running = new Map<ClipId, Job>();
  const fresh = new Set<ClipId>();
  const wishes = createDownloadRequests();
  let ending = new AbortController();
  let isStarted = false;
  let isStopped = false;

  const streams = () => deps.streams ?? usualStreams(pace());
  const hasRoom = (lane: Lane) =>
    running.size < mostStreams(streams()) &&
    [...running.values()].filter((job) => job.lane === lane).length < streams()[lane];

  const isMoving = () => store.get().archive.job?.kind === 'move';
  /** While the index is read anew from the files, what lies there already looks as if it were still to be fetched. */
  const isHeld = () => isMoving() || store.get().archive.job?.kind === 'rebuild';

  function mayFetch(): boolean {
    const { policy, isPaused } = store.get().archive;
    if (policy !== 'every' || isPaused || isHeld()) return false;
    return isStarted && !trouble.isResting() && !deps.gate.isRefused();
  }

  const mayStart = (id: ClipId) => !trouble.isCooling(id) && !running.has(id) && !wishes.has(id);

  function launch(id: ClipId, lane: Lane): Promise<Clip> {
    fresh.delete(id);
    const { signal } = ending;
    const done = guard.check().then(() => fetchClip(fetching, id, signal));
    running.set(id, { lane, done });
    noteFetching();
    void done
      .then(trouble.noteKept, (error: unknown) => onFailed(id, lane, { error, signal }))
      .catch(() => trouble.rest(diskRestMs))
      .finally(() => {
        if (lane === 'stick') sticks.rest();
        running.delete(id);
        noteFetching();
        wake();
      });
    return done;
  }

  function noteFetching(): void {
    meter.setFetching(running.size);
    deps.onFetchingChanged();
  }

  async function onFailed(id: ClipId, lane: Lane, { error, signal }: Failure): Promise<void> {
    if (signal.aborted) return;
    const isInnocent = await trouble.note(id, toAppError(error));
    if (isInnocent && lane === 'new' && store.get().archive.policy === 'every') fresh.add(id);
  }

  function wake(): void {
    if (!isStarted) return;
    beginWishes();
    void fill();
  }

  const beginWishes = () =>
    wishes.begin(
      () => hasRoom('new'),
      (id) => launch(id, 'new'),
    );

  const fill = coalesce(() => fillOnce().catch(() => trouble.rest(diskRestMs)));

  async function fillOnce(): Promise<void> {
    await trouble.lookAgain();
    if (!mayFetch()) return;
    if (hasRoom('new')) await startAll('new', await newClips());
    if (mayFetch() && hasRoom('history')) await startAll('history', await pastClips());
    // A hub is slow and is needed for other things: it is asked when there is nothing else to do.
    if (mayFetch() && running.size === 0 && !sticks.isShut()) {
      await startAll('stick', await stickClips());
    }
  }

  async function startAll(lane: Lane, ids: readonly ClipId[]): Promise<void> {
    const ready = ids.filter(mayStart);
    if (ready.length === 0 || !(await trouble.isDiskReady())) return;
    for (const id of ready) {
      if (!mayFetch() || !hasRoom(lane)) return;
      if (!mayStart(id)) continue;
      if (lane !== 'new' && !turns.take()) return;
      // Who waits for it gets it from the index; a failure has been dealt with.
      launch(id, lane).catch(() => undefined);
    }
  }

  /** What the person has deleted meanwhile is not fetched; what lies on a stick only has its own lane. */
  async function newClips(): Promise<readonly ClipId[]> {
    const sources = await Promise.all([...fresh].map((id) => index.source(id)));
    const wanted = sources.filter((source) => source !== null).filter(isWanted);
    const ids = wanted.map(({ clip }) => clip.id);
    for (const id of [...fresh]) if (!ids.includes(id)) fresh.delete(id);
    return ids;
  }

  async function pastClips(): Promise<readonly ClipId[]> {
    const limit = running.size + wishes.waiting() + trouble.cooling() + fresh.size;
    const sources = await index.wanted(accountId, clock.now(), limit + streams().history);
    const ids = sources.filter(isOfCloud).map(({ clip }) => clip.id);
    return ids.filter((id) => !fresh.has(id));
  }

  async function stickClips(): Promise<readonly ClipId[]> {
    const sources = await index.wanted(accountId, clock.now(), mostLookedAt);
    const ids = sources.filter((source) => !isOfCloud(source) && sticks.mayFetch(source));
    return ids.map(({ clip }) => clip.id);
  }

  function requireReady(): void {
    if (index.isReadOnly) throw new AppError('index-newer', 'nothing can be kept');
    if (isMoving()) throw new AppError('archive-busy', 'the archive moves');
    const { job, isRebuildPending } = store.get().archive;
    const isRebuilding = isRebuildPending || job?.kind === 'rebuild';
    if (!isStarted && isRebuilding && !isStopped) {
      throw new AppError('archive-busy', 'the index is read anew');
    }
    if (!isStarted) throw new AppError('not-signed-in', 'the queue is not running');
  }

  async function end(reason: AppError): Promise<void> {
    ending.abort(reason);
    wishes.rejectAll(reason);
    await Promise.allSettled([...running.values()].map(({ done }) => done));
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
      requireReady();
      const job = running.get(id);
      if (job !== undefined) return job.done;
      const wish = wishes.add(id);
      beginWishes();
      return wish;
    },
    isFetching: (id) => running.has(id) || wishes.has(id),
    async pauseAll() {
      const over = end(new AppError('archive-busy', 'the archive is needed otherwise'));
      ending = new AbortController();
      await over;
    },
    async stop() {
      isStarted = false;
      isStopped = true;
      timers.stop();
      await end(new AppError('not-signed-in', 'signed out'));
      meter.stop();
    },
  };
}

/** What the queue consists of, each knowing only those above it. */
function createParts(deps: ArchiveQueueDeps, wake: () => void) {
  const { store, clock } = deps;
  const timers = createTimers(clock);
  const meter = createArchiveMeter({ store, clock });
  const guard = createDiskGuard(deps);
  const sticks = createUsbDownloads({ store, timers, onOpen: wake });
  const trouble = createDownloadFailures({ ...deps, timers, guard, sticks, wake });
  const pace = () => paceInForce(store.get().archive, clock.now());
  const perHour = () => historyPerHour[pace()] ?? Infinity;
  const turns = createHistoryTurns({ clock, timers, perHour, onFree: wake });
  return { timers, meter, guard, sticks, trouble, turns, pace };
}

interface Failure {
  readonly error: unknown;
  readonly signal: AbortSignal;
}

const isOfCloud = ({ originKind }: ClipSource): boolean => originKind === 'cloud';

const isWanted = (source: ClipSource): boolean =>
  isOfCloud(source) && source.clip.place === 'listed' && source.clip.binnedAt === null;

/** Clips of other hubs, or with numbers that do not hold, may be ahead of the one that can be fetched. */
const mostLookedAt = 200;
