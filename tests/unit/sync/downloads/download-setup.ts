import { initialState, type ArchiveState, type KeepPolicy } from '../../../../shared/app-state.ts';
import type { HistoryPace } from '../../../../shared/archive.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import {
  createDownloadQueue,
  type DownloadQueueDeps,
} from '../../../../electron/sync/downloads/download-queue.ts';
import { createRequestGate } from '../../../../electron/sync/polling/request-gate.ts';
import { toListed } from '../../../../electron/sync/media/media-listing.ts';
import { createRefusals } from '../../../../electron/sync/polling/refusals.ts';
import { createFakeClient } from '../../../fixtures/fake-client.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';
import { createMemoryFiles } from '../../../fixtures/memory-stores.ts';
import { createMemoryIndex } from '../../../fixtures/memory-index.ts';
import { accountId, homeId, mediaItem } from '../../../fixtures/samples.ts';

export interface Options {
  readonly clips: number;
  readonly policy?: KeepPolicy | null;
  readonly historyPace?: HistoryPace;
  readonly streams?: DownloadQueueDeps['streams'];
}

/** A queue over clips c1 (oldest) to c<n>. */
export const setUpQueue = async ({
  clips,
  policy = 'every',
  historyPace = 'fast',
  streams,
}: Options) => {
  const clock = createFakeClock();
  const random = createFakeRandom(0.5);
  const client = createFakeClient();
  const index = createMemoryIndex();
  const files = createMemoryFiles();
  const archive = { ...initialState.archive, policy, historyPace };
  const store = createAppStore({ ...initialState, archive });
  const refusals = createRefusals({
    clock,
    random,
    onBegin: () => undefined,
    onEnd: () => queue.wake(),
  });
  const gate = createRequestGate({ client, refusals });
  const queue = createDownloadQueue({
    accountId,
    gate,
    index,
    files,
    clock,
    random,
    store,
    ...(streams === undefined ? {} : { streams }),
    onFetchingChanged: () => undefined,
  });
  const list = (first: number, last: number) => {
    const ids = Array.from({ length: last - first + 1 }, (_, step) => first + step);
    return index.recordListing(
      ids.map((id) => toListed(mediaItem(id, id))),
      clock.now(),
    );
  };
  await list(1, clips);
  const place = (id: number) => index.rows.get(`c${id}`)?.source.clip.place;
  const fetched = () => client.calls.map((call) => Number(/\d+/.exec(call)?.[0]));
  const row = (id: number) => index.rows.get(`c${id}`);
  /** It lies on the stick of this system's hub, under this address. */
  const putOnStick = (id: number, clipRef: string, networkId = homeId) => {
    const found = row(id);
    if (found === undefined) return;
    const clip = { ...found.source.clip, networkId };
    found.source = { ...found.source, originKind: 'local', clipRef, clip };
  };
  const setArchive = (change: Partial<ArchiveState>) => {
    store.update('archive', (before) => ({ ...before, ...change }));
    queue.wake();
  };
  const parts = { clock, client, index, files, store, gate, queue };
  return { ...parts, list, place, row, fetched, putOnStick, setArchive };
};
