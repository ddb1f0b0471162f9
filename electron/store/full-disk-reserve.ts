import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';

/** Room kept free for what must be saved even on a full disk: a file that is given up when there is no other. */
export interface Reserve {
  /** Gives the room away at once; false when there was none. */
  giveUp(): boolean;
  /** Takes it again, if it was given up and there is space. Never fails. */
  renew(): Promise<void>;
}

/** Takes the room now if it can. */
export async function openReserve(fs: FileSystem, folder: string): Promise<Reserve> {
  const path = join(folder, reserveFile);
  let isHeld = (await sizeOf(fs, path)) === reserveBytes || (await take(fs, path));
  return {
    giveUp() {
      if (!isHeld) return false;
      isHeld = false;
      try {
        fs.removeNow(path);
        return true;
      } catch {
        return false;
      }
    },
    async renew() {
      if (!isHeld) isHeld = await take(fs, path);
    },
  };
}

/** Enough for the settings many times over, and for a page or two of the index. */
export const reserveBytes = 256 * 1_024;

const reserveFile = 'reserve';

const sizeOf = (fs: FileSystem, path: string): Promise<number | null> =>
  fs.stat(path).then(
    (facts) => facts?.sizeBytes ?? null,
    () => null,
  );

async function take(fs: FileSystem, path: string): Promise<boolean> {
  try {
    // One of another size, or the rest of a try that was cut off.
    await fs.remove(path);
    const file = await fs.create(path);
    try {
      // Not zeros: some disks give those no room of their own.
      await file.write(filling());
      await file.sync();
    } finally {
      await file.close();
    }
    return true;
  } catch {
    await fs.remove(path).catch(() => undefined);
    return false;
  }
}

/** Bytes that do not pack. */
function filling(): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: reserveBytes }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}
