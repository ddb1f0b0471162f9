import { createFetch, type FetchOptions } from 'ofetch';
import { AppError } from '../../shared/errors.ts';
import { seconds, type Clock } from '../lib/timing.ts';
import {
  accepted,
  announcedSize,
  contentType,
  readJson,
  readText,
  type Opened,
} from './answers.ts';
import { readWhole, streamed } from './body.ts';
import type { Download } from './client.ts';
import { createDeadline } from './deadline.ts';
import { isBlinkUrl, routeTo } from './hosts.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { followed, type Send } from './redirects.ts';
import {
  contentOf,
  type HttpRequest,
  type JsonAnswer,
  type RequestKind,
  type RequestLogEntry,
} from './request.ts';

/** The part of `fetch` we use: an Electron session's or Node's own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpDeps {
  readonly fetch: Fetch;
  /** For recordings and stills: has to take `redirect: 'manual'`. Default: `fetch`. */
  readonly mediaFetch?: Fetch;
  readonly clock: Clock;
  /** A simulator on this computer; null for Blink. */
  readonly cloud: URL | null;
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
  /** Follows no redirect. `bad-answer` unless the body is JSON by name and by form. At most 2 (with `text`) at once. */
  json(request: HttpRequest): Promise<JsonAnswer>;
  text(request: HttpRequest): Promise<string>;
  /** A picture, whole. May follow 3 redirects, without the bearer. At most 2 at once. */
  bytes(request: HttpRequest): Promise<Uint8Array>;
  /** A recording. May follow 3 redirects, without the bearer. */
  stream(request: HttpRequest): Promise<Download>;
}

export function createHttp(deps: HttpDeps): Http {
  const api = createSend(deps.fetch, deps.cloud);
  const media = {
    send: createSend(deps.mediaFetch ?? deps.fetch, deps.cloud),
    cloud: deps.cloud,
  };
  const stallMs = deps.stallMs ?? seconds(30);
  const apiTurn = createLimiter(2);
  const pictureTurn = createLimiter(2);

  const sendApi: SendFirst = (request, signal) =>
    api(request, request.url, { redirect: 'error', bearer: request.bearer, signal });
  const sendMedia: SendFirst = (request, signal) => followed(media, request, signal);

  return {
    cloud: deps.cloud,
    json: (request) =>
      whole(deps, { turn: apiTurn, send: sendApi }, request, (opened) =>
        readJson(request.name, opened),
      ),
    text: (request) => whole(deps, { turn: apiTurn, send: sendApi }, request, readText),
    bytes: (request) =>
      whole(deps, { turn: pictureTurn, send: sendMedia }, request, ({ response, deadline }) =>
        readWhole(response.body, longestPictureBytes, deadline),
      ),
    async stream(request) {
      const { response, deadline } = await open(deps, sendMedia, request);
      deadline.extend(stallMs);
      return {
        contentType: contentType(response.headers),
        sizeBytes: announcedSize(response.headers),
        body: streamed(response.body, stallMs, deadline),
      };
    },
  };
}

type SendFirst = (request: HttpRequest, signal: AbortSignal) => Promise<Response>;

interface Lane {
  readonly turn: Limiter;
  readonly send: SendFirst;
}

const longestPictureBytes = 8 * 1_024 * 1_024;

/** One address, asked once. The bearer goes to a Blink host or nowhere. */
function createSend(fetch: Fetch, cloud: URL | null): Send {
  const { raw } = createFetch({
    fetch: (input, init) => fetch(input instanceof Request ? input.url : String(input), init ?? {}),
  });

  return (request, url, { redirect, bearer, signal }) => {
    const route = routeTo(url, cloud);
    const { headers, body } = contentOf(request);
    for (const [name, value] of Object.entries(route.headers)) headers.set(name, value);
    if (bearer !== undefined && isBlinkUrl(url)) headers.set('authorization', `Bearer ${bearer}`);
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

/** Waits for its turn, opens, reads to the end. */
function whole<T>(
  deps: HttpDeps,
  lane: Lane,
  request: HttpRequest,
  read: (opened: Opened) => Promise<T>,
): Promise<T> {
  return lane.turn(async () => {
    const opened = await open(deps, lane.send, request);
    try {
      return await read(opened);
    } catch (error) {
      throw opened.deadline.nameFailure(error);
    } finally {
      opened.deadline.stop();
    }
  }, request.signal);
}

/** Sends and checks the status. */
async function open(deps: HttpDeps, send: SendFirst, request: HttpRequest): Promise<Opened> {
  const { name, url, method = 'GET', kind } = request;
  if (!isBlinkUrl(url)) throw new AppError('invalid-argument', `${name}: not at Blink`);
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
    const success = await accepted(request, { response, deadline }, now);
    log(null);
    return { response: success, deadline };
  } catch (error) {
    const failure = deadline.nameFailure(error);
    deadline.drop();
    log(failure.code);
    throw failure;
  }
}
