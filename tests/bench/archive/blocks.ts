import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long the thread was deaf, in ms. */
export interface Blocks {
  readonly p999: number;
  readonly worst: number;
}

export interface Watched<T> {
  readonly value: T;
  readonly blocks: Blocks;
  readonly seconds: number;
  readonly cpuMs: number;
}

/** Watches the event loop and the processor while something is done. */
export async function watched<T>(work: () => Promise<T>): Promise<Watched<T>> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  delay.enable();
  const value = await work();
  delay.disable();
  const { user, system } = process.cpuUsage(cpu);
  return {
    value,
    blocks: { p999: delay.percentile(99.9) / 1e6, worst: delay.max / 1e6 },
    seconds: (performance.now() - startedAt) / 1_000,
    cpuMs: (user + system) / 1_000,
  };
}
