import { toAppError } from '../../shared/errors.ts';
import type { SliceName } from '../../shared/app-state.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import type { AccountId, ClipId } from '../../shared/ids.ts';
import type { Clip, Timestamp } from '../../shared/models.ts';
import type { BlinkClient } from '../blink/client.ts';
import type { Dispose } from '../lib/dispose.ts';
import { seconds } from '../lib/timing.ts';
import type { Clock, Random } from '../lib/timing.ts';
import type { AppStore } from '../store/app-store.ts';
import type { ClipFiles, ClipIndex } from '../store/ports.ts';
import { createArchiveQueue } from './archive-queue.ts';
import { createCloudGate } from './cloud-gate.ts';
import type { CloudGate } from './cloud-gate.ts';
import { createConnectionNotes } from './connection.ts';
import type { PollerName } from './connection.ts';
import { createHomescreenSync } from './homescreen-sync.ts';
import type { HomescreenSync } from './homescreen-sync.ts';
import { restoreHome } from './last-home.ts';
import { createLastWords } from './last-words.ts';
import { createMediaSync } from './media-sync.ts';
import type { Pace, PaceConditions } from './pace.ts';
import { createPacing } from './pacing.ts';
import { createPoller } from './poller.ts';
import type { Poller } from './poller.ts';
import { createRefusals } from './refusals.ts';
import type { Refusal } from './refusals.ts';
import type { RequestBudget } from './request-budget.ts';
import { createStaleness } from './staleness.ts';

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
  /** After a sleep, an unlock or an opened window: what is on show must be true soon. */
  wake(): void;
  /** The next minutes are interesting: clips are asked for more often, within its ration. */
  quicken(): void;
  /** Downloads a clip unless it is here already. */
  keep(id: ClipId): Promise<Clip>;
  isFetching(id: ClipId): boolean;
  /** Clips worth a banner, oldest first, each once, at most three of a listing. */
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
  const { client, store, index, clock, random, onWarning } = deps;
  const { accountId } = client;
  const listeners = new Set<(clips: readonly Clip[]) => void>();
  const lastWords = createLastWords(clock);
  const pacing = createPacing(deps);
  const { mediaDelayMs } = pacing;
  const refusals = createRefusals({ clock, random, onBegin: onRefused, onEnd: onRefusalEnded });
  const connection = createConnectionNotes({ ...deps, refusal: refusals.current });
  const gate = createCloudGate({ client, refusals });
  const home = createHomescreenSync({ gate, store, index, accountId, clock, onWarning });
  const queue = createArchiveQueue({ ...deps, accountId, gate });
  const media = createMediaSync({ accountId, gate, index, clock, onNews });
  const staleness = createStaleness({ store, ...pacing, clock });
  const homePoller = poller('home', home.poll, pacing.homescreenDelayMs);
  const listClips = async (signal: AbortSignal): Promise<void> => {
    await media.sync(signal);
    queue.wake();
  };
  const mediaPoller = poller('media', listClips, mediaDelayMs);
  let unsubscribe: Dispose | null = null;
  let cancelProbe: Dispose | null = null;
  let isOver = false;

  function poller(name: PollerName, work: PollWork, calmDelayMs: () => number): Poller {
    return createPoller({
      clock,
      gapMs: pollGapMs,
      isRefused: gate.isRefused,
      delayAfter: (failures) => (failures === 0 ? calmDelayMs() : pacing.retryDelayMs(failures)),
      async poll(signal) {
        await work(signal);
        connection.note(name, null);
      },
      onError: (error) => connection.note(name, toAppError(error).code),
    });
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
    // After a night off a whole list is new: the newest are told and fetched first, the others wait in the list.
    const newest = clips.slice(-mostTold);
    queue.addNew(newest.map(({ id }) => id));
    quicken();
    for (const listener of [...listeners]) listener(newest);
  }

  function quicken(): void {
    pacing.beginQuickTime();
    mediaPoller.pollWithin(mediaDelayMs());
  }

  function onSlice({ slice }: { readonly slice: SliceName }): void {
    if (slice === 'archive') queue.wake();
    if (slice === 'home') mediaPoller.pollWithin(mediaDelayMs());
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
    gate.close();
    await Promise.all([homePoller.stop(), mediaPoller.stop(), queue.stop()]);
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
    },
    stop,
    checkNow() {
      homePoller.pollNow();
      mediaPoller.pollNow();
    },
    checkClips: mediaPoller.pollNow,
    wake() {
      staleness.check();
      homePoller.pollNow();
      quicken();
    },
    quicken,
    ...home,
    keep: queue.keep,
    isFetching: queue.isFetching,
    onNewClips(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    beforeStop: lastWords.add,
    nextPollAt() {
      const times = [homePoller.dueAt(), mediaPoller.dueAt()].filter((at) => at !== null);
      return times.length === 0 ? null : Math.min(...times);
    },
    ask: gate.ask,
    fetchMedia: gate.fetchMedia,
  };
}

type PollWork = (signal: AbortSignal) => Promise<void>;

const mostTold = 3;
const pollGapMs = seconds(2);
const probeMs = seconds(10);
