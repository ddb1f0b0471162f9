import type { Random } from '../worlds/random.ts';
import { audioConfigBytes, FRAME, frameBytes } from './frames.ts';
import type { Manner } from './manner.ts';

/** Puts stream bytes into frames, and says what is to be written at once. */
export interface Wire {
  /** The pieces to write, one after the other. What does not fill a frame waits for the next bytes. */
  pack(streamBytes: Buffer): readonly Buffer[];
  /** The format of the sound, to go with the next pieces. */
  tellAudio(): void;
}

type Framing = Pick<Manner, 'isAligned' | 'isSplit' | 'soundFlags'>;

const PACKET = 188;
/** A real camera was seen to send seven packets in a frame. */
const WHOLE_FRAME = 7 * PACKET;
/** Of so many frames one ends within a packet, and the next one goes on there. */
const ONE_CUT_IN = 64;
const LONGEST_UNALIGNED = 1500;
const LONGEST_PIECE = 3000;

export function createWire(random: Random, manner: Framing): Wire {
  const nextLength = manner.isAligned ? packetLengths(random) : oddLengths(random);
  const cut = manner.isSplit ? randomPieces(random) : undefined;
  let sequence = 0;
  let isAudioDue = false;
  let waiting = Buffer.alloc(0);
  let length = nextLength();

  function frames(streamBytes: Buffer): readonly Buffer[] {
    const whole: Buffer[] = [];
    waiting = Buffer.concat([waiting, streamBytes]);
    while (waiting.length >= length) {
      const payload = waiting.subarray(0, length);
      whole.push(frameBytes({ type: FRAME.video, sequence: sequence++, payload }));
      waiting = waiting.subarray(length);
      length = nextLength();
    }
    return whole;
  }

  return {
    tellAudio() {
      isAudioDue = true;
    },
    pack(streamBytes) {
      const config = isAudioDue ? [audioConfigBytes(manner.soundFlags)] : [];
      isAudioDue = false;
      const whole = [...config, ...frames(streamBytes)];
      return cut ? cut(Buffer.concat(whole)) : whole;
    },
  };
}

/** Lengths of frames that begin with a packet, but for a few that begin within one. */
function packetLengths(random: Random) {
  let isWithin = 0;
  return () => {
    const isCut = isWithin === 0 && random.between(1, ONE_CUT_IN) === 1;
    const length = WHOLE_FRAME - (isCut ? random.between(1, PACKET - 1) : isWithin);
    isWithin = (isWithin + length) % PACKET;
    return length;
  };
}

/** Lengths that are never whole packets: who counts on that shall notice. */
const oddLengths = (random: Random) => () => {
  const length = random.between(1, LONGEST_UNALIGNED);
  return length % PACKET === 0 ? length + 1 : length;
};

/** Pieces of any length, whatever the bytes mean; the rest waits. */
function randomPieces(random: Random) {
  let waiting = Buffer.alloc(0);
  let length = random.between(1, LONGEST_PIECE);
  return (bytes: Buffer): readonly Buffer[] => {
    const pieces: Buffer[] = [];
    waiting = Buffer.concat([waiting, bytes]);
    while (waiting.length >= length) {
      pieces.push(waiting.subarray(0, length));
      waiting = waiting.subarray(length);
      length = random.between(1, LONGEST_PIECE);
    }
    return pieces;
  };
}

/** Where pieces go; a socket, or what stands in for one. */
export interface Outlet {
  write(piece: Buffer, onWritten: (error?: Error | null) => void): unknown;
}

/** Writes each piece when the one before is out: those that wait together would leave in one TLS record. */
export function createPieceWriter(outlet: Outlet): (piece: Buffer) => void {
  const waiting: Buffer[] = [];
  let isWriting = false;

  function writeNext() {
    const piece = waiting.shift();
    isWriting = piece !== undefined;
    if (piece) outlet.write(piece, (error) => (error ? undefined : writeNext()));
  }

  return (piece) => {
    waiting.push(piece);
    if (!isWriting) writeNext();
  };
}
