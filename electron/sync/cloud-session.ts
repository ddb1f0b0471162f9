import type { SliceName } from '../../shared/app-state.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import type { AccountId, ClipId } from '../../shared/ids.ts';
import type { Clip, Timestamp } from '../../shared/models.ts';
import type { BlinkClient } from '../blink/client.ts';
import type { Dispose } from '../lib/dispose.ts';
import { createListeners } from '../lib/listeners.ts';
import { seconds } from '../lib/timing.ts';
import type { Clock, Random } from '../lib/timing.ts';
import type { AppStore } from '../store/app-store.ts';
import type { ClipFiles, ClipIndex } from '../store/ports.ts';
import { createArchiveQueue } from './archive-queue.ts';
import { createCloudGate } from './cloud-gate.ts';
import type { CloudGate } from './cloud-gate.ts';
import { createConnectionNotes } from './connection.ts';
import { createHomescreenSync } from './homescreen-sync.ts';
import type { HomescreenSync } from './homescreen-sync.ts';
import { restoreHome } from './last-home.ts';
import { createLastWords } from './last-words.ts';
import { createLocalSync } from './local-sync.ts';
import { createMediaSync } from './media-sync.ts';
import type { Pace, PaceConditions } from './pace.ts';
import { createPacing } from './pacing.ts';
import { createPollers } from './pollers.ts';
import { createRefusals } from './refusals.ts';
import type { Refusal } from './refusals.ts';
import type { RequestBudget } from './request-budget.ts';
import { createStaleness } from './staleness.ts';
import { createThrottled } from './throttle.ts';

/** The running talk with the cloud of one signed-in account. */
export interface CloudSync extends HomescreenSync, Pick<CloudGate, 'ask' | 'fetchMedia'> {
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
  /** What the computer runs on, or whether somebody is there, has changed: so does the pace. */
  repace(): void;
  /** The next minutes are interesting: clips are asked for more often, within its ration. */
  quicken(): void;
  /** Downloads a clip unless it is here already. */
  keep(id: ClipId): Promise<Clip>;
  isFetching(id: ClipId): boolean;
  /** Clips worth a banner, oldest first, each once. */
  onNewClips(listener: (clips: readonly Clip[]) => void): Dispose;
  /** What still has to be said to the cloud before nothing may be said any more; given 3 seconds. */
  beforeStop(lastWord: () => Promise<unknown>): Dispose;
  /** When something will be asked by itself; null while nothing will. */
  nextPollAt(): Timestamp | null;
}

export interface CloudSyncDeps {
  readonly client: BlinkClient;
  readonly store: AppStore;
  readonly index: ClipIndex;
  readonly files: ClipFiles;
  readonly clock: Clock;
  readonly random: Random;
  readonly budget: RequestBudget;
  /** The screen is locked or the computer runs on battery. */
  readonly isResting: () => boolean;
  /** Blink wants to see the person: nothing more is asked, the caller stops this session. */
  readonly onSignInNeeded: (problem: AppErrorCode) => void;
  readonly onFetchingChanged: () => void;
  readonly onWarning: (message: string, error: unknown) => void;
  readonly historyPerHour?: number;
  /** For tests, the demo and the bench; the table of `pace.ts` otherwise. */
  readonly pace?: (conditions: PaceConditions) => Pace;
}

export function createCloudSync(deps: CloudSyncDeps): CloudSync {
  const { client, store, index, clock, onWarning } = deps;
  const { accountId } = client;
  const news = createListeners<readonly Clip[]>();
  const lastWords = createLastWords(clock);
  const parts = createParts(deps, { onRefused, onRefusalEnded, onNews, listClips });
  const { pacing, refusals, connection, gate, home, queue, media, pollers } = parts;
  const { homePoller, mediaPoller } = pollers;
  const local = createLocalSync({ ...deps, accountId, gate, onNews });
  const staleness = createStaleness({ store, ...pacing, clock });
  const check = createThrottled(clock, askedGapMs, pollers.pollBoth);
  const wake = createThrottled(clock, askedGapMs, wakeNow);
  let unsubscribe: Dispose | null = null;
  let cancelProbe: Dispose | null = null;
  let isOver = false;

  async function listClips(signal: AbortSignal): Promise<void> {
    await media.sync(signal);
    queue.wake();
  }

  function onRefused(refusal: Refusal): void {
    deps.budget.noteRefusal(refusal.code);
    connection.publish();
    if (refusal.untilAt === null) deps.onSignInNeeded(refusal.code);
  }

  function onRefusalEnded(): void {
    connection.publish();
    homePoller.pollNow();
    // One question shows whether the cloud listens again; the others follow.
    cancelProbe?.();
    cancelProbe = clock.after(probeMs, () => {
      mediaPoller.pollNow();
      queue.wake();
    });
  }

  function onNews(clips: readonly Clip[]): void {
    // After a night off a whole list is new: the newest are fetched first, the others take their turn.
    const newest = clips.slice(-mostAhead);
    queue.addNew(newest.map(({ id }) => id));
    quicken();
    news.tell(clips);
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
    if (slice === 'archive') queue.wake();
    if (slice === 'home') mediaPoller.pollWithin(pacing.mediaDelayMs());
  }

  async function stop(): Promise<void> {
    isOver = true;
    // From here on nobody asks: what was true is only the last known state.
    home.distrustHome();
    unsubscribe?.();
    cancelProbe?.();
    await lastWords.say();
    staleness.stop();
    refusals.stop();
    connection.stop();
    check.stop();
    wake.stop();
    gate.close();
    await Promise.all([pollers.stop(), local.stop(), queue.stop()]);
  }

  return {
    accountId,
    async start() {
      await restoreHome({ accountId, index, store }).catch((error: unknown) =>
        onWarning('last homescreen not readable', error),
      );
      if (isOver) return;
      unsubscribe = store.subscribe(onSlice);
      staleness.start();
      queue.start();
      homePoller.start();
      mediaPoller.start();
      local.start();
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
      home.distrustHome();
      gate.suspend();
    },
    resume() {
      // How long it slept nobody can tell for sure: the clock may have been set as well.
      home.distrustHome();
      gate.resume();
      // Not held back by an unlock just before: a computer wakes rarely.
      wake.now();
      mediaPoller.pollNow();
      queue.wake();
    },
    repace() {
      staleness.check();
      homePoller.pollWithin(pacing.homescreenDelayMs());
      mediaPoller.pollWithin(pacing.mediaDelayMs());
    },
    quicken,
    ...home,
    keep: queue.keep,
    isFetching: queue.isFetching,
    onNewClips: news.listen,
    beforeStop: lastWords.add,
    nextPollAt: pollers.nextPollAt,
    ask: gate.ask,
    fetchMedia: gate.fetchMedia,
  };
}

interface PartHooks {
  readonly onRefused: (refusal: Refusal) => void;
  readonly onRefusalEnded: () => void;
  readonly onNews: (clips: readonly Clip[]) => void;
  readonly listClips: (signal: AbortSignal) => Promise<void>;
}

/** What a session consists of, each knowing only those above it. */
function createParts(deps: CloudSyncDeps, hooks: PartHooks) {
  const { client, store, index, clock, random, onWarning } = deps;
  const { accountId } = client;
  const { onRefused: onBegin, onRefusalEnded: onEnd, onNews, listClips } = hooks;
  const pacing = createPacing(deps);
  const refusals = createRefusals({ clock, random, onBegin, onEnd });
  const connection = createConnectionNotes({ ...deps, refusal: refusals.current });
  const gate = createCloudGate({ client, refusals });
  const { staleAfterMs } = pacing;
  const shown = { store, index, accountId, clock, onWarning, staleAfterMs };
  const home = createHomescreenSync({ gate, ...shown });
  const queue = createArchiveQueue({ ...deps, accountId, gate });
  const media = createMediaSync({ accountId, gate, index, clock, onNews });
  const work = { home: home.poll, media: listClips };
  const pollers = createPollers({ clock, gate, pacing, connection, work });
  return { pacing, refusals, connection, gate, home, queue, media, pollers };
}

/** How many of a listing are ahead of the past. */
const mostAhead = 3;
/** A person who clicks and clicks, or a screen that locks and unlocks, asks no more often than this. */
const askedGapMs = seconds(10);
const probeMs = seconds(10);
