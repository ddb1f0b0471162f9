import { effortOfTree } from '../desktop/process-tree.ts';
import { setTimeout as wait } from 'node:timers/promises';

/** What a program does while nobody does anything with it. */
export interface RestingEffort {
  readonly wakeUpsPerMinute: number;
  /** Of one core. */
  readonly cpuShare: number;
}

/** Watches a process tree for so many minutes. */
export async function restingEffort(pid: number, minutes: number): Promise<RestingEffort> {
  const before = effortOfTree(pid);
  await wait(minutes * 60_000);
  const after = effortOfTree(pid);
  return {
    wakeUpsPerMinute: (after.wakeUps - before.wakeUps) / minutes,
    cpuShare: (after.cpuMs - before.cpuMs) / (minutes * 60_000),
  };
}
