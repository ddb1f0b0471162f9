import { AppError } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { readWhole } from './response-body.ts';
import type { Deadline } from './deadline.ts';
import { failureInSuccess, toFailure } from './http-errors.ts';
import { oauthHost } from './hosts.ts';
import type { HttpRequest, JsonAnswer, PageAnswer } from './http-request.ts';

/** A response whose body was not read yet. Whoever reads it stops the deadline. */
export interface OpenResponse {
  readonly response: Response;
  readonly deadline: Deadline;
}

/** The response itself when it is a success (or the request accepts its status), else its failure by name. */
export async function checkResponse(
  request: HttpRequest,
  opened: OpenResponse,
  now: () => Timestamp,
): Promise<Response> {
  const { response } = opened;
  const { status, headers, ok } = response;
  const isRightType = request.answerType?.test(contentType(headers)) ?? true;
  if ((ok && isRightType) || request.isAccepted?.(status) === true) return response;
  const body = await smallJson(opened);
  if (ok) {
    throw (
      failureInSuccess(request.name, body) ?? new AppError('bad-answer', `${request.name}: type`)
    );
  }
  if (request.isAnswer?.(status, body) === true) return Response.json(body ?? null, { status });
  throw toFailure({
    name: request.name,
    kind: request.kind,
    isSignIn: request.url.host === oauthHost,
    status,
    retryAfter: headers.get('retry-after'),
    body,
    now: now(),
  });
}

/** The body as JSON; `bad-answer` when its type is another one or it cannot be read. */
export async function readJson(name: string, opened: OpenResponse): Promise<JsonAnswer> {
  const { status, headers, ok } = opened.response;
  const bytes = await readWhole(opened.response.body, longestTextBytes, opened.deadline);
  if (bytes.length === 0) return { status, headers, value: null };
  // Blink's API never answers with a page: one with a success comes from the network in between.
  if (ok && isPage(headers)) throw new AppError('captive-portal', `${name}: a page`);
  if (!isJson(headers)) throw new AppError('bad-answer', `${name}: not JSON but another type`);
  const value = parsed(bytes);
  if (value === undefined) throw new AppError('bad-answer', `${name}: JSON that cannot be read`);
  const failure = ok ? failureInSuccess(name, value) : null;
  if (failure !== null) throw failure;
  return { status, headers, value };
}

/** A page of the sign-in; its status and headers say as much as its text. */
export async function readPage({ response, deadline }: OpenResponse): Promise<PageAnswer> {
  const { status, headers, body } = response;
  return { status, headers, text: decoded(await readWhole(body, longestTextBytes, deadline)) };
}

/** The media type alone, in lower case; empty without one. */
export const contentType = (headers: Headers): string =>
  /^[^;\s]*/.exec((headers.get('content-type') ?? '').trim().toLowerCase())?.[0] ?? '';

/** Null when the server announced nothing, or the size of a compressed body, which is not what we will count. */
export function announcedSize(headers: Headers): number | null {
  const length = headers.get('content-length');
  return length !== null && /^\d{1,15}$/.test(length) && !isEncoded(headers)
    ? Number(length)
    : null;
}

/** What a failure says in JSON; undefined when it says nothing of use. */
async function smallJson({ response, deadline }: OpenResponse): Promise<unknown> {
  if (!isJson(response.headers)) return undefined;
  const bytes = await readWhole(response.body, longestFailureBytes, deadline).catch(() => null);
  return bytes === null ? undefined : parsed(bytes);
}

const longestTextBytes = 16 * 1_024 * 1_024;
const longestFailureBytes = 64 * 1_024;

const isJson = (headers: Headers): boolean =>
  /^application\/([\w.-]+\+)?json$/.test(contentType(headers));

const isPage = (headers: Headers): boolean => contentType(headers) === 'text/html';

const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decoded(bytes));
  } catch {
    return undefined;
  }
}

/** True for a body that was sent compressed. */
export const isEncoded = (headers: Headers): boolean =>
  (headers.get('content-encoding') ?? 'identity') !== 'identity';
