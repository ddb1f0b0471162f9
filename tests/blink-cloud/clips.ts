import { readFileSync } from 'node:fs';
import { isNight } from './local-time.ts';
import type { MediaItem } from './media-store.ts';
import type { SceneName } from './drawing/scene.ts';

/** The bytes of recordings. */
export interface Clips {
  /** A complete MP4; no two recordings have the same bytes. */
  of(item: MediaItem): Buffer;
}

/** The base clips' names: a scene by day or by night. */
export const clipName = (scene: SceneName, night: boolean) =>
  `${scene}-${night ? 'night' : 'day'}.mp4`;

/** Takes the base clip of the camera's scene and marks it with the recording's id. */
export function createClips(): Clips {
  const read = new Map<string, Buffer>();

  function baseClip(name: string): Buffer {
    const known = read.get(name) ?? readFileSync(new URL(`media/${name}`, import.meta.url));
    read.set(name, known);
    return known;
  }

  return {
    of({ id, device, createdAt }) {
      const base = baseClip(clipName(device.scene, isNight(createdAt, device.timeZone)));
      // At the end, where no offset into the file has to change.
      return Buffer.concat([base, freeBox(`porchlight clip ${id}`)]);
    },
  };
}

/** A box every player skips. */
function freeBox(words: string): Buffer {
  const content = Buffer.from(words);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(head.length + content.length, 0);
  head.write('free', 4);
  return Buffer.concat([head, content]);
}
