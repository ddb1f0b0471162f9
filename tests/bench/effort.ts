import { setTimeout as wait } from 'node:timers/promises';
import { effortOfTree } from '../desktop/process-tree.ts';

const watchedMs = 60_000;

/** What a program does while nobody does anything with it. */
export interface RestingEffort {
  readonly wakeUpsPerMinute: number;
  /** Of one core. */
  readonly cpuShare: number;
}

/** Watches a process tree for a minute. */
export async function restingEffort(pid: number): Promise<RestingEffort> {
  const before = effortOfTree(pid);
  await wait(watchedMs);
  const after = effortOfTree(pid);
  return {
    wakeUpsPerMinute: ((after.wakeUps - before.wakeUps) * 60_000) / watchedMs,
    cpuShare: (after.cpuMs - before.cpuMs) / watchedMs,
  };
}
