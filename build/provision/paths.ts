import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The top folder of the project. */
export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Where things too large for git are kept, shared by every clone of this user. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  const isSet = base !== undefined && base !== '';
  return join(isSet ? base : join(homedir(), '.cache'), 'porchlight');
}
