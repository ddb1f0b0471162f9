import type { AppErrorCode } from '../../shared/errors.ts';
import type { Clip } from '../../shared/models.ts';
import type { BlinkClient } from '../blink/blink-client.ts';
import type { Clock, Random } from '../lib/clock.ts';
import type { AppStore } from '../store/app-store.ts';
import type { ClipFiles } from '../store/archive/clip-archive.ts';
import type { ClipIndex } from '../store/clips/clip-index.ts';
import { createArchiveQueue } from './downloads/download-queue.ts';
import { createArchiveSwitches } from './archive-switches.ts';
import type { Lane } from './downloads/download-rules.ts';
import { createAddLabels } from './media/clip-labels.ts';
import { createCloudGate } from './polling/request-gate.ts';
import { createConnectionNotes } from './polling/connection-status.ts';
import { createDeletions, type DeletionDeps } from './housekeeping/cloud-deletions.ts';
import { createHomescreenSync } from './polling/homescreen-sync.ts';
import { createLocalSync } from './media/local-storage-sync.ts';
import { createMediaSync } from './media/media-sync.ts';
import type { Pace, PaceConditions } from './polling/pace.ts';
import { createPacing } from './pacing.ts';
import { createPollers } from './pollers.ts';
import { createRefusals, type Refusal, type Refusals } from './polling/refusals.ts';
import type { RequestBudget } from './polling/request-budget.ts';
import { createStaleness } from './staleness.ts';
import { createUsbDeletions, type UsbDeletionDeps } from './housekeeping/usb-deletions.ts';

/** What a session is made of. */
export interface SessionDeps {
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
  const gate = createCloudGate({ client, refusals });
  const { staleAfterMs } = pacing;
  const shown = { store, index, accountId, clock, onWarning, staleAfterMs };
  const home = createHomescreenSync({ gate, ...shown });
  const queue = createArchiveQueue({ ...deps, accountId, gate });
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
  readonly queue: ReturnType<typeof createArchiveQueue>;
  readonly local: ReturnType<typeof createLocalSync>;
  readonly pollers: ReturnType<typeof createPollers>;
  readonly gate: ReturnType<typeof createCloudGate>;
  readonly removal: ReturnType<typeof createRemoval>;
}

/** What a session hands on as it is. */
const faceOf = ({ refusals, home, media, queue, local, pollers, gate, removal }: Faced) => ({
  ...home,
  clipsListedAt: media.listedAt,
  keep: queue.keep,
  isFetching: queue.isFetching,
  endDownloads: queue.letGo,
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
