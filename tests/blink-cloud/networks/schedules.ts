import type { Timeline } from '../clock.ts';
import type { World } from '../world.ts';
import type { ProgramFile, SystemFile } from '../worlds/world-file.ts';

/** Weekdays as the cloud writes them. */
export const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export interface Step {
  readonly days: readonly string[];
  /** The numbers of the devices it is for, as they were written; empty for the whole system. */
  readonly devices: readonly unknown[];
  /** As it was written: `2020-02-14 21:00:00 +0000` or `21:00`, UTC either way. */
  readonly time: string;
  readonly action: 'arm' | 'disarm';
}

export interface Program {
  readonly id: number;
  readonly networkId: number;
  readonly name: string;
  readonly enabled: boolean;
  readonly steps: readonly Step[];
}

/** The programs of all systems; those that are enabled arm and disarm at their minute. */
export interface Schedules {
  of(networkId: number): readonly Program[];
  find(networkId: number, id: number): Program | undefined;
  add(program: Omit<Program, 'id'>): Program;
  replace(program: Program): void;
  remove(id: number): void;
}

const FIRST_ID = 26_901;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WEEK_DAYS = 7;

/** Runs programs by the cloud's clock. Days and minutes are those of UTC; the network's daylight saving changes nothing. */
export function createSchedules(world: World, timeline: Timeline): Schedules {
  const programs = new Map<number, Program>();
  let nextId = FIRST_ID;

  function run(program: Program, action: Step['action']) {
    const system = world.system(program.networkId);
    if (system) system.armed = action === 'arm';
  }

  /** Waits for a program's next minute; one that was changed meanwhile is another object, and waits anew. */
  function wait(program: Program) {
    if (!program.enabled) return;
    const next = nextStep(program.steps, timeline.now());
    if (!next) return;
    timeline.at(next.at, () => {
      if (programs.get(program.id) !== program) return;
      run(program, next.step.action);
      wait(program);
    });
  }

  function replace(program: Program) {
    programs.set(program.id, program);
    wait(program);
  }

  for (const system of world.file.systems) {
    for (const program of programsOf(system)) replace(program);
  }
  return {
    of: (networkId) => [...programs.values()].filter((one) => one.networkId === networkId),
    find(networkId, id) {
      const program = programs.get(id);
      return program?.networkId === networkId ? program : undefined;
    },
    add(asked) {
      const program = { ...asked, id: nextId++ };
      replace(program);
      return program;
    },
    replace,
    remove: (id) => void programs.delete(id),
  };
}

const programsOf = ({ id: networkId, programs = [] }: SystemFile) =>
  programs.map(({ schedule, ...program }: ProgramFile) => ({
    ...program,
    networkId,
    steps: schedule.map(({ dow, devices = [], time, action }) => ({
      days: dow,
      devices,
      time,
      action,
    })),
  }));

/** The wall time in a step's `time`, `21:00:00`; the date in it counts for nothing. Undefined when there is none. */
export const timeOf = (written: string): string | undefined =>
  /(?:^|[ T])((?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)(?: ?(?:\+00:?00|Z|UTC))?$/.exec(written)?.[1];

interface NextStep {
  readonly at: number;
  readonly step: Step;
}

function nextStep(steps: readonly Step[], now: number): NextStep | undefined {
  const midnight = Math.floor(now / DAY_MS) * DAY_MS;
  const coming = Array.from({ length: WEEK_DAYS + 1 }, (_, day) => midnight + day * DAY_MS)
    .flatMap((day) => steps.map((step) => ({ step, at: momentOn(day, step) })))
    .filter((next) => next.at > now);
  return coming.toSorted((a, b) => a.at - b.at)[0];
}

/** When a step is due on the day that begins at `midnight`; NaN on its other days. */
function momentOn(midnight: number, { days, time }: Step): number {
  const day = DAYS[new Date(midnight).getUTCDay()];
  const [hours = NaN, minutes = NaN] = (timeOf(time) ?? '').split(':').map(Number);
  return day !== undefined && days.includes(day)
    ? midnight + (hours * 60 + minutes) * MINUTE_MS
    : NaN;
}
