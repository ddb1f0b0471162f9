import { readFileSync } from 'node:fs';
import { bufferBlob, joinedBlob, noiseBlob, type Blob } from './blobs.ts';
import type { SceneName } from '../drawing/scene.ts';
import { isNight } from '../worlds/local-time.ts';
import type { Device } from '../world.ts';

/** A recording, wherever it lies. */
export interface Recording {
  /** Different for every recording. */
  readonly key: string;
  readonly device: Device;
  /** Start of the event, milliseconds. */
  readonly createdAt: number;
}

/** The bytes of recordings. */
export interface Clips {
  /** A complete MP4; no two recordings have the same bytes. */
  of(recording: Recording): Blob;
}

/** The base clips' names: a scene by day or by night. */
export const clipName = (scene: SceneName, night: boolean) =>
  `${scene}-${night ? 'night' : 'day'}.mp4`;

/** Reads base clips, each once. */
export function createBaseClips() {
  const read = new Map<string, Buffer>();
  return (scene: SceneName, night: boolean): Buffer => {
    const name = clipName(scene, night);
    const known = read.get(name) ?? readFileSync(new URL(`footage/${name}`, import.meta.url));
    read.set(name, known);
    return known;
  };
}

/** Takes the base clip of the camera's scene, marks it with the recording's key and fills it up to `atLeastBytes`. */
export function createClips(
  baseClip: ReturnType<typeof createBaseClips>,
  atLeastBytes: number,
): Clips {
  return {
    of({ key, device, createdAt }) {
      const base = baseClip(device.scene, isNight(createdAt, device.timeZone));
      const label = Buffer.from(`porchlight clip ${key}`);
      const room = Math.max(atLeastBytes - base.length, HEAD_BYTES + label.length);
      const head = freeBoxHead(room);
      const padding = Math.max(0, room - head.length - label.length);
      // At the end, where no offset into the file has to change.
      return joinedBlob([
        bufferBlob(base),
        bufferBlob(Buffer.concat([head, label])),
        noiseBlob(padding, seedOf(key)),
      ]);
    },
  };
}

const HEAD_BYTES = 8;
const LONG_HEAD_BYTES = 16;

/** The head of a box every player skips; the long form where its size does not fit into 32 bits. */
function freeBoxHead(boxBytes: number): Buffer {
  const isLong = boxBytes >= 2 ** 32;
  const head = Buffer.alloc(isLong ? LONG_HEAD_BYTES : HEAD_BYTES);
  head.writeUInt32BE(isLong ? 1 : boxBytes, 0);
  head.write('free', 4);
  if (isLong) head.writeBigUInt64BE(BigInt(boxBytes), 8);
  return head;
}

const seedOf = (key: string) =>
  [...Buffer.from(key)].reduce((seed, byte) => (seed * 31 + byte) % 65_521, 7);
