import * as v from 'valibot';
import type { Answer, Ask } from '../http/exchange.ts';
import { hostName } from '../http/hosts.ts';
import { faultKinds } from './fault-kinds.ts';
import type { FaultName } from './fault-names.ts';
import { FaultSchema, type Fault } from './fault-schema.ts';

/** What is broken on purpose, and for how long. */
export interface Faults {
  /** Adds a fault; throws with a list of what is wrong when it is none. */
  add(fault: unknown): Fault;
  /** Removes the faults of this name, or all. */
  clear(name?: string): void;
  list(): readonly Fault[];
  /** A fault of this name that concerns the request; using it counts towards its `times`. */
  take(name: FaultName, ask: Ask): Fault | undefined;
  /** The request as the cloud hears it. */
  heard(ask: Ask): Ask;
  /** The answer a fault gives instead of the cloud's own. */
  before(ask: Ask): Answer | undefined;
  /** The cloud's own answer, damaged. */
  after(ask: Ask, answer: Answer): Answer;
  /** How long this answer is held back. */
  delayMs(ask: Ask): number;
}

interface Active {
  readonly fault: Fault;
  left: number;
}

/** Every fault that is on; those added last count first. */
export function createFaults(): Faults {
  let active: readonly Active[] = [];

  function use(entry: Active): Fault {
    entry.left -= 1;
    if (entry.left <= 0) active = active.filter((other) => other !== entry);
    return entry.fault;
  }

  /** A fault that only changes what is heard is used by that; others are counted with the answer. */
  function hear(entry: Active, ask: Ask): Ask {
    const { heard, after } = kindOf(entry);
    const changed = heard?.(ask, entry.fault);
    if (changed && !after) use(entry);
    return changed ?? ask;
  }

  return {
    add(input) {
      const fault = v.parse(FaultSchema, input);
      active = [{ fault, left: fault.times ?? Infinity }, ...active];
      return fault;
    },
    clear(name) {
      active = name === undefined ? [] : active.filter(({ fault }) => fault.name !== name);
    },
    list: () =>
      active.map(({ fault, left }) => (left === Infinity ? fault : { ...fault, times: left })),
    take(name, ask) {
      const entry = active.find(({ fault }) => fault.name === name && concerns(fault, ask));
      return entry && use(entry);
    },
    heard: (ask) =>
      active
        .filter(({ fault }) => concerns(fault, ask))
        .reduce((heard, entry) => hear(entry, heard), ask),
    before(ask) {
      for (const entry of active) {
        const answer = concerns(entry.fault, ask) && kindOf(entry).before?.(ask, entry.fault);
        if (!answer) continue;
        use(entry);
        return answer;
      }
      return undefined;
    },
    after(ask, answer) {
      let damaged = answer;
      for (const entry of active) {
        const next = concerns(entry.fault, ask) && kindOf(entry).after?.(ask, damaged, entry.fault);
        if (!next) continue;
        use(entry);
        damaged = next;
      }
      return damaged;
    },
    delayMs(ask) {
      const slow = active.find(({ fault }) => fault.name === 'slow' && concerns(fault, ask));
      return slow ? (use(slow).ms ?? DEFAULT_SLOW_MS) : 0;
    },
  };
}

const DEFAULT_SLOW_MS = 5000;

const kindOf = (entry: Active) => faultKinds[entry.fault.name];

function concerns(fault: Fault, ask: Ask) {
  if (fault.match !== undefined && !new RegExp(fault.match).test(ask.path)) return false;
  return fault.host === undefined || hostName(ask.host).includes(fault.host);
}
