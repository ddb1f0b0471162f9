import type { AppErrorCode } from '../../../shared/errors.ts';

/** What a request is for, as the request report shows it. */
export type RequestKind =
  'sign-in' | 'account' | 'homescreen' | 'media-list' | 'command' | 'picture' | 'clip';

/** One request to Blink. */
export interface HttpRequest {
  readonly kind: RequestKind;
  /** Our name of the call, for failures and the log. */
  readonly name: string;
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Checked again before it is sent: only Blink's own hosts. */
  readonly url: URL;
  readonly bearer?: string | undefined;
  /** The token of a session of 2020, sent in place of a bearer. */
  readonly tokenAuth?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody | undefined;
  /** The type a success must have; `bad-answer` otherwise. */
  readonly answerType?: RegExp;
  /** True for a failed status whose JSON is an answer all the same. */
  readonly isAnswer?: ((status: number, body: unknown) => boolean) | undefined;
  /** True for a failed status that passes as a success: its body is left to the caller. */
  readonly isAccepted?: ((status: number) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export type RequestBody =
  { readonly json: unknown } | { readonly form: Readonly<Record<string, string>> };

/** A JSON answer; `value` is null for an empty body. */
export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly value: unknown;
}

/** A page, or what a page's form is answered with. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One line for the log: no address, no header, no body. */
export interface RequestLogEntry {
  readonly name: string;
  readonly method: string;
  readonly host: string;
  /** Null when no answer came. */
  readonly status: number | null;
  readonly problem: AppErrorCode | null;
  readonly durationMs: number;
}

/** What headers and body a request carries. */
export function contentOf(request: HttpRequest): { headers: Headers; body: string | undefined } {
  const headers = new Headers(request.headers);
  const { body } = request;
  if (body === undefined) return { headers, body: undefined };
  if ('json' in body) {
    headers.set('content-type', 'application/json');
    return { headers, body: JSON.stringify(body.json) };
  }
  headers.set('content-type', 'application/x-www-form-urlencoded');
  return { headers, body: new URLSearchParams(body.form).toString() };
}
