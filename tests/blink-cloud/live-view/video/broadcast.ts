import type { Random } from '../../worlds/random.ts';
import { TICKS_PER_SECOND, type Footage, type Sample } from './samples.ts';
import { createTransportStream } from './transport-stream.ts';

/** An endless transport stream out of one clip. */
export interface Broadcast {
  /** The packets due up to that long after the beginning, those before them excepted. */
  upTo(ms: number): Buffer;
}

/** Streams do not begin at zero: there is room for what is told ahead of its time. */
const BASE_TICKS = TICKS_PER_SECOND;

/**
 * Begins somewhere between two key pictures, as a camera that is already filming does, and goes round and round. Key
 * pictures of the first `withoutKeyMs` are left out.
 */
export function createBroadcast(
  { samples, duration }: Footage,
  random: Random,
  withoutKeyMs = 0,
): Broadcast {
  const stream = createTransportStream();
  const first = firstIndex(samples, random);
  const beginsAt = samples[first]?.dts ?? 0;
  let index = first;
  let round = 0;

  function next(): Sample | undefined {
    const sample = samples[index];
    if (!sample) return undefined;
    const later = round * duration - beginsAt + BASE_TICKS;
    return { ...sample, dts: sample.dts + later, pts: sample.pts + later };
  }

  const keysFrom = BASE_TICKS + (withoutKeyMs / 1000) * TICKS_PER_SECOND;
  const isLeftOut = ({ kind, isKey, dts }: Sample) => kind === 'video' && isKey && dts < keysFrom;

  function stepOn() {
    index += 1;
    if (index < samples.length) return;
    index = 0;
    round += 1;
  }

  return {
    upTo(ms) {
      const untilTicks = BASE_TICKS + (ms / 1000) * TICKS_PER_SECOND;
      const packets: Buffer[] = [];
      for (let sample = next(); sample && sample.dts <= untilTicks; sample = next()) {
        if (!isLeftOut(sample)) packets.push(stream.write(sample));
        stepOn();
      }
      return Buffer.concat(packets);
    },
  };
}

/** A picture that is no key picture, with another key picture to come before the clip is over. */
function firstIndex(samples: readonly Sample[], random: Random): number {
  const lastKey = samples.findLastIndex(({ kind, isKey }) => kind === 'video' && isKey);
  const between = samples.flatMap(({ kind, isKey }, index) =>
    kind === 'video' && !isKey && index < lastKey ? [index] : [],
  );
  return between[random.between(0, between.length - 1)] ?? 0;
}
