import type { Ask } from './exchange.ts';
import { hostName } from './hosts.ts';

/** One request somebody made. */
export interface JournalEntry {
  /** When it arrived, an ISO time with milliseconds. */
  readonly at: string;
  readonly method: string;
  /** The Blink host it was for; empty when it came to the loopback address itself. */
  readonly host: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The body; a password in it is not kept. */
  readonly body: string;
  /** The status answered, 0 until then. */
  readonly status: number;
  /** How much of the answer's body has gone out. */
  readonly sentBytes: number;
}

/** Notes what became of a request. */
export interface Noted {
  answered(status: number): void;
  sent(bytes: number): void;
}

export interface Journal {
  note(ask: Ask, at: number): Noted;
  entries(): readonly JournalEntry[];
  clear(): void;
}

const KEPT_ENTRIES = 20_000;
const KEPT_BODY = 10_000;
/** What is worth asserting; the rest is the HTTP library's. */
const KEPT_HEADERS = [
  'accept',
  'app-build',
  'authorization',
  'content-type',
  'cookie',
  'hardware_id',
  'host',
  'if-range',
  'locale',
  'origin',
  'range',
  'referer',
  'token-auth',
  'user-agent',
  'x-blink-host',
] as const;

/** What was asked, in the order it came in. */
export function createJournal(): Journal {
  let entries: JournalEntry[] = [];
  return {
    note(ask, at) {
      const entry = { ...entryOf(ask, at), status: 0, sentBytes: 0 };
      entries.push(entry);
      if (entries.length > KEPT_ENTRIES) entries.shift();
      return {
        answered(status) {
          entry.status = status;
        },
        sent(bytes) {
          entry.sentBytes += bytes;
        },
      };
    },
    entries: () => entries,
    clear() {
      entries = [];
    },
  };
}

const entryOf = (ask: Ask, at: number): Omit<JournalEntry, 'status' | 'sentBytes'> => ({
  at: new Date(at).toISOString(),
  method: ask.method,
  host: hostName(ask.host),
  path: ask.path,
  query: Object.fromEntries(ask.query),
  headers: Object.fromEntries(
    KEPT_HEADERS.flatMap((name) => {
      const value = ask.headers[name];
      return value === undefined ? [] : [[name, String(value)]];
    }),
  ),
  body: withoutPassword(ask.body).slice(0, KEPT_BODY),
});

/** In a form or in JSON. */
const withoutPassword = (body: string) =>
  body
    .replace(/(^|&)password=[^&]*/, '$1password=***')
    .replace(/("password"\s*:\s*)"(?:[^"\\]|\\.)*"/, '$1"***"');
