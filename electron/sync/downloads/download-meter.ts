import type { Download } from '../../blink/http/download.ts';
import type { BlinkClient } from '../../blink/blink-client.ts';
import { seconds, createTimers, type Clock } from '../../lib/clock.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { RequestGate } from '../polling/request-gate.ts';
import { createThrottled } from '../../lib/throttle.ts';

/** Shows how many clips are downloaded and how fast; at most once a second, and not while nothing changes. */
export interface DownloadMeter {
  setFetching(clips: number): void;
  /** The same gate, counting the bytes of recordings it downloads. */
  countBytes(gate: RequestGate): RequestGate;
  stop(): void;
}

export function createDownloadMeter(store: AppStore, clock: Clock): DownloadMeter {
  const timers = createTimers(clock);
  const show = createThrottled(clock, stepMs, publish);
  /** Bytes of each of the last seconds, oldest first; the last second still runs. */
  let bytesPerStep: readonly number[] = [];
  let isStopped = false;
  let fetching = 0;

  const sum = () => bytesPerStep.reduce((all, bytes) => all + bytes, 0);

  function publish(): void {
    const bytesPerSecond = bytesPerStep.length === 0 ? 0 : Math.round(sum() / bytesPerStep.length);
    const { archive } = store.get();
    if (archive.fetching === fetching && archive.bytesPerSecond === bytesPerSecond) return;
    store.set('archive', { ...archive, fetching, bytesPerSecond });
  }

  function count(bytes: number): void {
    if (isStopped) return;
    if (bytesPerStep.length === 0) timers.after(stepMs, step);
    bytesPerStep =
      bytesPerStep.length === 0
        ? [bytes]
        : bytesPerStep.with(-1, (bytesPerStep.at(-1) ?? 0) + bytes);
  }

  function step(): void {
    const isIdle = sum() === 0;
    show.call();
    bytesPerStep = isIdle ? [] : [...bytesPerStep, 0].slice(-maxSteps);
    if (!isIdle) timers.after(stepMs, step);
  }

  return {
    setFetching(count) {
      fetching = count;
      if (!isStopped) show.call();
    },
    countBytes: (gate) => ({
      ...gate,
      fetchMedia: (call, signal) =>
        gate.fetchMedia((client, ending) => call(countingClient(client, count), ending), signal),
    }),
    stop() {
      isStopped = true;
      timers.stop();
      show.stop();
      bytesPerStep = [];
      fetching = 0;
      publish();
    },
  };
}

type Count = (bytes: number) => void;

const countingClient = (client: BlinkClient, count: Count): BlinkClient => ({
  ...client,
  openClip: async (...args) => countBody(await client.openClip(...args), count),
  localStorage: {
    ...client.localStorage,
    clip: async (...args) => countBody(await client.localStorage.clip(...args), count),
  },
});

const countBody = (download: Download, count: Count): Download => ({
  ...download,
  body: countChunks(download.body, count),
});

async function* countChunks(body: AsyncIterable<Uint8Array>, count: Count) {
  for await (const chunk of body) {
    count(chunk.length);
    yield chunk;
  }
}

const stepMs = seconds(1);
const maxSteps = 5;
