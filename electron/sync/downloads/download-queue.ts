import { historyPerHour, paceInForce } from '../../../shared/archive.ts';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { AccountId, ClipId } from '../../../shared/ids.ts';
import type { Clip } from '../../../shared/models.ts';
import { createTimers, type Random } from '../../lib/clock.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, ClipSource } from '../../store/clips/clip-index.ts';
import { createDownloadMeter } from './download-meter.ts';
import {
  diskPauseMs,
  maxStreams,
  defaultStreams,
  createHistoryRation,
  type DownloadKind,
  type StreamLimits,
} from './download-rules.ts';
import { createDownloadFailures } from './download-failures.ts';
import { createDiskGuard } from './disk-guard.ts';
import { fetchClip, type FetchClipDeps } from './fetch-clip.ts';
import { coalesce } from '../../lib/throttle.ts';
import { createUsbDownloads } from './usb-downloads.ts';
import { createDownloadRequests } from './download-requests.ts';

/** Downloads clips from the cloud and from USB storage into the archive. */
export interface DownloadQueue {
  start(): void;
  /** Something changed that may let a download start. */
  wake(): void;
  /** Clips just recorded: downloaded ahead of the history, with a stream kept free for them. */
  addNew(ids: readonly ClipId[]): void;
  /** Downloads a clip a person waits for, even while the archive is paused. One promise per clip, however many ask. */
  keep(id: ClipId): Promise<Clip>;
  isFetching(id: ClipId): boolean;
  /** Ends running downloads; resolves when nothing is being written. They are started again later. */
  pauseAll(): Promise<void>;
  /** The same, and none is started again. */
  stop(): Promise<void>;
}

export interface DownloadQueueDeps extends FetchClipDeps {
  readonly accountId: AccountId;
  readonly index: FetchClipDeps['index'] &
    Pick<ClipIndex, 'source' | 'setFailed' | 'pendingDownloads' | 'isReadOnly'>;
  readonly files: FetchClipDeps['files'] & Pick<ClipArchive, 'dropPart' | 'space'>;
  readonly store: AppStore;
  readonly random: Random;
  /** For the bench. */
  readonly streams?: StreamLimits | undefined;
  readonly onFetchingChanged: () => void;
}

interface Job {
  readonly kind: DownloadKind;
  readonly done: Promise<Clip>;
}

export function createDownloadQueue(deps: DownloadQueueDeps): DownloadQueue {
  const { accountId, index, store, clock } = deps;
  const { timers, meter, guard, usb, failures, historyRation, pace } = createQueueParts(deps, wake);
  const fetchDeps = { index, files: deps.files, clock, gate: meter.countBytes(deps.gate) };
  const running = new Map<ClipId, Job>();
  const newIds = new Set<ClipId>();
  const requests = createDownloadRequests();
  let abortController = new AbortController();
  let isStarted = false;
  let isStopped = false;

  const streams = () => deps.streams ?? defaultStreams(pace());
  const hasRoom = (kind: DownloadKind) =>
    running.size < maxStreams(streams()) &&
    [...running.values()].filter((job) => job.kind === kind).length < streams()[kind];

  const isMoving = () => store.get().archive.job?.kind === 'move';
  /** During a rebuild of the index, clips that are kept look as if they were still to be downloaded. */
  const isBlockedByJob = () => isMoving() || store.get().archive.job?.kind === 'rebuild';

  function mayDownload(): boolean {
    const { policy, isPaused } = store.get().archive;
    if (policy !== 'every' || isPaused || isBlockedByJob()) return false;
    return isStarted && !failures.isPaused() && !deps.gate.isRefused();
  }

  const mayStart = (id: ClipId) => !failures.isWaiting(id) && !running.has(id) && !requests.has(id);

  function download(id: ClipId, kind: DownloadKind): Promise<Clip> {
    newIds.delete(id);
    const { signal } = abortController;
    const done = guard.check().then(() => fetchClip(fetchDeps, { id, signal }));
    running.set(id, { kind, done });
    noteFetching();
    void done
      .then(failures.noteSuccess, (error: unknown) => onFailed({ id, kind, error, signal }))
      .catch(() => failures.pauseFor(diskPauseMs))
      .finally(() => {
        if (kind === 'usb') usb.pauseFor();
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

  async function onFailed({ id, kind, error, signal }: Failure): Promise<void> {
    if (signal.aborted) return;
    const isClipInnocent = await failures.noteFailure(id, toAppError(error));
    if (isClipInnocent && kind === 'new' && store.get().archive.policy === 'every') newIds.add(id);
  }

  function wake(): void {
    if (!isStarted) return;
    startRequests();
    void startWaiting();
  }

  const startRequests = () =>
    requests.startNext(
      () => hasRoom('new'),
      (id) => download(id, 'new'),
    );

  const startWaiting = coalesce(() =>
    startWaitingOnce().catch(() => failures.pauseFor(diskPauseMs)),
  );

  async function startWaitingOnce(): Promise<void> {
    await failures.recheckDisk();
    if (!mayDownload()) return;
    if (hasRoom('new')) await startAll('new', await newClips());
    if (mayDownload() && hasRoom('history')) await startAll('history', await historyClips());
    // A sync module is slow and needed for other things: it is asked when no other download is running.
    if (mayDownload() && running.size === 0 && usb.isAvailable()) {
      await startAll('usb', await usbClips());
    }
  }

  async function startAll(kind: DownloadKind, ids: readonly ClipId[]): Promise<void> {
    const ready = ids.filter(mayStart);
    if (ready.length === 0 || !(await failures.isDiskReady())) return;
    for (const id of ready) {
      if (!mayDownload() || !hasRoom(kind)) return;
      if (!mayStart(id)) continue;
      if (kind !== 'new' && !historyRation.tryTake()) return;
      // Nobody waits for this promise; failures are handled in `download`.
      download(id, kind).catch(() => undefined);
    }
  }

  /** Without clips the person has deleted meanwhile, and without those that are on USB storage only. */
  async function newClips(): Promise<readonly ClipId[]> {
    const sources = await Promise.all([...newIds].map((id) => index.source(id)));
    const wanted = sources.filter((source) => source !== null).filter(isNewDownload);
    const ids = wanted.map(({ clip }) => clip.id);
    for (const id of [...newIds]) if (!ids.includes(id)) newIds.delete(id);
    return ids;
  }

  async function historyClips(): Promise<readonly ClipId[]> {
    const limit = running.size + requests.waitingCount() + failures.waitingCount() + newIds.size;
    const sources = await index.pendingDownloads(accountId, clock.now(), limit + streams().history);
    const ids = sources.filter(isOfCloud).map(({ clip }) => clip.id);
    return ids.filter((id) => !newIds.has(id));
  }

  async function usbClips(): Promise<readonly ClipId[]> {
    const sources = await index.pendingDownloads(accountId, clock.now(), maxUsbCandidates);
    const ids = sources.filter((source) => !isOfCloud(source) && usb.canDownload(source));
    return ids.map(({ clip }) => clip.id);
  }

  function requireReady(): void {
    if (index.isReadOnly) throw new AppError('index-newer', 'nothing can be kept');
    if (isMoving()) throw new AppError('archive-busy', 'the archive is being moved');
    const { job, isRebuildPending } = store.get().archive;
    const isRebuilding = isRebuildPending || job?.kind === 'rebuild';
    if (!isStarted && isRebuilding && !isStopped) {
      throw new AppError('archive-busy', 'the index is being rebuilt');
    }
    if (!isStarted) throw new AppError('not-signed-in', 'the queue is not running');
  }

  async function endAll(reason: AppError): Promise<void> {
    abortController.abort(reason);
    requests.rejectAll(reason);
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
      for (const id of ids) newIds.add(id);
      wake();
    },
    async keep(id) {
      requireReady();
      const job = running.get(id);
      if (job !== undefined) return job.done;
      const request = requests.add(id);
      startRequests();
      return request;
    },
    isFetching: (id) => running.has(id) || requests.has(id),
    async pauseAll() {
      const over = endAll(new AppError('archive-busy', 'the archive is needed for something else'));
      abortController = new AbortController();
      await over;
    },
    async stop() {
      isStarted = false;
      isStopped = true;
      timers.stop();
      await endAll(new AppError('not-signed-in', 'signed out'));
      meter.stop();
    },
  };
}

/** The parts of the queue. */
function createQueueParts(deps: DownloadQueueDeps, wake: () => void) {
  const { index, files, store, clock, random } = deps;
  const timers = createTimers(clock);
  const meter = createDownloadMeter(store, clock);
  const guard = createDiskGuard(files, clock);
  const usb = createUsbDownloads({ store, timers, onAvailable: wake });
  const failures = createDownloadFailures({
    index,
    files,
    store,
    clock,
    random,
    timers,
    guard,
    usb,
    wake,
  });
  const pace = () => paceInForce(store.get().archive, clock.now());
  const perHour = () => historyPerHour[pace()] ?? Infinity;
  const historyRation = createHistoryRation({ clock, timers, perHour, onFree: wake });
  return { timers, meter, guard, usb, failures, historyRation, pace };
}

interface Failure {
  readonly id: ClipId;
  readonly kind: DownloadKind;
  readonly error: unknown;
  readonly signal: AbortSignal;
}

const isOfCloud = ({ originKind }: ClipSource): boolean => originKind === 'cloud';

const isNewDownload = (source: ClipSource): boolean =>
  isOfCloud(source) && source.clip.place === 'listed' && source.clip.binnedAt === null;

/** How many clips are searched for one whose sync module is online and whose number is valid. */
const maxUsbCandidates = 200;
