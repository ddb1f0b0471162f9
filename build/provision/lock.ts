import { randomUUID } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

const retryEveryMs = 250;

/**
 * Runs `work` while no other process holds the same lock file; waits for the other one to finish.
 * A lock whose owner has died is taken over.
 */
export async function withLock<T>(lockFile: string, work: () => Promise<T>): Promise<T> {
  while (!(await take(lockFile))) {
    if (await ownerIsGone(lockFile)) await rm(lockFile, { force: true });
    else await wait(retryEveryMs);
  }
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

/** A hard link appears whole or not at all: nobody ever reads a lock without its owner's number. */
async function take(lockFile: string): Promise<boolean> {
  const ours = `${lockFile}.${randomUUID()}`;
  await writeFile(ours, String(process.pid));
  try {
    await link(ours, lockFile);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  } finally {
    await rm(ours, { force: true });
  }
}

async function ownerIsGone(lockFile: string): Promise<boolean> {
  const owner = Number(await readFile(lockFile, 'utf8').catch(() => ''));
  if (owner === 0) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return isCode(error, 'ESRCH');
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
