import { createFetch } from 'ofetch';
import { AppError } from '../../../shared/errors.ts';
import { seconds, type Clock } from '../../lib/clock.ts';
import { createSemaphore, type RunInTurn } from '../../lib/mutex.ts';
import { abandoned, createDeadline } from './deadline.ts';
import {
  toDownload,
  resumeHeaders,
  rangeNotSatisfiable,
  type Download,
  type ResumeFrom,
} from './download.ts';
import { hostRules, routeTo, type HostRules } from './hosts.ts';
import {
  contentOf,
  type HttpRequest,
  type JsonAnswer,
  type PageAnswer,
  type RequestKind,
  type RequestLogEntry,
} from './http-request.ts';
import { checkResponse, readJson, readPage, type OpenResponse } from './read-response.ts';
import { readWhole } from './response-body.ts';

/** The part of `fetch` we use: an Electron session's or Node's own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpDeps {
  readonly fetch: Fetch;
  /** For recordings and stills: has to take `redirect: 'manual'`. Default: `fetch`. */
  readonly mediaFetch?: Fetch;
  /** For the pages of a scripted sign-in: has to take `redirect: 'manual'`, Origin and Referer, and give every Set-Cookie. Default: `fetch`. */
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
  /** Follows no redirect. `bad-answer` unless the body is JSON by name and by form. At most 2 (with `page`) at once. */
  json(request: HttpRequest): Promise<JsonAnswer>;
  /** One page of the sign-in. Redirects are answers, and so is whatever `isAccepted` says. */
  page(request: HttpRequest): Promise<PageAnswer>;
  /** A picture, whole. May follow 3 redirects, without the bearer. At most 2 at once. */
  bytes(request: HttpRequest): Promise<Uint8Array>;
  /** A recording. May follow 3 redirects, without the bearer. */
  stream(request: HttpRequest): Promise<Download>;
  /** The same from where an earlier try stopped, or whole if the recording is another one by now; null when it cannot be resumed. */
  resume(request: HttpRequest, from: ResumeFrom): Promise<Download | null>;
}

export function createHttp(deps: HttpDeps): Http {
  const { fetch, mediaFetch = fetch, pageFetch = fetch } = deps;
  const { clock, cloud, rules = hostRules, onRequest, log } = deps;
  const { timeoutMs = seconds(20), stallMs = seconds(30) } = deps;
  const inApiTurn = createSemaphore(2);
  const inPictureTurn = createSemaphore(2);
  const sendToApi = createSend(fetch, { cloud, rules });
  const sendToPages = createSend(pageFetch, { cloud, rules });
  const sendForMedia = createSend(mediaFetch, { cloud, rules });

  const askApi: Ask = (request, signal) =>
    sendToApi(request, request.url, { redirect: 'error', isAuthorized: true, signal });
  const askPage: Ask = (request, signal) =>
    sendToPages(request, request.url, { redirect: 'manual', isAuthorized: false, signal });
  const askMedia: Ask = (request, signal) =>
    followRedirects({ send: sendForMedia, cloud, rules }, request, signal);

  /** Sends and checks the status. */
  async function open(ask: Ask, request: HttpRequest): Promise<OpenResponse> {
    const { name, url, method = 'GET', kind, signal: caller } = request;
    if (!rules.isBlinkUrl(url)) throw new AppError('invalid-argument', `${name}: not at Blink`);
    const startedAt = clock.now();
    const deadline = createDeadline(clock, { name, timeoutMs, caller });
    let status: number | null = null;
    const logEnd = (problem: RequestLogEntry['problem']) =>
      log?.({ name, method, host: url.host, status, problem, durationMs: clock.now() - startedAt });

    onRequest?.(kind);
    try {
      const response = await ask(request, deadline.signal);
      status = response.status;
      const success = await checkResponse(request, { response, deadline }, clock.now);
      logEnd(null);
      return { response: success, deadline };
    } catch (error) {
      const failure = deadline.nameFailure(error);
      deadline.drop();
      logEnd(failure.code);
      throw failure;
    }
  }

  /** Sends, checks the status and reads to the end. */
  async function complete<T>(
    ask: Ask,
    request: HttpRequest,
    read: (opened: OpenResponse) => Promise<T>,
  ): Promise<T> {
    const opened = await open(ask, request);
    try {
      return await read(opened);
    } catch (error) {
      throw opened.deadline.nameFailure(error);
    } finally {
      opened.deadline.stop();
    }
  }

  return {
    cloud,
    rules,
    json: (request) =>
      queued(inApiTurn, request, () =>
        complete(askApi, request, (opened) => readJson(request.name, opened)),
      ),
    page: (request) =>
      queued(inApiTurn, request, () => complete(askPage, acceptingRedirects(request), readPage)),
    bytes: (request) =>
      queued(inPictureTurn, request, () => complete(askMedia, request, readPicture)),
    async stream(request) {
      const opened = await open(askMedia, request);
      const download = toDownload(opened, { stallMs, from: null });
      if (download !== null) return download;
      throw new AppError('bad-answer', `${request.name}: a part nobody asked for`);
    },
    async resume(request, from) {
      const headers = { ...request.headers, ...resumeHeaders(from) };
      const isAccepted = (status: number) => status === rangeNotSatisfiable;
      const opened = await open(askMedia, { ...request, headers, isAccepted });
      return toDownload(opened, { stallMs, from });
    },
  };
}

/** Sends a request the way its kind of answer needs. */
type Ask = (request: HttpRequest, signal: AbortSignal) => Promise<Response>;

/** Waits for its turn. Who gives up while waiting gets a failure by name; every other failure has one already. */
const queued = <T>(
  inTurn: RunInTurn,
  { name, signal }: HttpRequest,
  job: () => Promise<T>,
): Promise<T> =>
  inTurn(job, signal).catch((error: unknown) => {
    throw abandoned(name, error);
  });

const readPicture = ({ response, deadline }: OpenResponse): Promise<Uint8Array> =>
  readWhole(response.body, longestPictureBytes, deadline);

const longestPictureBytes = 8 * 1_024 * 1_024;

const acceptingRedirects = ({ isAccepted, ...request }: HttpRequest): HttpRequest => ({
  ...request,
  isAccepted: (status) => redirects.has(status) || isAccepted?.(status) === true,
});

/** Sends a request to one address, once. */
type Send = (request: HttpRequest, url: URL, options: SendOptions) => Promise<Response>;

interface SendOptions {
  readonly redirect: 'error' | 'manual';
  /** Whether the session may be shown there: at Blink only, and never after a redirect. */
  readonly isAuthorized: boolean;
  readonly signal: AbortSignal;
}

/** One address, asked once. The bearer goes to a Blink host or nowhere. */
function createSend(fetch: Fetch, { cloud, rules }: Pick<Http, 'cloud' | 'rules'>): Send {
  const { raw } = createFetch({
    fetch: (input, init) => fetch(addressOf(input), init ?? {}),
    defaults: {
      credentials: 'omit',
      // Its own retries would answer a 429 at once.
      retry: false,
      responseType: 'stream',
      ignoreResponseError: true,
      onRequest(context) {
        const route = routeTo(new URL(addressOf(context.request)), cloud);
        context.request = route.url;
        for (const [name, value] of Object.entries(route.headers)) {
          context.options.headers.set(name, value);
        }
      },
    },
  });

  return (request, url, { redirect, isAuthorized, signal }) => {
    const { headers, body } = contentOf(request);
    if (isAuthorized && rules.isBlinkUrl(url)) authorize(headers, request);
    const method = request.method ?? 'GET';
    return raw<unknown, 'stream'>(url.href, {
      method,
      headers,
      redirect,
      signal,
      ...(body === undefined ? {} : { body }),
    });
  };
}

const addressOf = (input: string | URL | Request): string =>
  input instanceof Request ? input.url : String(input);

function authorize(headers: Headers, { bearer, tokenAuth }: HttpRequest): void {
  if (bearer !== undefined) headers.set('authorization', `Bearer ${bearer}`);
  if (tokenAuth !== undefined) headers.set('token-auth', tokenAuth);
}

/** The statuses of a redirect. */
export const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Follows at most 3 redirects by hand. The bearer is for the first address only. */
async function followRedirects(
  { send, cloud, rules }: Pick<Http, 'cloud' | 'rules'> & { readonly send: Send },
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Response> {
  const afterRedirect: SendOptions = { redirect: 'manual', isAuthorized: false, signal };
  let { url } = request;
  let response = await send(request, url, { ...afterRedirect, isAuthorized: true });
  for (let followed = 0; redirects.has(response.status); followed += 1) {
    await response.body?.cancel();
    if (followed === mostRedirects) {
      throw new AppError('bad-answer', `${request.name}: too many redirects`);
    }
    url = rules.resolveRedirect(response.headers.get('location'), url, cloud);
    response = await send(request, url, afterRedirect);
  }
  return response;
}

const mostRedirects = 3;
