import type { SliceName } from '../../shared/app-state.ts';
import { gentleAfterRefusalMs } from '../../shared/archive.ts';
import type { AccountId, ClipId } from '../../shared/ids.ts';
import type { Clip, Timestamp } from '../../shared/models.ts';
import type { Dispose } from '../lib/dispose.ts';
import { createListeners } from '../lib/emitter.ts';
import { seconds } from '../lib/clock.ts';
import type { CloudGate } from './polling/request-gate.ts';
import type { HomescreenSync } from './polling/homescreen-sync.ts';
import { restoreHome } from './polling/saved-homescreen.ts';
import { createLastWords } from '../lib/shutdown-hooks.ts';
import { isOfPace, type Refusal } from './polling/refusals.ts';
import { createSessionParts, type SessionDeps } from './session-parts.ts';
import { createThrottled } from '../lib/throttle.ts';

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
  /** The person has confirmed this installation: its refusals are over. */
  verified(): void;
  /** What the computer runs on, or whether somebody is there, has changed: so does the pace. */
  repace(): void;
  /** The next minutes are interesting: clips are asked for more often, within its ration. */
  quicken(): void;
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
  beforeStop(lastWord: () => Promise<unknown>): Dispose;
  /** When something will be asked by itself; null while nothing will. */
  nextPollAt(): Timestamp | null;
}

export type CloudSyncDeps = SessionDeps;

export function createCloudSync(deps: CloudSyncDeps): CloudSync {
  const { store, index, clock, onWarning } = deps;
  const { accountId } = deps.client;
  const news = createListeners<readonly Clip[]>();
  const lastWords = createLastWords(clock);
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
    const { job, isRebuildOwed } = store.get().archive;
    if (isRebuildOwed || job?.kind === 'rebuild') return;
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
      home.distrustHome();
      gate.suspend();
    },
    resume() {
      // How long it slept nobody can tell for sure: the clock may have been set as well.
      home.distrustHome();
      gate.resume();
      // Not held back by an unlock just before: a computer wakes rarely.
      wake.now();
      goOn();
    },
    repace() {
      staleness.check();
      homePoller.pollWithin(pacing.homescreenDelayMs());
      mediaPoller.pollWithin(pacing.mediaDelayMs());
    },
    quicken,
    ...face,
    onNewClips: news.listen,
    beforeStop: lastWords.add,
  };
}

/** How many of a listing are ahead of the past. */
const mostAhead = 3;
/** A person who clicks and clicks, or a screen that locks and unlocks, asks no more often than this. */
const askedGapMs = seconds(10);
const probeMs = seconds(10);
