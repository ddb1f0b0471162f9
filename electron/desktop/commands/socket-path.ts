import { createHash } from 'node:crypto';
import path from 'node:path';

export interface SocketPlaces {
  readonly platform: NodeJS.Platform;
  readonly dataFolder: string;
  /** XDG_RUNTIME_DIR, else the folder for temporary files. */
  readonly runtimeFolder: string;
}

/** Where commands come in. With a `folder`, it is ours alone and has to be made first. */
export interface SocketPath {
  readonly path: string;
  readonly folder: string | null;
}

/**
 * In the data folder, which nobody else may enter. The kernel takes no longer names than 108 bytes (104 on macOS):
 * beyond 100 it lies in a folder named by the data folder's hash.
 */
export function socketPath({ platform, dataFolder, runtimeFolder }: SocketPlaces): SocketPath {
  const hash = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  if (platform === 'win32') return { path: `\\\\.\\pipe\\porchlight-${hash}`, folder: null };
  const near = path.join(dataFolder, 'porchlight.sock');
  if (Buffer.byteLength(near) <= longestBytes) return { path: near, folder: null };
  const folder = path.join(runtimeFolder, `porchlight-${hash}`);
  return { path: path.join(folder, 'porchlight.sock'), folder };
}

const longestBytes = 100;
