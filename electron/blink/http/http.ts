import { downloadOf, headersFor, outOfRange, type Download, type ResumeFrom } from './download.ts';
import { createFetch, type FetchOptions } from 'ofetch';
import { AppError } from '../../../shared/errors.ts';
import { seconds, type Clock } from '../../lib/clock.ts';
import { createSemaphore, type RunInTurn } from '../../lib/mutex.ts';
import { abandoned, createDeadline } from './deadline.ts';
import { hostRules, routeTo, type HostRules } from './hosts.ts';
import {
  contentOf,
  type HttpRequest,
  type JsonAnswer,
  type PageAnswer,
  type RequestKind,
  type RequestLogEntry,
} from './http-request.ts';
import { checkResponse, readJson, readPage, readText, type OpenResponse } from './read-response.ts';
import { readWhole } from './response-body.ts';

/** The part of `fetch` we use: an Electron session's or Node's own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpDeps {
  readonly fetch: Fetch;
  /** For recordings and stills: has to take `redirect: 'manual'`. Default: `fetch`. */
  readonly mediaFetch?: Fetch;
  /** For the pages of a scripted sign-in: `redirect: 'manual'`, Origin, Referer and every Set-Cookie. Default: `fetch`. */
  readonly pageFetch?: Fetch;
  readonly clock: Clock;
  /** A simulator on this computer; null for Blink. */
  readonly cloud: URL | null;
  /** `hostRules` in every build. */
  readonly rules?: HostRules;
  /** For the answer, and for the whole body of all but `stream`. Default 20 s. */
  readonly timeoutMs?: number;
  /** A stream that is silent for so long is given up. Default 30 s. */
  readonly stallMs?: number;
  /** Called for every request to Blink, before it is sent. */
  readonly onRequest?: (kind: RequestKind) => void;
  readonly log?: (entry: RequestLogEntry) => void;
}

/** Requests to Blink. Every method rejects with an AppError and nothing else; nothing is ever tried twice here. */
export interface Http {
  readonly cloud: URL | null;
  readonly rules: HostRules;
  /** Follows no redirect. `bad-answer` unless the body is JSON by name and by form. At most 2 (with `text`) at once. */
  json(request: HttpRequest): Promise<JsonAnswer>;
  text(request: HttpRequest): Promise<string>;
  /** One page of the sign-in. Redirects are answers, and so is whatever `takes` says. */
  page(request: HttpRequest): Promise<PageAnswer>;
  /** A picture, whole. May follow 3 redirects, without the bearer. At most 2 at once. */
  bytes(request: HttpRequest): Promise<Uint8Array>;
  /** A recording. May follow 3 redirects, without the bearer. */
  stream(request: HttpRequest): Promise<Download>;
  /** The same from where an earlier try stopped, or whole if the recording is another one by now; null when it cannot be gone on with. */
  resume(request: HttpRequest, from: ResumeFrom): Promise<Download | null>;
}

export function createHttp(deps: HttpDeps): Http {
  const { rules = hostRules, cloud } = deps;
  const at = { rules, cloud };
  const api = createSend(deps.fetch, at);
  const pages = createSend(deps.pageFetch ?? deps.fetch, at);
  const media = {
    send: createSend(deps.mediaFetch ?? deps.fetch, at),
    ...at,
  };
  const stallMs = deps.stallMs ?? seconds(30);
  const apiTurn = createSemaphore(2);
  const pictureTurn = createSemaphore(2);

  const sendApi: SendFirst = (request, signal) =>
    api(request, request.url, { redirect: 'error', isSigned: true, signal });
  const sendPage: SendFirst = (request, signal) =>
    pages(request, request.url, { redirect: 'manual', isSigned: false, signal });
  const sendMedia: SendFirst = (request, signal) => followRedirects(media, request, signal);

  return {
    ...at,
    json: (request) =>
      whole(deps, { turn: apiTurn, send: sendApi }, request, (opened) =>
        readJson(request.name, opened),
      ),
    text: (request) => whole(deps, { turn: apiTurn, send: sendApi }, request, readText),
    page: (request) =>
      whole(deps, { turn: apiTurn, send: sendPage }, takingRedirects(request), readPage),
    bytes: (request) =>
      whole(deps, { turn: pictureTurn, send: sendMedia }, request, ({ response, deadline }) =>
        readWhole(response.body, longestPictureBytes, deadline),
      ),
    async stream(request) {
      const opened = await open(deps, sendMedia, request);
      const download = downloadOf(opened, { stallMs, from: null });
      if (download !== null) return download;
      throw new AppError('bad-answer', `${request.name}: a part nobody asked for`);
    },
    async resume(request, from) {
      const headers = { ...request.headers, ...headersFor(from) };
      const takes = (status: number) => status === outOfRange;
      const opened = await open(deps, sendMedia, { ...request, headers, takes });
      return downloadOf(opened, { stallMs, from });
    },
  };
}

type SendFirst = (request: HttpRequest, signal: AbortSignal) => Promise<Response>;

interface Lane {
  readonly turn: RunInTurn;
  readonly send: SendFirst;
}

const longestPictureBytes = 8 * 1_024 * 1_024;

/** One address, asked once. The bearer goes to a Blink host or nowhere. */
function createSend(fetch: Fetch, { cloud, rules }: Pick<Http, 'cloud' | 'rules'>): Send {
  const { raw } = createFetch({
    fetch: (input, init) => fetch(input instanceof Request ? input.url : String(input), init ?? {}),
  });

  return (request, url, { redirect, isSigned, signal }) => {
    const route = routeTo(url, cloud);
    const { headers, body } = contentOf(request);
    for (const [name, value] of Object.entries(route.headers)) headers.set(name, value);
    if (isSigned && rules.isBlinkUrl(url)) sign(headers, request);
    const options: FetchOptions<'stream'> = {
      method: request.method ?? 'GET',
      headers,
      redirect,
      credentials: 'omit',
      signal,
      // Its own retries would answer a 429 at once.
      retry: false,
      responseType: 'stream',
      ignoreResponseError: true,
    };
    return raw<unknown, 'stream'>(route.url, body === undefined ? options : { ...options, body });
  };
}

function sign(headers: Headers, { bearer, tokenAuth }: HttpRequest): void {
  if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`);
  if (tokenAuth !== undefined) headers.set('token-auth', tokenAuth);
}

const takingRedirects = ({ takes, ...request }: HttpRequest): HttpRequest => ({
  ...request,
  takes: (status) => redirects.has(status) || takes?.(status) === true,
});

/** Waits for its turn, opens, reads to the end. */
function whole<T>(
  deps: HttpDeps,
  lane: Lane,
  request: HttpRequest,
  read: (opened: OpenResponse) => Promise<T>,
): Promise<T> {
  const job = async () => {
    const opened = await open(deps, lane.send, request);
    try {
      return await read(opened);
    } catch (error) {
      throw opened.deadline.nameFailure(error);
    } finally {
      opened.deadline.stop();
    }
  };
  return lane.turn(job, request.signal).catch((error: unknown) => {
    // Anything but an AppError is the reason of a caller who gave up while waiting.
    throw abandoned(request.name, error);
  });
}

/** Sends and checks the status. */
async function open(deps: HttpDeps, send: SendFirst, request: HttpRequest): Promise<OpenResponse> {
  const { name, url, method = 'GET', kind } = request;
  const { rules = hostRules } = deps;
  if (!rules.isBlinkUrl(url)) throw new AppError('invalid-argument', `${name}: not at Blink`);
  const { now } = deps.clock;
  const startedAt = now();
  const deadline = createDeadline(deps.clock, name, deps.timeoutMs ?? seconds(20), request.signal);
  let status: number | null = null;
  const log = (problem: RequestLogEntry['problem']) =>
    deps.log?.({ name, method, host: url.host, status, problem, durationMs: now() - startedAt });

  deps.onRequest?.(kind);
  try {
    const response = await send(request, deadline.signal);
    status = response.status;
    const success = await checkResponse(request, { response, deadline }, now);
    log(null);
    return { response: success, deadline };
  } catch (error) {
    const failure = deadline.nameFailure(error);
    deadline.drop();
    log(failure.code);
    throw failure;
  }
}

/** How one address is asked. */
export interface How {
  readonly redirect: 'error' | 'manual';
  /** Whether the session may be shown there: at Blink only, and never after a redirect. */
  readonly isSigned: boolean;
  readonly signal: AbortSignal;
}

/** Sends a request to one address, once. */
export type Send = (request: HttpRequest, url: URL, how: How) => Promise<Response>;

/** How media are asked; `cloud` is the simulator, if there is one. */
export interface Follower {
  readonly send: Send;
  readonly cloud: URL | null;
  readonly rules: HostRules;
}

/** The statuses that lead elsewhere. */
export const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Follows at most 3 redirects by hand. The bearer is for the first address only. */
export async function followRedirects(
  { send, cloud, rules }: Follower,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Response> {
  const hop: How = { redirect: 'manual', isSigned: false, signal };
  let { url } = request;
  let response = await send(request, url, { ...hop, isSigned: true });
  for (let hops = 0; redirects.has(response.status); hops += 1) {
    await response.body?.cancel();
    if (hops === mostHops) throw new AppError('bad-answer', `${request.name}: too many redirects`);
    url = rules.nextHop(response.headers.get('location'), url, cloud);
    response = await send(request, url, hop);
  }
  return response;
}

const mostHops = 3;
