import type { Download } from '../../blink/http/download.ts';
import type { BlinkClient } from '../../blink/blink-client.ts';
import { seconds, createTimers, type Clock } from '../../lib/clock.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { RequestGate } from '../polling/request-gate.ts';
import { createThrottled } from '../../lib/throttle.ts';

/** How much is coming in, for the person to see; told at most once a second, and never at rest. */
export interface ArchiveMeter {
  /** So many clips are on their way. */
  setFetching(fetching: number): void;
  /** The same gate, counting the bytes of recordings that pass. */
  counted(gate: RequestGate): RequestGate;
  stop(): void;
}

export interface ArchiveMeterDeps {
  readonly store: AppStore;
  readonly clock: Clock;
}

export function createArchiveMeter({ store, clock }: ArchiveMeterDeps): ArchiveMeter {
  const timers = createTimers(clock);
  const show = createThrottled(clock, stepMs, publish);
  /** Bytes of the last seconds, oldest first; the last one is still filling. */
  let steps: readonly number[] = [];
  let isOver = false;
  let fetching = 0;

  const sum = () => steps.reduce((all, bytes) => all + bytes, 0);

  function publish(): void {
    const bytesPerSecond = steps.length === 0 ? 0 : Math.round(sum() / steps.length);
    const { archive } = store.get();
    if (archive.fetching === fetching && archive.bytesPerSecond === bytesPerSecond) return;
    store.set('archive', { ...archive, fetching, bytesPerSecond });
  }

  function count(bytes: number): void {
    if (isOver) return;
    if (steps.length === 0) timers.after(stepMs, step);
    steps = steps.length === 0 ? [bytes] : steps.with(-1, (steps.at(-1) ?? 0) + bytes);
  }

  function step(): void {
    const isIdle = sum() === 0;
    show.call();
    steps = isIdle ? [] : [...steps, 0].slice(-mostSteps);
    if (!isIdle) timers.after(stepMs, step);
  }

  return {
    setFetching(count) {
      fetching = count;
      if (!isOver) show.call();
    },
    counted: (gate) => ({
      ...gate,
      fetchMedia: (call, signal) =>
        gate.fetchMedia((client, ending) => call(counting(client, count), ending), signal),
    }),
    stop() {
      isOver = true;
      timers.stop();
      show.stop();
      steps = [];
      fetching = 0;
      publish();
    },
  };
}

type Count = (bytes: number) => void;

const counting = (client: BlinkClient, count: Count): BlinkClient => ({
  ...client,
  openClip: async (...ask) => countedBody(await client.openClip(...ask), count),
  localStorage: {
    ...client.localStorage,
    clip: async (...ask) => countedBody(await client.localStorage.clip(...ask), count),
  },
});

const countedBody = (download: Download, count: Count): Download => ({
  ...download,
  body: countedChunks(download.body, count),
});

async function* countedChunks(body: AsyncIterable<Uint8Array>, count: Count) {
  for await (const chunk of body) {
    count(chunk.length);
    yield chunk;
  }
}

const stepMs = seconds(1);
const mostSteps = 5;
