import { createHash } from 'node:crypto';
import path from 'node:path';

export interface SocketPlaces {
  readonly platform: NodeJS.Platform;
  readonly dataFolder: string;
  /** XDG_RUNTIME_DIR, else the folder for temporary files. */
  readonly runtimeFolder: string;
  /** The number of the user who runs this; null on Windows, which has none. */
  readonly userId: number | null;
}

/** Where commands come in. */
export interface SocketPath {
  readonly path: string;
  /** The folder of the socket, which nobody else may enter; null for a pipe of Windows. */
  readonly folder: string | null;
  /** Who has to own both; null on Windows. */
  readonly userId: number | null;
}

/**
 * In the data folder. The kernel takes no longer names than 108 bytes (104 on macOS):
 * beyond 100 it lies in a folder named by the data folder's hash.
 */
export function socketPath(places: SocketPlaces): SocketPath {
  const { platform, dataFolder, runtimeFolder, userId } = places;
  const hash = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  if (platform === 'win32')
    return { path: `\\\\.\\pipe\\porchlight-${hash}`, folder: null, userId };
  const isShort = Buffer.byteLength(path.join(dataFolder, socketName)) <= longestBytes;
  const folder = isShort ? dataFolder : path.join(runtimeFolder, `porchlight-${hash}`);
  return { path: path.join(folder, socketName), folder, userId };
}

const socketName = 'porchlight.sock';
const longestBytes = 100;
