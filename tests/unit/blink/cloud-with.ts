import { createHttp, type Fetch } from '../../../electron/blink/http/http.ts';
import { systemRandom } from '../../../electron/lib/clock.ts';
import { clientOver, credentialsOf, hardwareId } from './clients.ts';
import { racingClock } from './racing-clock.ts';
import { recordedFetch, type RecordedRequest } from './recorded-fetch.ts';
import { sampleFor } from './wire-samples.ts';

const page = '<script id="oauth-args" type="application/json">{"csrf-token":"abc"}</script>';

/** Null leaves the answer to the samples. */
export type Answers = (request: RecordedRequest) => Response | null | Promise<Response>;

/** The cloud of the samples, with these answers in place of some. */
export function cloudWith(special: Answers) {
  const network = recordedFetch(async (request) => {
    const answer = await special(request);
    if (answer !== null) return answer;
    if (request.url.pathname === '/oauth/v2/signin' && request.method === 'GET') {
      return new Response(page, { headers: { 'content-type': 'text/html' } });
    }
    return Response.json(sampleFor(request.url.pathname), { headers: { 'client-id': '606101' } });
  });
  const clock = racingClock();
  const { client } = clientOver(network.fetch, credentialsOf(), { clock });
  const count = (part: string) =>
    network.requests.filter(({ url }) => url.pathname.includes(part)).length;
  return { ...network, clock, client, count };
}

/** This answer to requests whose path holds that. */
export const at =
  (part: string | RegExp, respond: () => Response, method = 'POST'): Answers =>
  (request) =>
    request.method === method && request.url.pathname.search(part) >= 0 ? respond() : null;
export const failing = (status: number, body: object | string) => () =>
  typeof body === 'string' ? new Response(body, { status }) : Response.json(body, { status });

/** What a sign-in needs. */
export function signInOver(fetch: Fetch) {
  const clock = racingClock();
  return {
    http: createHttp({ fetch, clock, cloud: null }),
    clock,
    hardwareId,
    random: systemRandom,
  };
}

/** The first request is answered 401. */
export function refusedOnce(): Answers {
  let isFirst = true;
  return () => {
    if (!isFirst) return null;
    isFirst = false;
    return Response.json({ message: 'Unauthorized Access', code: 101 }, { status: 401 });
  };
}
