import { join } from 'node:path';
import { createBlinkClient } from '../../electron/blink/blink-client.ts';
import { createHttp, type HttpDeps } from '../../electron/blink/http/http.ts';
import type { Credentials } from '../../electron/blink/auth/tokens.ts';
import type { Clock, Random } from '../../electron/lib/clock.ts';
import {
  createArchiveService,
  type ArchiveService,
} from '../../electron/services/archive/archive-service.ts';
import { createClipCounts } from '../../electron/services/clips/clip-counts.ts';
import { createClipActions, type ClipActions } from '../../electron/services/clips/clip-actions.ts';
import type { NotificationEvent } from '../../electron/services/notifications/notification-events.ts';
import { showSettings } from '../../electron/services/settings/settings-to-state.ts';
import { createNotifier } from '../../electron/services/notifications/notifier.ts';
import { createAppStore, type AppStore } from '../../electron/store/app-store.ts';
import { openDiskArchive } from '../../electron/store/archive/disk-archive.ts';
import { createClipIndex } from '../../electron/store/clips/sqlite-clip-index.ts';
import { openDatabase } from '../../electron/store/clips/database.ts';
import type { FileSystem } from '../../electron/store/file-system.ts';
import { notePendingRebuild } from '../../electron/services/archive/pending-rebuild.ts';
import { migrations } from '../../electron/store/clips/migrations.ts';
import type { ClipArchive } from '../../electron/store/archive/clip-archive.ts';
import type { ClipIndex } from '../../electron/store/clips/clip-index.ts';
import type { SettingsStore } from '../../electron/store/settings.ts';
import {
  createCloudSession,
  type CloudSession,
  type CloudSessionDeps,
} from '../../electron/sync/cloud-session.ts';
import { createHousekeeping } from '../../electron/sync/housekeeping/housekeeping.ts';
import type { Pace } from '../../electron/sync/polling/pace.ts';
import { createRequestBudget } from '../../electron/sync/polling/request-budget.ts';
import { initialState } from '../../shared/app-state.ts';
import type { ClipId } from '../../shared/ids.ts';

/** Everything the archive engine stands on, handed in. */
export interface EngineParts {
  /** Of the archive. */
  readonly fs: FileSystem;
  /** Of the folder with the index. */
  readonly dataFs: FileSystem;
  readonly dataFolder: string;
  readonly archive: string;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: HttpDeps['fetch'];
  readonly cloud: URL;
  readonly credentials: Credentials;
  /** Stands between the engine and the index. */
  readonly tapIndex: (index: ClipIndex) => ClipIndex;
  /** A clip is to be told of: once ever. */
  readonly onClaimed: (id: ClipId) => void;
  /** A banner is on the screen. */
  readonly onNews: (news: NotificationEvent) => void;
  readonly onWarning: (message: string, error: unknown) => void;
  readonly pace?: () => Pace;
  readonly streams?: NonNullable<CloudSessionDeps['streams']>;
}

/** The archive engine as main puts it together, without Electron. */
export interface Engine {
  readonly store: AppStore;
  readonly index: ClipIndex;
  readonly files: ClipArchive;
  readonly sync: CloudSession;
  readonly archive: ArchiveService;
  readonly upkeep: ClipActions;
  /** Where a broken index was moved, else null. */
  readonly setAside: string | null;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Lets go of the index as a killed process does: nothing is written any more. */
  abandon(): void;
}

/** The id this installation signs in with. */
export const hardwareId = 'B7D1E0C2-1111-4222-8333-ABCDEF543210';

/** Where the index lies. */
export const indexFile = (dataFolder: string): string => join(dataFolder, 'clips.db');

/** Opens stores and builds the session of one account. The one place that knows how the engine is composed. */
export async function openEngine(parts: EngineParts): Promise<Engine> {
  const stores = await openStores(parts);
  const { store, index, files, changes, database, setAside } = stores;
  const below = { ...parts, ...stores };
  const housekeeping = createHousekeeping(below);
  const sync = createCloudSession({
    ...{ ...below, client: clientOf(parts), budget: createRequestBudget(parts.clock) },
    isResting: () => false,
    onSignInNeeded: (problem) => parts.onWarning('sign-in needed', problem),
    onFetchingChanged: changes.changed,
  });
  const account = { whenSignedIn: <T>(work: (session: CloudSession) => T) => work(sync) };
  const archive = createArchiveService({ ...below, housekeeping, account });
  const upkeep = createClipActions({
    ...below,
    cloud: () => sync,
    onDeletionsChanged() {
      housekeeping.wake();
      sync.checkDeletions();
    },
  });
  tellOf(sync, below);
  return {
    ...{ store, index, files, sync, archive, upkeep, setAside },
    async start() {
      archive.start();
      await changes.start();
      await jobDone(store);
      housekeeping.start();
      await sync.start();
    },
    async stop() {
      await sync.stop();
      await housekeeping.stop();
      await archive.stop();
      changes.stop();
      await index.close();
    },
    abandon: () => database.close(),
  };
}

async function openStores(parts: EngineParts) {
  const { clock, settings } = parts;
  const opened = await openDatabase({
    fs: parts.dataFs,
    file: indexFile(parts.dataFolder),
    steps: migrations,
    now: clock.now(),
  });
  const isRebuildOwed = await notePendingRebuild(parts, opened);
  const index = parts.tapIndex(createClipIndex(opened.database));
  const files = await openDiskArchive({
    ...parts,
    mark: {
      get: () => settings.get().archiveMark,
      set: (archiveMark) => settings.update({ archiveMark }),
    },
  });
  const store = createAppStore(signedIn(parts.credentials.accountId));
  showSettings({ settings, store, hasTrayStyles: false });
  store.update('archive', (before) => ({ ...before, isRebuildPending: isRebuildOwed }));
  const changes = createClipCounts({ index, files, store, clock });
  return { ...opened, files, store, changes, index };
}

const signedIn = (accountId: number) => ({
  ...initialState,
  account: { phase: 'signed-in', accountId, keyringProblem: null } as const,
  archive: { ...initialState.archive, policy: 'every' } as const,
});

/** Resolves when no long work runs. */
export async function jobDone(store: AppStore): Promise<void> {
  if (store.get().archive.job === null) return;
  await new Promise<void>((resolve) => {
    const stop = store.subscribe(() => {
      if (store.get().archive.job !== null) return;
      stop();
      resolve();
    });
  });
}

type Telling = Pick<EngineParts, 'clock' | 'onClaimed' | 'onNews' | 'onWarning'> & {
  readonly store: AppStore;
  readonly index: ClipIndex;
};

function tellOf(sync: CloudSession, { store, clock, index, ...parts }: Telling): void {
  const notifier = createNotifier({
    ...{ store, clock, isLocked: () => false, awakeSince: () => 0 },
    async claim(id) {
      const isMine = await index.claimNotification(id, clock.now());
      if (isMine) parts.onClaimed(id);
      return isMine;
    },
    async notify(news) {
      parts.onNews(news);
      return 'shown';
    },
  });
  sync.onNewClips((clips) => {
    notifier.notifyClips(clips).catch((error: unknown) => parts.onWarning('not told', error));
  });
}

function clientOf({ clock, credentials, fetch, cloud }: EngineParts) {
  const http = createHttp({ fetch, clock, cloud });
  return createBlinkClient({
    ...{ http, clock, credentials, hardwareId },
    saveCredentials: async () => undefined,
  });
}
