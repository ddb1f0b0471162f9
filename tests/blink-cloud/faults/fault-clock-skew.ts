import type { Answer, Ask } from '../http/exchange.ts';
import type { Fault } from './fault-schema.ts';
import { sinceOf } from '../media/since.ts';

const USUAL_MS = 3_600_000;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/;
const TIME_PARAMETERS = ['since', 'start_time', 'end_time'];

/** The cloud's clock is wrong: in every time it tells, in its Date header, and in how it reads times. */
export const clockSkew = {
  heard(ask: Ask, { ms = USUAL_MS }: Fault): Ask {
    const query = new URLSearchParams(ask.query);
    for (const name of TIME_PARAMETERS) {
      const at = sinceOf(query.get(name));
      if (at) query.set(name, new Date(at - ms).toISOString());
    }
    return { ...ask, query };
  },
  after(_ask: Ask, answer: Answer, { ms = USUAL_MS }: Fault): Answer {
    const headers = { ...answer.headers, date: new Date(Date.now() + ms).toUTCString() };
    if (answer.content.kind !== 'json') return { ...answer, headers };
    return {
      ...answer,
      headers,
      content: { kind: 'json', value: shifted(answer.content.value, ms) },
    };
  },
};

function shifted(value: unknown, ms: number): unknown {
  if (typeof value === 'string' && TIME.test(value)) {
    return new Date(Date.parse(value) + ms).toISOString().replace(/\.\d+Z$/, '+00:00');
  }
  if (Array.isArray(value)) return value.map((entry) => shifted(entry, ms));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, shifted(entry, ms)]));
}
