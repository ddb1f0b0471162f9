import type { Program, ProgramRule, Weekday } from '../models.ts';
import * as v from 'valibot';
import type { NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { maybeText, wireId } from './schema-helpers.ts';

const ruleSchema = v.object({
  dow: v.array(v.string()),
  time: v.string(),
  action: v.picklist(['arm', 'disarm']),
  devices: v.fallback(v.array(v.pipe(v.number(), v.safeInteger())), []),
});

/** Strict, because it is written back: a rule that is half understood would switch at the wrong time. */
export const programSchema = v.object({
  id: wireId,
  name: maybeText,
  status: maybeText,
  schedule: v.array(ruleSchema),
});

export type WireProgram = v.InferOutput<typeof programSchema>;
export type WireProgramRule = v.InferOutput<typeof ruleSchema>;

/** Null for a program with a rule that cannot be read: half a schedule would be misleading. */
export function toProgram(networkId: NetworkId, wire: WireProgram): Program | null {
  const rules = wire.schedule.map(toRule);
  const readable = rules.filter((rule) => rule !== null);
  if (readable.length < rules.length) return null;
  return {
    programId: wire.id,
    networkId,
    name: wire.name ?? '',
    isEnabled: wire.status === 'enabled',
    rules: readable,
  };
}

/** The rules as the cloud takes them. */
export const toWireSchedule = (rules: readonly ProgramRule[]): readonly object[] =>
  rules.map(({ days, at, action, devices }) => ({
    dow: days,
    devices,
    time: writeTime(at),
    action,
  }));

const weekdays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

function toRule({ dow, time, action, devices }: WireProgramRule): ProgramRule | null {
  const at = readTime(time);
  const days = weekdays.filter((day) => dow.includes(day));
  if (Number.isNaN(at) || days.length < new Set(dow).size) return null;
  return { days, at, action, devices };
}

const written = /^(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{2}:\d{2})(:\d{2})? ?(?:Z|([+-]\d{2}):?(\d{2}))?$/;

/** `2020-02-14 21:00:00 +0000`, or `21:00` alone, which is UTC too. */
function readTime(text: string): Timestamp {
  const match = written.exec(text);
  if (match === null) return Number.NaN;
  const [, date = '1970-01-01', minute = '', second = ':00', hours = '+00', minutes = '00'] = match;
  return Date.parse(`${date}T${minute}${second}${hours}:${minutes}`);
}

const writeTime = (at: Timestamp): string =>
  `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} +0000`;
