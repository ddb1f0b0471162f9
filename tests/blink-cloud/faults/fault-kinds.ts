import {
  busy,
  bytes,
  formOf,
  html,
  json,
  lost,
  notAcceptable,
  text,
  tooOld,
  unauthorized,
  type Answer,
  type Ask,
} from '../http/exchange.ts';
import * as bodies from './fault-bodies.ts';
import { clockSkew } from './fault-clock-skew.ts';
import * as lists from './fault-lists.ts';
import type { FaultName } from './fault-names.ts';
import type { Fault } from './fault-schema.ts';

/** How one kind of fault works; `undefined` means it does not concern this request. */
export interface FaultKind {
  readonly heard?: (ask: Ask, fault: Fault) => Ask | undefined;
  readonly before?: (ask: Ask, fault: Fault) => Answer | undefined;
  readonly after?: (ask: Ask, answer: Answer, fault: Fault) => Answer | undefined;
}

const OLD_ARRAYS = [
  'sync_modules',
  'cameras',
  'owls',
  'doorbells',
  'sirens',
  'chimes',
  'doorbell_buttons',
  'accessories',
];
/** No capture of it is known: the words are invented. */
const suspended = {
  status: 403,
  body: { message: 'Your account has been suspended. Please contact support.' },
};
const MAINTENANCE = '<!doctype html><title>Maintenance</title><p>We will be back soon.</p>';

const isOauth = (ask: Ask) => ask.path.startsWith('/oauth/');
const isHomescreen = (ask: Ask) => ask.path.endsWith('/homescreen');
const isRefresh = (ask: Ask) =>
  ask.path === '/oauth/token' && formOf(ask).get('grant_type') === 'refresh_token';

/** Every fault. Those without a part here are asked for by the module they concern. */
export const faultKinds: Readonly<Record<FaultName, FaultKind>> = {
  status: { before: (_ask, fault) => asAsked(fault, { status: 500, body: '' }) },
  html: { before: () => html(MAINTENANCE) },
  slow: {},
  'truncated-json': { after: (_ask, answer) => halfOfJson(answer) },
  'missing-arrays': { after: withoutArrays },
  'unknown-types': { after: withUnknownTypes },
  'truncated-clip': { after: bodies.shortened },
  'tiny-clip': { after: bodies.tiny },
  'long-clip': { after: bodies.lengthened },
  stall: { after: bodies.stalled },
  trickle: { after: bodies.trickled },
  'no-length': { after: bodies.withoutLength },
  'wrong-type': { after: bodies.ofWrongType },
  gzip: { after: bodies.compressed },
  reset: { before: () => lost() },
  'shuffled-list': { after: lists.shuffled },
  'rows-inserted': {},
  'same-page': { heard: lists.onFirstPage },
  'empty-list': { after: lists.emptied },
  'thumbnail-empty': {
    before: (ask) => (ask.path.endsWith('.jpg') ? bytes(Buffer.alloc(0), 'image/jpeg') : undefined),
  },
  unauthorized: { before: (ask) => (isOauth(ask) ? undefined : unauthorized()) },
  'account-suspended': {
    before: (ask, fault) => (isOauth(ask) ? undefined : asAsked(fault, suspended)),
  },
  'client-not-verified': {},
  'refresh-fails': {
    before: (ask, fault) =>
      isRefresh(ask)
        ? asAsked(fault, { status: 401, body: { error: 'invalid_grant' } })
        : undefined,
  },
  'oauth-406': { before: (ask) => (isOauth(ask) ? notAcceptable() : undefined) },
  'oauth-426': { before: (ask) => (isOauth(ask) ? tooOld() : undefined) },
  'no-2fa': {},
  'two-factor-status': {},
  'arm-fails': {},
  'arm-busy': {
    before: (ask) => (/\/state\/(dis)?arm\/?$/.test(ask.path) ? busy() : undefined),
  },
  busy: {},
  'command-fails': {},
  'plain-text': { before: (_ask, fault) => text(asWords(fault.body), fault.status ?? 200) },
  'rate-limited': {
    before: (ask, fault) =>
      isOauth(ask)
        ? undefined
        : json({ message: 'Too many requests', code: 429 }, 429, fault.headers),
  },
  'lock-out': {},
  'empty-cookies': {},
  'wrong-code': {},
  'remembered-device': {},
  'any-client-refresh': {},
  'wrong-region': {},
  'clock-skew': clockSkew,
  'no-range': { heard: withoutRange },
  'stale-picture-empty': {},
  'old-forms-gone': {},
  'new-forms-gone': {},
  'old-live-view-gone': {},
  'old-manifests-gone': {},
  'live-view-token': {},
  'live-view-tls12': {},
  'live-view-unaligned': {},
  'live-view-split': {},
  'live-view-audio-config': {},
  'live-view-silent': {},
  'live-view-closes': {},
  'live-view-keepalive-lost': {},
  'live-view-bad-id': {},
  'live-view-mid-gop': {},
};

function withoutRange(ask: Ask): Ask | undefined {
  if (ask.headers.range === undefined) return undefined;
  return { ...ask, headers: { ...ask.headers, range: undefined } };
}

const asWords = (body: unknown) => (typeof body === 'string' ? body : 'upstream request timeout');

function asAsked(fault: Fault, usual: { readonly status: number; readonly body: unknown }): Answer {
  const body = fault.body ?? usual.body;
  const status = fault.status ?? usual.status;
  return typeof body === 'string'
    ? text(body, status, fault.headers)
    : json(body, status, fault.headers);
}

function halfOfJson(answer: Answer): Answer | undefined {
  if (answer.content.kind !== 'json') return undefined;
  const whole = JSON.stringify(answer.content.value);
  const half = whole.slice(0, Math.floor(whole.length / 2));
  return { ...answer, content: { kind: 'text', type: 'application/json', text: half } };
}

function withoutArrays(ask: Ask, answer: Answer, fault: Fault): Answer | undefined {
  const record = recordOf(answer);
  if (!record || (fault.match === undefined && !isHomescreen(ask))) return undefined;
  const gone = new Set(fault.keys ?? OLD_ARRAYS);
  const left = Object.entries(record).filter(([key]) => !gone.has(key));
  return json(Object.fromEntries(left), answer.status, answer.headers);
}

/** The first camera and the first recording become things no client has heard of. */
function withUnknownTypes(_ask: Ask, answer: Answer): Answer | undefined {
  const record = recordOf(answer);
  if (!record || (!('cameras' in record) && !('media' in record))) return undefined;
  const changed = {
    ...record,
    ...firstChanged(record, 'cameras', { type: 'moonbeam', status: 'dreaming' }),
    ...firstChanged(record, 'media', { device: 'moonbeam', source: 'levitation' }),
    something_new: { shape: 'unknown' },
  };
  return json(changed, answer.status, answer.headers);
}

function firstChanged(record: Record<string, unknown>, key: string, change: object) {
  const list: unknown = record[key];
  if (!Array.isArray(list)) return {};
  const items: readonly unknown[] = list;
  return { [key]: items.map((item, i) => (i === 0 ? Object.assign({}, item, change) : item)) };
}

function recordOf({ content }: Answer): Record<string, unknown> | undefined {
  const value = content.kind === 'json' ? content.value : undefined;
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}
