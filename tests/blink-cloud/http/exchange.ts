import type { IncomingHttpHeaders } from 'node:http';
import { bufferBlob, type Blob } from '../media/blobs.ts';
import type { BlinkHost } from './hosts.ts';
import type { Login } from '../auth/tokens.ts';

/** One request, read whole. */
export interface Ask {
  readonly method: string;
  readonly host: BlinkHost;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request that found its route. */
export interface RoutedAsk extends Ask {
  readonly params: Readonly<Record<string, string>>;
  /** Who asks; absent on routes that need no token. */
  readonly login?: Login | undefined;
}

export type Content =
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly type: string; readonly text: string }
  | { readonly kind: 'bytes'; readonly type: string; readonly bytes: Blob; readonly tag?: string };

/** How a body goes out when it does not go whole and at once. */
export interface Manner {
  /** The whole length is promised, and the connection dropped after so many bytes. */
  readonly cutAt?: number;
  /** After so many bytes nothing comes for so long. */
  readonly silence?: { readonly at: number; readonly ms: number };
  readonly bytesPerSecond?: number;
  /** No length is told. */
  readonly isOpenEnded?: boolean;
  /** The connection is dropped before a word was said. */
  readonly isLost?: boolean;
}

/** One answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly content: Content;
  readonly manner?: Manner;
  /** Told how many bytes of the body went out, as they go. */
  readonly onSent?: (bytes: number) => void;
}

type Headers = Answer['headers'];

/** The same answer in another manner. */
export const inManner = (answer: Answer, manner: Manner): Answer => ({
  ...answer,
  manner: { ...answer.manner, ...manner },
});

/** A JSON answer. */
export const json = (value: unknown, status = 200, headers: Headers = {}): Answer => ({
  status,
  headers,
  content: { kind: 'json', value },
});

/** An answer in plain words, as the edge in front of the cloud gives. */
export const text = (words: string, status: number, headers: Headers = {}): Answer => ({
  status,
  headers,
  content: { kind: 'text', type: 'text/plain; charset=utf-8', text: words },
});

/** A page. */
export const html = (page: string, status = 200, headers: Headers = {}): Answer => ({
  status,
  headers,
  content: { kind: 'text', type: 'text/html; charset=utf-8', text: page },
});

/** A picture. */
export const bytes = (content: Buffer, type: string): Answer => ({
  status: 200,
  headers: {},
  content: { kind: 'bytes', type, bytes: bufferBlob(content) },
});

/** A file that can also be had in pieces; its `tag` names these bytes and no others. */
export const blobAnswer = (content: Blob, type: string, tag: string): Answer => ({
  status: 200,
  headers: {},
  content: { kind: 'bytes', type, bytes: content, tag: `"${tag}"` },
});

/** The connection breaks before anything was said. */
export const lost = (): Answer => ({ ...text('', 0), manner: { isLost: true } });

/** A redirect; sign-in redirects are relative so that they work behind any address. */
export const redirect = (location: string, headers: Headers = {}): Answer =>
  text('', 302, { ...headers, location });

/** The cloud's usual error body. */
export const failure = (status: number, message: string, code: number): Answer =>
  json({ message, code }, status);

export const notFound = () => failure(404, 'Not found', 404);
export const unauthorized = () =>
  json({ message: 'Unauthorized Access', error: null, code: 101 }, 401);
export const tooOld = () => json({ message: 'An app update is required' }, 426);
export const notAcceptable = () => text('Not Acceptable', 406);
export const busy = () =>
  json({ message: 'System is busy, please wait', error: null, code: 307 }, 409);

/** A number in the path; NaN, which nothing has as its id, when it is none. */
export const numberParam = (ask: RoutedAsk, name: string) => Number(ask.params[name] ?? Number.NaN);

/** The form fields of the body. */
export const formOf = (ask: Ask) => new URLSearchParams(ask.body);

/** The request's cookies by name. */
export function cookiesOf(ask: Ask): ReadonlyMap<string, string> {
  const pairs = (ask.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return new Map(pairs.map(([name = '', ...value]) => [name, value.join('=')]));
}
