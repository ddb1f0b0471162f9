import { createHttp, type HttpDeps } from '../../../electron/blink/http/http.ts';
import { blinkUrl, restHost } from '../../../electron/blink/http/hosts.ts';
import type { HttpRequest } from '../../../electron/blink/http/http-request.ts';
import { manualClock } from './manual-clock.ts';
import { recordedFetch } from './recorded-fetch.ts';

/** A request like any other. */
export const thing: HttpRequest = {
  kind: 'homescreen',
  name: 'thing',
  url: blinkUrl(restHost('u014'), '/api/thing'),
  bearer: 'secret-token',
};

export const jsonType = { headers: { 'content-type': 'application/json' } };

export function httpOver(network: ReturnType<typeof recordedFetch>, more: Partial<HttpDeps> = {}) {
  const clock = manualClock();
  const http = createHttp({ fetch: network.fetch, clock, cloud: null, ...more });
  return { http, clock, requests: network.requests };
}

/** A server that gives one answer to everything. */
export const answering = (body: BodyInit | null, init?: ResponseInit) =>
  recordedFetch(() => new Response(body, init));

/** A server that never answers, until the request is given up. */
export const silent = () =>
  recordedFetch(
    (_request, { signal }) =>
      new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(new DOMException('x', 'AbortError'))),
      ),
  );
