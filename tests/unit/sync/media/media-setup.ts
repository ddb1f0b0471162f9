import { createRequestGate } from '../../../../electron/sync/polling/request-gate.ts';
import { createMediaSync } from '../../../../electron/sync/media/media-sync.ts';
import { createRefusals } from '../../../../electron/sync/polling/refusals.ts';
import { createFakeClient } from '../../../fixtures/fake-client.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';
import { createMemoryIndex } from '../../../fixtures/memory-index.ts';
import { accountId } from '../../../fixtures/samples.ts';

/** The list of recordings over a cloud in memory. */
export const setUpMedia = () => {
  const clock = createFakeClock();
  const client = createFakeClient();
  const index = createMemoryIndex();
  const news: string[] = [];
  const refusals = createRefusals({
    clock,
    random: createFakeRandom(),
    onBegin: () => undefined,
    onEnd: () => undefined,
  });
  const gate = createRequestGate({ client, refusals });
  const create = () =>
    createMediaSync({
      accountId,
      gate,
      index,
      clock,
      addLabels: async (_span, news) => news,
      onListed: () => undefined,
      onNewClips: (clips) => news.push(...clips.map(({ id }) => id)),
    });
  const media = create();
  const sync = () => media.sync(new AbortController().signal);
  const cursor = () => Number(index.marks.get(`${accountId} media-cursor`));
  const askedSince = () => Number(client.calls.at(-1)?.split(' ')[1]);
  return { clock, client, gate, index, news, sync, create, cursor, askedSince };
};
