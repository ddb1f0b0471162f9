import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** Whether others kept the machine busy: then times say little about us. */
export interface MachineWatch {
  /** Looks for a moment while nothing of ours runs. */
  look(): Promise<void>;
  /** Null when it was quiet all along, else what was seen, in words. */
  busy(): string | null;
}

/** Looks at the processor between two measurements, and at the time the host has taken away during all of them. */
export function watchMachine(): MachineWatch {
  const first = processorTimes();
  const seen: string[] = [];
  const [load = 0] = loadavg();
  if (load > cpus().length) seen.push(`load ${load.toFixed(1)} at the start`);

  return {
    async look() {
      const before = processorTimes();
      await wait(lookMs);
      const { busy } = shares(before, processorTimes());
      if (busy > mostBusy) seen.push(`others took ${(busy * 100).toFixed(0)} % of it`);
    },
    busy() {
      const { stolen } = shares(first, processorTimes());
      const all = stolen > mostStolen ? [...seen, `${(stolen * 100).toFixed(1)} % stolen`] : seen;
      return all.length === 0 ? null : all.join(', ');
    },
  };
}

const lookMs = 2_000;
const mostBusy = 0.15;
const mostStolen = 0.02;

interface Times {
  readonly all: number;
  readonly idle: number;
  readonly stolen: number;
}

/** Of all processors since the machine started; the order is the kernel's. */
function processorTimes(): Times {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
  const times = line.split(/\s+/).slice(1, 9).map(Number);
  const [, , , idle = 0, waiting = 0, , , stolen = 0] = times;
  return { all: times.reduce((sum, time) => sum + time, 0), idle: idle + waiting, stolen };
}

function shares(before: Times, after: Times): { readonly busy: number; readonly stolen: number } {
  const all = Math.max(1, after.all - before.all);
  return {
    busy: 1 - (after.idle - before.idle) / all,
    stolen: (after.stolen - before.stolen) / all,
  };
}
