/** What goes over the connection after the header. */
export interface Frame {
  readonly type: number;
  readonly sequence: number;
  readonly payload: Buffer;
}

export const FRAME = {
  video: 0x00,
  talk: 0x05,
  keepalive: 0x0a,
  audioConfig: 0x0c,
  latency: 0x12,
  sessionCommand: 0x17,
} as const;

/** Numbers of session commands. */
export const START_TALK = 3;

const HEAD_BYTES = 9;
const LONGEST_PAYLOAD = 1_048_576;
const AAC_16_KHZ_MONO = 0x1408_0000;

/** Type, sequence, length, and then the payload. */
export function frameBytes({ type, sequence, payload }: Frame): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(type, 0);
  head.writeUInt32BE(sequence >>> 0, 1);
  head.writeUInt32BE(payload.length, 5);
  return Buffer.concat([head, payload]);
}

/**
 * The sound's format: nine bytes, the format in place of the sequence. Some read flags where the length is, others the
 * length; with no flags both are right.
 */
export function audioConfigBytes(flags: number): Buffer {
  const message = Buffer.alloc(HEAD_BYTES);
  message.writeUInt8(FRAME.audioConfig, 0);
  message.writeUInt32BE(AAC_16_KHZ_MONO, 1);
  message.writeUInt32BE(flags, 5);
  return message;
}

/** Collects bytes until frames are whole; throws when a frame claims to be longer than any is. */
export function createFrameReader() {
  let rest = Buffer.alloc(0);
  return (bytes: Buffer): readonly Frame[] => {
    rest = Buffer.concat([rest, bytes]);
    const frames: Frame[] = [];
    while (rest.length >= HEAD_BYTES) {
      const length = rest.readUInt32BE(5);
      if (length > LONGEST_PAYLOAD) throw new Error(`a frame of ${length} bytes`);
      if (rest.length < HEAD_BYTES + length) break;
      frames.push({
        type: rest.readUInt8(0),
        sequence: rest.readUInt32BE(1),
        payload: rest.subarray(HEAD_BYTES, HEAD_BYTES + length),
      });
      rest = rest.subarray(HEAD_BYTES + length);
    }
    return frames;
  };
}
