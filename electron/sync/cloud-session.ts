import { toAppError, type AppErrorCode } from '../../shared/errors.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { Clip, Timestamp } from '../../shared/models.ts';
import type { BlinkClient } from '../blink/blink-client.ts';
import { seconds, type Clock, type Random } from '../lib/clock.ts';
import { disposeAll, type Dispose } from '../lib/dispose.ts';
import { createEmitter } from '../lib/emitter.ts';
import { createShutdownHooks } from '../lib/shutdown-hooks.ts';
import { createThrottled } from '../lib/throttle.ts';
import type { AppStore } from '../store/app-store.ts';
import type { ClipArchive } from '../store/archive/clip-archive.ts';
import type { ClipIndex } from '../store/clips/clip-index.ts';
import { createDownloadQueue, type DownloadQueue } from './downloads/download-queue.ts';
import {
  slowHistoryDown,
  watchDownloadSwitches,
  type StreamLimits,
} from './downloads/download-rules.ts';
import { createCloudDeletions, type CloudDeletionDeps } from './housekeeping/cloud-deletions.ts';
import { createUsbDeletions, type UsbDeletionDeps } from './housekeeping/usb-deletions.ts';
import { createAddLabels } from './media/clip-labels.ts';
import { createLocalStorageSync } from './media/local-storage-sync.ts';
import { createMediaSync, type MediaSync } from './media/media-sync.ts';
import {
  createConnectionStatus,
  type ConnectionStatus,
  type PollerName,
} from './polling/connection-status.ts';
import {
  createHomescreenSync,
  createStalenessTimer,
  type HomescreenSync,
} from './polling/homescreen-sync.ts';
import { createPacing, type Pacing, type Pace, type PaceConditions } from './polling/pace.ts';
import { createPoller, type Poller } from './polling/poller.ts';
import { createRefusals, isForTooManyRequests, type Refusal } from './polling/refusals.ts';
import type { RequestBudget } from './polling/request-budget.ts';
import { createRequestGate, type RequestGate } from './polling/request-gate.ts';
import { restoreHome } from './polling/saved-homescreen.ts';

/** All work with the cloud for one signed-in account, from sign-in to sign-out. */
export interface CloudSession {
  readonly accountId: AccountId;
  /** Requests to the cloud; they reject while the cloud refuses them. */
  readonly api: Pick<RequestGate, 'ask' | 'fetchMedia'>;
  readonly home: SessionHome;
  readonly downloads: Pick<DownloadQueue, 'keep' | 'isFetching' | 'pauseAll'>;
  /** Shows the last known state, then begins to poll. */
  start(): Promise<void>;
  /** Resolves when nothing is requested or written any more. It cannot be started again. */
  stop(): Promise<void>;
  /** Polls homescreen and clips now, as far as refusals allow. */
  checkNow(): void;
  /** Polls the list of clips now: something has changed there. */
  checkClips(): void;
  /** Clips were deleted here or restored: looks for what is to be deleted in the cloud and on USB storage. */
  checkDeletions(): void;
  /** After an unlock or an opened window: polls, so that what is shown is true soon. */
  wake(): void;
  /** The computer goes to sleep: open requests end, and none is sent until `resume`. */
  suspend(): void;
  /** After a sleep: the home state is stale until the cloud has answered. */
  resume(): void;
  /** The person has confirmed this installation: refusals for a missing confirmation end. */
  verified(): void;
  /** Power source or presence of the person has changed, and with it the polling intervals. */
  updatePace(): void;
  /** Lists clips more often for the next minutes; limited per hour. */
  pollFaster(): void;
  /** Clips to notify about, oldest first, each once. */
  onNewClips(listener: (clips: readonly Clip[]) => void): Dispose;
  /** When the last successful listing of clips began; null before the first. */
  clipsListedAt(): Timestamp | null;
  /** Registers a request that must be sent before the session ends; it has 2 seconds. */
  onShutdown(send: () => Promise<unknown>): Dispose;
  /** When the next poll begins by itself; null while none is planned. */
  nextPollAt(): Timestamp | null;
}

export interface SessionHome extends Omit<HomescreenSync, 'poll'> {
  /** Lists the clips on USB storage now, because a person wants to know. */
  checkLocalStorage(): Promise<void>;
}

export interface CloudSessionDeps {
  readonly client: BlinkClient;
  readonly store: AppStore;
  readonly index: ClipIndex;
  readonly files: ClipArchive;
  readonly clock: Clock;
  readonly random: Random;
  readonly budget: RequestBudget;
  /** The screen is locked or the computer runs on battery. */
  readonly isResting: () => boolean;
  /** Blink wants the person to sign in again: nothing more is requested, the caller stops this session. */
  readonly onSignInNeeded: (problem: AppErrorCode) => void;
  readonly onFetchingChanged: () => void;
  readonly onWarning: (message: string, error: unknown) => void;
  /** For the bench. */
  readonly streams?: StreamLimits;
  /** For tests, the demo and the bench; the table of `pace.ts` otherwise. */
  readonly pace?: (conditions: PaceConditions) => Pace;
}

export function createCloudSession(deps: CloudSessionDeps): CloudSession {
  const { client, store, index, files, clock, random, budget, onWarning } = deps;
  const newClips = createEmitter<readonly Clip[]>();
  const shutdownHooks = createShutdownHooks(clock);
  const { isResting, streams, pace, onFetchingChanged } = deps;
  const pacing = createPacing({ store, clock, random, isResting, pace });
  const refusals = createRefusals({ clock, random, onBegin: onRefused, onEnd: onRefusalEnded });
  const connection = createConnectionStatus({ store, budget, refusal: refusals.current });
  const gate = createRequestGate({ client, refusals });
  const { accountId } = client;
  const context = { accountId, gate, store, index, clock, random, onWarning };
  const home = createHomescreenSync({ ...context, staleAfterMs: pacing.staleAfterMs });
  const staleness = createStalenessTimer({ ...context, staleAfterMs: pacing.staleAfterMs });
  const downloads = createDownloadQueue({ ...context, files, streams, onFetchingChanged });
  const addLabels = createAddLabels(context);
  const media = createMediaSync({ ...context, onNewClips, onListed: downloads.wake, addLabels });
  const usb = createLocalStorageSync({ ...context, onNewClips, onListed: downloads.wake });
  const pollers = createPollers({ clock, gate, pacing, connection, home, media });
  const onDeleted = pollers.media.pollNow;
  const deletions = createDeletions({ ...context, onDeleted, listUsb: usb.listUsb });
  const check = createThrottled(clock, checkGapMs, pollers.pollBoth);
  const wake = createThrottled(clock, checkGapMs, () => {
    pollers.home.pollNow();
    pollers.pollFaster();
  });
  let phase: 'reading' | 'writing' | 'stopped' = 'reading';
  let unsubscribe: Dispose | null = null;
  let cancelDelayedStart: Dispose | null = null;

  function onNewClips(clips: readonly Clip[]): void {
    // After a night off a whole list is new: the newest are downloaded first, the others with the history.
    downloads.addNew(clips.slice(-mostAheadOfHistory).map(({ id }) => id));
    pollers.pollFaster();
    newClips.emit(clips);
  }

  function onRefused({ code, untilAt }: Refusal): void {
    budget.noteRefusal(code);
    if (isForTooManyRequests(code)) slowHistoryDown(store, clock.now());
    connection.publish();
    if (untilAt === null) deps.onSignInNeeded(code);
  }

  function onRefusalEnded(): void {
    connection.publish();
    pollers.home.pollNow();
    // One request shows whether the cloud answers again; the others follow.
    cancelDelayedStart?.();
    cancelDelayedStart = clock.after(delayAfterRefusalMs, continueAll);
  }

  function continueAll(): void {
    pollers.media.pollNow();
    downloads.wake();
    deletions.check();
  }

  function startWriting(): void {
    // Not with an index of a newer version, which is only read, and not before the rebuild of a lost index: the cloud's
    // list would come first, and stars and deletions would be lost.
    if (phase !== 'reading' || index.isReadOnly) return;
    const { job, isRebuildPending } = store.get().archive;
    if (isRebuildPending || job?.kind === 'rebuild') return;
    phase = 'writing';
    downloads.start();
    pollers.media.start();
    usb.start();
    deletions.check();
    shutdownHooks.add(deletions.flush);
  }

  async function start(): Promise<void> {
    await restoreHome(context).catch((error: unknown) =>
      onWarning('last homescreen not readable', error),
    );
    if (phase === 'stopped') return;
    unsubscribe = disposeAll(
      store.subscribe('home', () => {
        pollers.updateMediaPace();
        // A sync module may have come online.
        if (phase === 'writing') deletions.checkUsb();
      }),
      watchDownloadSwitches(store, () => {
        startWriting();
        downloads.wake();
      }),
    );
    staleness.start();
    pollers.home.start();
    startWriting();
  }

  async function stop(): Promise<void> {
    phase = 'stopped';
    // Nothing is polled from here on: what was true is only the last known state.
    home.markStale();
    unsubscribe?.();
    cancelDelayedStart?.();
    await shutdownHooks.run();
    for (const part of [staleness, refusals, connection, check, wake]) part.stop();
    gate.close();
    await Promise.all([pollers, usb, downloads, deletions].map((part) => part.stop()));
  }

  return {
    accountId,
    api: gate,
    home: { ...home, checkLocalStorage: usb.checkNow },
    downloads,
    start,
    stop,
    checkNow: check.call,
    checkClips: pollers.media.pollNow,
    checkDeletions: deletions.check,
    wake() {
      // What is shown becomes stale at once; only the requests are throttled.
      staleness.check();
      wake.call();
    },
    suspend() {
      home.markStale();
      gate.suspend();
    },
    resume() {
      // The length of the sleep is not known: the clock may have been set as well.
      home.markStale();
      gate.resume();
      // Not throttled by an unlock just before: a computer wakes rarely.
      wake.now();
      continueAll();
    },
    verified: () => refusals.lift('not-verified'),
    updatePace() {
      staleness.check();
      pollers.updatePace();
    },
    pollFaster: pollers.pollFaster,
    onNewClips: newClips.on,
    clipsListedAt: media.listedAt,
    onShutdown: shutdownHooks.add,
    nextPollAt: pollers.nextPollAt,
  };
}

/** The two polls of a session, each in its own interval. */
interface SessionPollers extends Readonly<Record<PollerName, Poller>> {
  pollBoth(): void;
  /** Lists clips more often for the next minutes. */
  pollFaster(): void;
  /** The intervals may have become shorter. */
  updatePace(): void;
  updateMediaPace(): void;
  nextPollAt(): Timestamp | null;
  stop(): Promise<unknown>;
}

function createPollers(deps: {
  readonly clock: Clock;
  readonly gate: RequestGate;
  readonly pacing: Pacing;
  readonly connection: ConnectionStatus;
  readonly home: HomescreenSync;
  readonly media: MediaSync;
}): SessionPollers {
  const { clock, gate, pacing, connection } = deps;
  const pollerFor = ({ name, delayMs, poll }: SessionPoll): Poller =>
    createPoller({
      clock,
      gapMs: pollGapMs,
      isRefused: gate.isRefused,
      delayAfter: (failures) => (failures === 0 ? delayMs() : pacing.retryDelayMs(failures)),
      async poll(signal) {
        await poll(signal);
        connection.note(name, null);
      },
      onError: (error) => connection.note(name, toAppError(error).code),
    });
  const { homescreenDelayMs, mediaDelayMs } = pacing;
  const home = pollerFor({ name: 'home', delayMs: homescreenDelayMs, poll: deps.home.poll });
  const media = pollerFor({ name: 'media', delayMs: mediaDelayMs, poll: deps.media.sync });

  const updateMediaPace = () => media.pollWithin(pacing.mediaDelayMs());

  return {
    home,
    media,
    pollBoth() {
      home.pollNow();
      media.pollNow();
    },
    pollFaster() {
      pacing.beginQuickTime();
      updateMediaPace();
    },
    updatePace() {
      home.pollWithin(pacing.homescreenDelayMs());
      updateMediaPace();
    },
    updateMediaPace,
    nextPollAt() {
      const times = [home.dueAt(), media.dueAt()].filter((at) => at !== null);
      return times.length === 0 ? null : Math.min(...times);
    },
    stop: () => Promise.all([home.stop(), media.stop()]),
  };
}

interface SessionPoll {
  readonly name: PollerName;
  readonly delayMs: () => number;
  readonly poll: (signal: AbortSignal) => Promise<void>;
}

/** Deletions in the cloud and on USB storage: neither waits for the other. */
function createDeletions(deps: CloudDeletionDeps & UsbDeletionDeps) {
  const inCloud = createCloudDeletions(deps);
  const onUsb = createUsbDeletions(deps);
  return {
    check() {
      inCloud.wake();
      onUsb.wake();
    },
    checkUsb: onUsb.wake,
    flush: inCloud.flush,
    stop: () => Promise.all([inCloud.stop(), onUsb.stop()]),
  };
}

/** How many clips of one listing are downloaded ahead of the history. */
const mostAheadOfHistory = 3;
/** Clicks in a row, or a screen that locks and unlocks, send no more requests than this. */
const checkGapMs = seconds(10);
const delayAfterRefusalMs = seconds(10);
/** Between the end of one poll and the next, whoever asks for it. */
const pollGapMs = seconds(2);
