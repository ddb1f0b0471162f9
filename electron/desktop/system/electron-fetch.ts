import { Readable } from 'node:stream';
import { net, session, type IncomingMessage, type Session } from 'electron';
import { pageFetch } from './node-fetch.ts';
import { denyPermissions } from '../protocols/session-guard.ts';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How the client reaches the cloud: Chromium's network, with the system's proxy and certificates, without cookies. */
export interface CloudFetch {
  readonly fetch: Fetch;
  /** Takes `redirect: 'manual'`, which a session's fetch refuses. */
  readonly mediaFetch: Fetch;
  /**
   * Node's network, for the pages of a scripted sign-in: Chromium keeps the cookies of a redirect to itself. It does
   * not know the system's proxy.
   */
  readonly pageFetch: Fetch;
}

/** Call once the app is ready. The session lives in memory only. */
export function createCloudFetch(): CloudFetch {
  const cloud = session.fromPartition('cloud', { cache: false });
  denyPermissions(cloud);
  return {
    fetch: (url, init) => cloud.fetch(url, { ...init, bypassCustomProtocolHandlers: true }),
    mediaFetch: (url, init) => fetchOnce(cloud, url, init),
    pageFetch,
  };
}

/** One address, asked once: a redirect is an answer like any other. */
async function fetchOnce(cloud: Session, url: string, init: RequestInit): Promise<Response> {
  // A signal that is aborted already fires no event: the request would be sent.
  init.signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const options = { url, session: cloud, credentials: 'omit', redirect: 'manual' } as const;
    const request = net.request({ ...options, method: init.method ?? 'GET', cache: 'no-store' });
    new Headers(init.headers).forEach((value, name) => request.setHeader(name, value));
    init.signal?.addEventListener('abort', () => {
      request.abort();
      reject(new Error('aborted'));
    });
    request.on('redirect', (status, _method, location) => {
      resolve(new Response(null, { status, headers: { location } }));
      request.abort();
    });
    request.on('response', (message) => {
      try {
        resolve(responseOf(message));
      } catch (error) {
        reject(error instanceof Error ? error : new Error('unreadable answer'));
      }
    });
    request.on('error', reject);
    request.end();
  });
}

const withoutBody = new Set([204, 205, 304]);

function responseOf(message: IncomingMessage): Response {
  const { statusCode } = message;
  const body = withoutBody.has(statusCode) ? null : toWeb(message);
  return new Response(body, { status: statusCode, headers: headersOf(message) });
}

/** All of them, because the client decides what it reads: etag and last-modified make a download resumable. */
function headersOf({ headers: received }: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(received)) {
    try {
      headers.set(name, [value].flat().join(', '));
    } catch {
      // Chromium lets values through that a Headers object refuses: nothing the client reads has such a value.
    }
  }
  return headers;
}

// Electron's IncomingMessage is a Readable, though its type does not say so.
function toWeb(message: unknown): ReadableStream {
  if (message instanceof Readable) return Readable.toWeb(message) as ReadableStream;
  throw new TypeError('a network answer is not a stream');
}
