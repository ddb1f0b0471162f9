import type { ArchiveState, SliceName } from '../../shared/app-state.ts';
import { gentleAfterRefusalMs } from '../../shared/archive.ts';
import { toAppError, type AppErrorCode } from '../../shared/errors.ts';
import type { AccountId, ClipId } from '../../shared/ids.ts';
import type { Clip, Timestamp } from '../../shared/models.ts';
import type { BlinkClient } from '../blink/blink-client.ts';
import { seconds, type Clock, type Random } from '../lib/clock.ts';
import type { Dispose } from '../lib/dispose.ts';
import { createEmitter } from '../lib/emitter.ts';
import { createShutdownHooks } from '../lib/shutdown-hooks.ts';
import { createThrottled } from '../lib/throttle.ts';
import type { AppStore, ReadonlyAppStore } from '../store/app-store.ts';
import type { ClipArchive } from '../store/archive/clip-archive.ts';
import type { ClipIndex } from '../store/clips/clip-index.ts';
import { createDownloadQueue } from './downloads/download-queue.ts';
import type { Lane } from './downloads/download-rules.ts';
import { createDeletions, type DeletionDeps } from './housekeeping/cloud-deletions.ts';
import { createUsbDeletions, type UsbDeletionDeps } from './housekeeping/usb-deletions.ts';
import { createAddLabels } from './media/clip-labels.ts';
import { createLocalSync } from './media/local-storage-sync.ts';
import { createMediaSync } from './media/media-sync.ts';
import {
  createConnectionNotes,
  type ConnectionNotes,
  type PollerName,
} from './polling/connection-status.ts';
import {
  createHomescreenSync,
  createStaleness,
  type HomescreenSync,
} from './polling/homescreen-sync.ts';
import { createPacing, type Pace, type PaceConditions, type Pacing } from './polling/pace.ts';
import { createPoller, type Poller } from './polling/poller.ts';
import { createRefusals, isOfPace, type Refusal, type Refusals } from './polling/refusals.ts';
import type { RequestBudget } from './polling/request-budget.ts';
import { createRequestGate, type RequestGate } from './polling/request-gate.ts';
import { restoreHome } from './polling/saved-homescreen.ts';

/** The running talk with the cloud of one signed-in account. */
export interface CloudSession extends HomescreenSync, Pick<RequestGate, 'ask' | 'fetchMedia'> {
  readonly accountId: AccountId;
  /** Shows the last known state, then begins to ask. */
  start(): Promise<void>;
  /** Resolves when nothing is asked or written any more. It cannot be started again. */
  stop(): Promise<void>;
  /** Homescreen and clips at once, as far as refusals allow. */
  checkNow(): void;
  /** The list of clips at once: something has changed there. */
  checkClips(): void;
  /** After an unlock or an opened window: what is on show must be true soon. */
  wake(): void;
  /** The computer goes to sleep: streams are closed, and nothing is asked until `resume`. */
  suspend(): void;
  /** After a sleep: nothing is known until the cloud is heard. */
  resume(): void;
  /** The person has confirmed this installation: its refusals are over. */
  verified(): void;
  /** What the computer runs on, or whether somebody is there, has changed: so does the pace. */
  updatePace(): void;
  /** The next minutes are interesting: clips are asked for more often, within its ration. */
  pollFaster(): void;
  /** Downloads a clip unless it is here already. */
  keep(id: ClipId): Promise<Clip>;
  isFetching(id: ClipId): boolean;
  /** Ends what is on its way, and answers when nothing is being written; it goes on later by itself. */
  endDownloads(): Promise<void>;
  /** Clips were deleted here, or brought back: what is to be deleted in the cloud and on USB storage is looked at anew. */
  checkDeletions(): void;
  /** What lies on sync modules' sticks, because a person wants to know now. */
  checkLocalStorage(): Promise<void>;
  /** Clips worth a banner, oldest first, each once. */
  onNewClips(listener: (clips: readonly Clip[]) => void): Dispose;
  /** When the last listing of clips began that went through; null before the first. */
  clipsListedAt(): Timestamp | null;
  /** What still has to be said to the cloud before nothing may be said any more; given 2 seconds. */
  onShutdown(lastWord: () => Promise<unknown>): Dispose;
  /** When something will be asked by itself; null while nothing will. */
  nextPollAt(): Timestamp | null;
}

export type CloudSyncDeps = SessionDeps;

export function createCloudSession(deps: CloudSyncDeps): CloudSession {
  const { store, index, clock, onWarning } = deps;
  const { accountId } = deps.client;
  const news = createEmitter<readonly Clip[]>();
  const lastWords = createShutdownHooks(clock);
  const parts = createSessionParts(deps, { onRefused, onRefusalEnded, onNews, listClips });
  const { pacing, refusals, connection, gate, home, queue, media, local, pollers } = parts;
  const { removal, staleness, face, haveSwitchesChanged } = parts;
  const { homePoller, mediaPoller } = pollers;
  const check = createThrottled(clock, askedGapMs, pollers.pollBoth);
  const wake = createThrottled(clock, askedGapMs, wakeNow);
  let unsubscribe: Dispose | null = null;
  let cancelProbe: Dispose | null = null;
  let phase: 'new' | 'keeping' | 'over' = 'new';

  async function listClips(signal: AbortSignal): Promise<void> {
    await media.sync(signal);
    queue.wake();
  }

  function onRefused(refusal: Refusal): void {
    deps.budget.noteRefusal(refusal.code);
    if (isOfPace(refusal.code)) {
      const gentleUntil = clock.now() + gentleAfterRefusalMs;
      store.update('archive', (archive) => ({ ...archive, gentleUntil }));
    }
    connection.publish();
    if (refusal.untilAt === null) deps.onSignInNeeded(refusal.code);
  }

  function onRefusalEnded(): void {
    connection.publish();
    homePoller.pollNow();
    // One question shows whether the cloud listens again; the others follow.
    cancelProbe?.();
    cancelProbe = clock.after(probeMs, goOn);
  }

  function goOn(): void {
    mediaPoller.pollNow();
    queue.wake();
    removal.check();
  }

  function onNews(clips: readonly Clip[]): void {
    // After a night off a whole list is new: the newest are fetched first, the others take their turn.
    const newest = clips.slice(-mostAhead);
    queue.addNew(newest.map(({ id }) => id));
    quicken();
    news.emit(clips);
  }

  function wakeNow(): void {
    homePoller.pollNow();
    quicken();
  }

  function quicken(): void {
    pacing.beginQuickTime();
    mediaPoller.pollWithin(pacing.mediaDelayMs());
  }

  function onSlice({ slice }: { readonly slice: SliceName }): void {
    if (slice === 'archive' && haveSwitchesChanged()) {
      startKeeping();
      queue.wake();
    }
    if (slice !== 'home') return;
    mediaPoller.pollWithin(pacing.mediaDelayMs());
    // A sync module may have come online.
    if (phase === 'keeping') removal.checkUsb();
  }

  /**
   * Everything that writes: not with an index of a newer Porchlight, which may be looked at only, and not before an index
   * that was lost is back, or the cloud's list would come first and stars and deletions would be forgotten.
   */
  function startKeeping(): void {
    if (phase !== 'new' || index.isReadOnly) return;
    const { job, isRebuildPending } = store.get().archive;
    if (isRebuildPending || job?.kind === 'rebuild') return;
    phase = 'keeping';
    queue.start();
    mediaPoller.start();
    local.start();
    removal.check();
    lastWords.add(removal.flush);
  }

  async function stop(): Promise<void> {
    phase = 'over';
    // From here on nobody asks: what was true is only the last known state.
    home.markHomeStale();
    unsubscribe?.();
    cancelProbe?.();
    await lastWords.run();
    staleness.stop();
    refusals.stop();
    connection.stop();
    check.stop();
    wake.stop();
    gate.close();
    await Promise.all([pollers.stop(), local.stop(), queue.stop(), removal.stop()]);
  }

  return {
    accountId,
    async start() {
      await restoreHome({ accountId, index, store }).catch((error: unknown) =>
        onWarning('last homescreen not readable', error),
      );
      if (phase === 'over') return;
      // What was decided until now is no news.
      haveSwitchesChanged();
      unsubscribe = store.subscribe(onSlice);
      staleness.start();
      homePoller.start();
      startKeeping();
    },
    stop,
    checkNow: check.call,
    checkClips: mediaPoller.pollNow,
    wake() {
      // The truth is not throttled, only the asking for it.
      staleness.check();
      wake.call();
    },
    suspend() {
      home.markHomeStale();
      gate.suspend();
    },
    resume() {
      // How long it slept nobody can tell for sure: the clock may have been set as well.
      home.markHomeStale();
      gate.resume();
      // Not held back by an unlock just before: a computer wakes rarely.
      wake.now();
      goOn();
    },
    updatePace() {
      staleness.check();
      homePoller.pollWithin(pacing.homescreenDelayMs());
      mediaPoller.pollWithin(pacing.mediaDelayMs());
    },
    pollFaster: quicken,
    ...face,
    onNewClips: news.on,
    onShutdown: lastWords.add,
  };
}

/** How many of a listing are ahead of the past. */
const mostAhead = 3;
/** A person who clicks and clicks, or a screen that locks and unlocks, asks no more often than this. */
const askedGapMs = seconds(10);
const probeMs = seconds(10);

/** What a session is made of. */
export interface SessionDeps {
  readonly client: BlinkClient;
  readonly store: AppStore;
  readonly index: ClipIndex;
  readonly files: ClipArchive;
  readonly clock: Clock;
  readonly random: Random;
  readonly budget: RequestBudget;
  /** The screen is locked or the computer runs on battery. */
  readonly isResting: () => boolean;
  /** Blink wants to see the person: nothing more is asked, the caller stops this session. */
  readonly onSignInNeeded: (problem: AppErrorCode) => void;
  readonly onFetchingChanged: () => void;
  readonly onWarning: (message: string, error: unknown) => void;
  /** For the bench. */
  readonly streams?: Readonly<Record<Lane, number>>;
  /** For tests, the demo and the bench; the table of `pace.ts` otherwise. */
  readonly pace?: (conditions: PaceConditions) => Pace;
}

export interface PartHooks {
  readonly onRefused: (refusal: Refusal) => void;
  readonly onRefusalEnded: () => void;
  readonly onNews: (clips: readonly Clip[]) => void;
  readonly listClips: (signal: AbortSignal) => Promise<void>;
}

/** What a session consists of, each knowing only those above it. */
export function createSessionParts(deps: SessionDeps, hooks: PartHooks) {
  const { client, store, index, clock, random, onWarning } = deps;
  const { accountId } = client;
  const { onRefused: onBegin, onRefusalEnded: onEnd, onNews, listClips } = hooks;
  const pacing = createPacing(deps);
  const refusals = createRefusals({ clock, random, onBegin, onEnd });
  const connection = createConnectionNotes({ ...deps, refusal: refusals.current });
  const gate = createRequestGate({ client, refusals });
  const { staleAfterMs } = pacing;
  const shown = { store, index, accountId, clock, onWarning, staleAfterMs };
  const home = createHomescreenSync({ gate, ...shown });
  const queue = createDownloadQueue({ ...deps, accountId, gate });
  const addLabels = createAddLabels({ accountId, gate, index, clock, onWarning });
  const media = createMediaSync({ accountId, gate, index, clock, onNews, addLabels });
  const local = createLocalSync({ ...deps, accountId, gate, onNews, onListed: queue.wake });
  const work = { home: home.poll, media: listClips };
  const pollers = createPollers({ clock, gate, pacing, connection, work });
  const onDeleted = pollers.mediaPoller.pollNow;
  const removal = createRemoval({ ...deps, accountId, gate, onDeleted, listUsb: local.listUsb });
  const staleness = createStaleness({ store, ...pacing, clock });
  const parts = { pacing, refusals, connection, gate, home, queue, media, local, pollers };
  const haveSwitchesChanged = createArchiveSwitches(store);
  const face = faceOf({ ...parts, removal });
  return { ...parts, removal, staleness, face, haveSwitchesChanged };
}

interface Faced {
  readonly refusals: Refusals;
  readonly home: ReturnType<typeof createHomescreenSync>;
  readonly media: ReturnType<typeof createMediaSync>;
  readonly queue: ReturnType<typeof createDownloadQueue>;
  readonly local: ReturnType<typeof createLocalSync>;
  readonly pollers: ReturnType<typeof createPollers>;
  readonly gate: ReturnType<typeof createRequestGate>;
  readonly removal: ReturnType<typeof createRemoval>;
}

/** What a session hands on as it is. */
const faceOf = ({ refusals, home, media, queue, local, pollers, gate, removal }: Faced) => ({
  ...home,
  clipsListedAt: media.listedAt,
  keep: queue.keep,
  isFetching: queue.isFetching,
  endDownloads: queue.pauseAll,
  checkDeletions: removal.check,
  checkLocalStorage: local.checkNow,
  nextPollAt: pollers.nextPollAt,
  verified: () => refusals.lift('not-verified'),
  ask: gate.ask,
  fetchMedia: gate.fetchMedia,
});

/** Deletions in the cloud and on USB storage: neither waits for the other. */
function createRemoval(deps: DeletionDeps & UsbDeletionDeps) {
  const inCloud = createDeletions(deps);
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

/** The two questions a session asks by itself, each at its own pace. */
export interface Pollers {
  readonly homePoller: Poller;
  readonly mediaPoller: Poller;
  pollBoth(): void;
  /** When something will be asked by itself; null while nothing will. */
  nextPollAt(): Timestamp | null;
  stop(): Promise<void>;
}

interface PollersDeps {
  readonly clock: Clock;
  readonly gate: RequestGate;
  readonly pacing: Pacing;
  readonly connection: ConnectionNotes;
  readonly work: Readonly<Record<PollerName, (signal: AbortSignal) => Promise<void>>>;
}

export function createPollers({ clock, gate, pacing, connection, work }: PollersDeps): Pollers {
  const poller = (name: PollerName, calmDelayMs: () => number): Poller =>
    createPoller({
      clock,
      gapMs,
      isRefused: gate.isRefused,
      delayAfter: (failures) => (failures === 0 ? calmDelayMs() : pacing.retryDelayMs(failures)),
      async poll(signal) {
        await work[name](signal);
        connection.note(name, null);
      },
      onError: (error) => connection.note(name, toAppError(error).code),
    });
  const homePoller = poller('home', pacing.homescreenDelayMs);
  const mediaPoller = poller('media', pacing.mediaDelayMs);

  return {
    homePoller,
    mediaPoller,
    pollBoth() {
      homePoller.pollNow();
      mediaPoller.pollNow();
    },
    nextPollAt() {
      const times = [homePoller.dueAt(), mediaPoller.dueAt()].filter((at) => at !== null);
      return times.length === 0 ? null : Math.min(...times);
    },
    async stop() {
      await Promise.all([homePoller.stop(), mediaPoller.stop()]);
    },
  };
}

/** Between the end of one poll and the next, whoever asks for it. */
const gapMs = seconds(2);

/**
 * True when what may be fetched has been decided otherwise since the last call. Everything else in the archive's state
 * (counts, rates, progress) changes all the time and starts nothing.
 */
export function createArchiveSwitches(store: ReadonlyAppStore): () => boolean {
  let before = switchesOf(store.get().archive);
  return () => {
    const now = switchesOf(store.get().archive);
    const isChanged = now !== before;
    before = now;
    return isChanged;
  };
}

const switchesOf = (archive: ArchiveState): string => {
  const {
    policy,
    isPaused,
    historyPace,
    gentleUntil,
    job,
    isRebuildPending,
  } = archive;
  return JSON.stringify([policy, isPaused, historyPace, gentleUntil, job?.kind, isRebuildPending]);
};
