import { createBlinkClient } from '../../electron/blink/create-client.ts';
import { createHttp, type HttpDeps } from '../../electron/blink/http.ts';
import type { Credentials } from '../../electron/blink/tokens.ts';
import type { Clock, Random } from '../../electron/lib/timing.ts';
import type { News } from '../../electron/services/news.ts';
import { createNotifier } from '../../electron/services/notifier.ts';
import { createAppStore, type AppStore } from '../../electron/store/app-store.ts';
import { openClipFiles } from '../../electron/store/clip-files.ts';
import { createClipIndex } from '../../electron/store/clip-index.ts';
import { openDatabase } from '../../electron/store/database.ts';
import type { FileSystem } from '../../electron/store/file-system.ts';
import { migrations } from '../../electron/store/migrations.ts';
import type { ClipFiles, ClipIndex } from '../../electron/store/ports.ts';
import { createCloudSync, type CloudSync } from '../../electron/sync/cloud-session.ts';
import type { Pace } from '../../electron/sync/pace.ts';
import { createRequestBudget } from '../../electron/sync/request-budget.ts';
import { initialState } from '../../shared/app-state.ts';
import type { ClipId } from '../../shared/ids.ts';
import { join } from 'node:path';

/** Everything the archive engine stands on, handed in. */
export interface EngineParts {
  /** Of the archive. */
  readonly fs: FileSystem;
  /** Of the folder with the index. */
  readonly dataFs: FileSystem;
  readonly dataFolder: string;
  readonly archive: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly fetch: HttpDeps['fetch'];
  readonly cloud: URL;
  readonly credentials: Credentials;
  readonly watchIndex: (index: ClipIndex) => ClipIndex;
  /** A clip is to be told of: once ever. */
  readonly onClaimed: (id: ClipId) => void;
  /** A banner is on the screen. */
  readonly onNews: (news: News) => void;
  readonly onWarning: (message: string, error: unknown) => void;
  readonly pace?: () => Pace;
}

/** The archive engine as main puts it together, without Electron. */
export interface Engine {
  readonly store: AppStore;
  readonly index: ClipIndex;
  readonly files: ClipFiles;
  readonly sync: CloudSync;
  /** Where a broken index was moved, else null. */
  readonly setAside: string | null;
  /** Looks at every kept file; answers which are not what they were. */
  verify(): Promise<{ readonly missing: readonly ClipId[]; readonly spoiled: readonly ClipId[] }>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Lets go of the index as a killed process does: nothing is written any more. */
  abandon(): void;
}

/** The id this installation signs in with. */
export const hardwareId = 'B7D1E0C2-1111-4222-8333-ABCDEF543210';

/** Opens stores and builds the session of one account. The one place that knows how the engine is composed. */
export async function openEngine(parts: EngineParts): Promise<Engine> {
  const { clock, random, onWarning } = parts;
  const { database, setAside } = await openDatabase({
    fs: parts.dataFs,
    file: indexFile(parts.dataFolder),
    steps: migrations,
    now: clock.now(),
  });
  const index = parts.watchIndex(createClipIndex(database));
  const files = await openClipFiles({ fs: parts.fs, archive: parts.archive });
  const store = createAppStore({
    ...initialState,
    archive: { ...initialState.archive, policy: 'every' },
  });
  const budget = createRequestBudget(clock);
  const sync = createCloudSync({
    ...{ store, index, files, clock, random, budget, onWarning },
    client: clientOf(parts),
    isResting: () => false,
    onSignInNeeded: (problem) => onWarning('sign-in needed', problem),
    onFetchingChanged: () => undefined,
    historyPerHour: Infinity,
    ...(parts.pace === undefined ? {} : { pace: parts.pace }),
  });
  const notifier = createNotifier({
    ...{ store, clock, isLocked: () => false, awakeSince: () => 0 },
    async claim(id) {
      const isMine = await index.claimNotification(id, clock.now());
      if (isMine) parts.onClaimed(id);
      return isMine;
    },
    async tell(news) {
      parts.onNews(news);
      return 'shown';
    },
  });
  sync.onNewClips((clips) => {
    notifier.tellClips(clips).catch((error: unknown) => onWarning('not told', error));
  });
  return {
    ...{ store, index, files, sync, setAside },
    verify: () => verifyAll(index, files),
    start: () => sync.start(),
    async stop() {
      await sync.stop();
      await index.close();
    },
    abandon: () => database.close(),
  };
}

/** Where the index lies. */
export const indexFile = (dataFolder: string): string => join(dataFolder, 'clips.db');

function clientOf({ clock, credentials, fetch, cloud }: EngineParts) {
  const http = createHttp({ fetch, clock, cloud });
  return createBlinkClient({
    ...{ http, clock, credentials, hardwareId },
    saveCredentials: async () => undefined,
  });
}

async function verifyAll(index: ClipIndex, files: ClipFiles) {
  const missing: ClipId[] = [];
  const spoiled: ClipId[] = [];
  let after: ClipId | null = null;
  for (;;) {
    const batch = await index.keptFiles(after, 200);
    for (const { id, file } of batch) {
      const state = await files.verify(file);
      if (state === 'missing') missing.push(id);
      if (state === 'spoiled') spoiled.push(id);
      if (state === 'missing') await index.setMissing(id);
      if (state === 'spoiled') await index.setSpoiled(id);
      if (state === 'good') await index.setFound(id);
    }
    after = batch.at(-1)?.id ?? null;
    if (after === null) return { missing, spoiled };
  }
}
