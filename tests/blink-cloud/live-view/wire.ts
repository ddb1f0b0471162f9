import type { Random } from '../random.ts';
import { audioConfigBytes, FRAME, frameBytes } from './frames.ts';

/** Puts stream bytes on a connection the way the cloud does: frames, and writes, that keep to no boundary. */
export interface Wire {
  /** The pieces to write, one after the other. */
  pack(streamBytes: Buffer): readonly Buffer[];
  /** The format of the sound, to go with the next pieces. */
  tellAudio(): void;
}

const LONGEST_FRAME = 1500;
const LONGEST_WRITE = 5000;
const PACKET = 188;

export function createWire(random: Random): Wire {
  let sequence = 0;
  let isAudioDue = false;
  let waiting = Buffer.alloc(0);
  let nextLength = frameLength();

  /** Never a whole number of packets: who counts on that shall notice. */
  function frameLength() {
    const length = random.between(1, LONGEST_FRAME);
    return length % PACKET === 0 ? length + 1 : length;
  }

  /** What does not fill a frame waits for the next bytes. */
  function frames(streamBytes: Buffer): readonly Buffer[] {
    const whole: Buffer[] = [];
    waiting = Buffer.concat([waiting, streamBytes]);
    while (waiting.length >= nextLength) {
      const payload = waiting.subarray(0, nextLength);
      whole.push(frameBytes({ type: FRAME.video, sequence: sequence++, payload }));
      waiting = waiting.subarray(nextLength);
      nextLength = frameLength();
    }
    return whole;
  }

  return {
    tellAudio() {
      isAudioDue = true;
    },
    pack(streamBytes) {
      const config = isAudioDue ? [audioConfigBytes()] : [];
      isAudioDue = false;
      const whole = Buffer.concat([...config, ...frames(streamBytes)]);
      return cut(whole, () => random.between(1, LONGEST_WRITE));
    },
  };
}

function cut(bytes: Buffer, length: () => number): readonly Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + length();
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}
