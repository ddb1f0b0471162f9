import { describe, expect, it } from 'vitest';
import { seconds } from '../../../../electron/lib/clock.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { createDownloadMeter } from '../../../../electron/sync/downloads/download-meter.ts';
import { createRequestGate } from '../../../../electron/sync/polling/request-gate.ts';
import { createRefusals } from '../../../../electron/sync/polling/refusals.ts';
import { initialState } from '../../../../shared/app-state.ts';
import { createFakeClient } from '../../../fixtures/fake-client.ts';
import { createFakeClock, settled } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';

const setUp = () => {
  const clock = createFakeClock();
  const store = createAppStore(initialState);
  const client = createFakeClient();
  const ignore = () => undefined;
  const random = createFakeRandom();
  const refusals = createRefusals({ clock, random, onBegin: ignore, onEnd: ignore });
  const meter = createDownloadMeter(store, clock);
  const gate = meter.countBytes(createRequestGate({ client, refusals }));
  const shown: (readonly [number, number])[] = [];
  store.subscribe(() => {
    const { fetching, bytesPerSecond } = store.get().archive;
    shown.push([fetching, bytesPerSecond]);
  });
  const read = async (body: AsyncIterable<Uint8Array>) => {
    let bytes = 0;
    for await (const chunk of body) bytes += chunk.length;
    return bytes;
  };
  /** Reads a recording of so many bytes to its end. */
  const fetchBytes = (count: number) =>
    gate.fetchMedia(async (to, signal) => {
      const { body } = await to.openClip('x'.repeat(count), signal);
      return read(body);
    });
  return { clock, store, meter, gate, client, shown, read, fetchBytes };
};

describe('the rate of the archive', () => {
  it('is what came in over the last seconds, told once a second', async () => {
    const { clock, shown, fetchBytes } = setUp();
    for (let second = 0; second < 8; second += 1) {
      await fetchBytes(500);
      await fetchBytes(500);
      await clock.advance(seconds(1));
    }
    expect(shown).toEqual([[0, 1000]]);
    await fetchBytes(6000);
    await clock.advance(seconds(1));
    expect(shown.at(-1)).toEqual([0, 2000]);
  });

  it('goes to nothing, and then nothing is told and no timer waits', async () => {
    const { clock, shown, fetchBytes } = setUp();
    await fetchBytes(5000);
    await clock.advance(seconds(10));
    expect(shown.at(-1)).toEqual([0, 0]);
    expect(shown.length).toBeLessThanOrEqual(6);
    expect(clock.pending()).toEqual([]);
  });

  it('counts what comes from a stick too', async () => {
    const { clock, client, shown, gate, read } = setUp();
    Object.assign(client.localStorage, { clip: () => client.openClip('on the stick') });
    await gate.fetchMedia(async (to, signal) => {
      const ref = { networkId: '1:2', manifestId: '1', clipId: '2' } as const;
      const { body } = await to.localStorage.clip(ref, signal);
      return read(body);
    });
    await clock.advance(seconds(1));
    expect(shown.at(-1)?.[1]).toBe('on the stick'.length);
  });
});

describe('how many are on their way', () => {
  it('is told at once, and at most once a second while it changes', async () => {
    const { clock, meter, shown } = setUp();
    meter.setFetching(1);
    for (let each = 2; each <= 9; each += 1) meter.setFetching(each);
    await settled();
    expect(shown).toEqual([[1, 0]]);
    await clock.advance(seconds(1));
    expect(shown).toEqual([
      [1, 0],
      [9, 0],
    ]);
  });

  it('is nothing after the end', async () => {
    const { clock, store, meter, fetchBytes } = setUp();
    meter.setFetching(3);
    await fetchBytes(100);
    meter.stop();
    meter.setFetching(2);
    await fetchBytes(100);
    await clock.advance(seconds(5));
    expect(store.get().archive).toMatchObject({ fetching: 0, bytesPerSecond: 0 });
    expect(clock.pending()).toEqual([]);
  });
});
