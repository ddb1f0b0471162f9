import type { NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import {
  weekdays,
  type Schedule,
  type ScheduleDraft,
  type ScheduleEntry,
} from '../../../shared/schedules.ts';
import type { Program, ProgramRule } from '../../blink/models.ts';
import type { ProgramCalls } from '../../blink/endpoints/programs.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import { findNetwork } from '../../store/app-store.ts';
import type { CloudAccess } from '../account/account-service.ts';

/** The weekly schedules of a network. Blink's cloud runs them, also while this computer is off. */
export interface ScheduleService {
  /** Schedules that cannot be read in full are left out. */
  list(id: NetworkId): Promise<readonly Schedule[]>;
  /** Creates a new one or changes an existing one; `not-found` for one that is gone. */
  save(draft: ScheduleDraft): Promise<void>;
  remove(id: NetworkId, scheduleId: number): Promise<void>;
  setEnabled(id: NetworkId, scheduleId: number, isEnabled: boolean): Promise<void>;
}

export function createScheduleService({
  store,
  clock,
  cloud,
}: CloudAccess & { readonly clock: Clock }): ScheduleService {
  async function ask<T>(
    id: NetworkId,
    call: (programs: ProgramCalls, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    findNetwork(store, id);
    return cloud().api.ask((client, signal) => call(client.programs, signal));
  }

  async function programsOf(id: NetworkId): Promise<readonly Program[]> {
    return (await ask(id, (programs, signal) => programs.list(id, signal))).programs;
  }

  return {
    list: async (id) => (await programsOf(id)).map(toSchedule),
    async save({ id: scheduleId, networkId, name, entries }) {
      if (scheduleId === null) {
        const draft = { name, rules: toRules(entries, [], clock.now()) };
        return ask(networkId, (programs, signal) => programs.create(networkId, draft, signal));
      }
      const before = (await programsOf(networkId)).find((each) => each.programId === scheduleId);
      const draft = { name, rules: toRules(entries, before?.rules ?? [], clock.now()) };
      const program = { programId: scheduleId, networkId };
      return ask(networkId, (programs, signal) => programs.update(program, draft, signal));
    },
    remove: (networkId, programId) =>
      ask(networkId, (programs, signal) => programs.remove({ networkId, programId }, signal)),
    setEnabled: (networkId, programId, isEnabled) =>
      ask(networkId, (programs, signal) =>
        programs.setEnabled({ networkId, programId }, isEnabled, signal),
      ),
  };
}

const dayMs = minutes(24 * 60);

/** A program of the cloud as a person reads it. */
export const toSchedule = ({
  programId,
  networkId,
  name,
  isEnabled,
  rules,
}: Program): Schedule => ({
  id: programId,
  networkId,
  name,
  isEnabled,
  entries: rules.map(toEntry),
});

/**
 * A person's entries as Blink's rules. The devices of a rule are not shown to the person and have to stay: taken from the
 * rule at the same time, else from the one at the same place in a list of the same length.
 */
export function toRules(
  entries: readonly ScheduleEntry[],
  before: readonly ProgramRule[],
  now: Timestamp,
): readonly ProgramRule[] {
  const today = Math.floor(now / dayMs) * dayMs;
  return entries.map((entry, place) => {
    const same = before.find((rule) => isSame(toEntry(rule), entry));
    if (same !== undefined) return same;
    const previous = entries.length === before.length ? before[place] : undefined;
    return {
      days: entry.days,
      at: today + minutes(entry.minuteUtc),
      action: entry.action,
      devices: previous?.devices ?? [],
    };
  });
}

const toEntry = ({ days, at, action }: ProgramRule): ScheduleEntry => ({
  days: weekdays.filter((day) => days.includes(day)),
  minuteUtc: Math.floor((at - Math.floor(at / dayMs) * dayMs) / minutes(1)),
  action,
});

const isSame = (one: ScheduleEntry, other: ScheduleEntry): boolean =>
  one.minuteUtc === other.minuteUtc &&
  one.action === other.action &&
  one.days.length === other.days.length &&
  one.days.every((day) => other.days.includes(day));
