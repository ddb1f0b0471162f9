import type { Fetch } from '../../../electron/blink/http/http.ts';

export interface RecordedRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly redirect: string | undefined;
  readonly credentials: string | undefined;
  readonly body: string;
}

type Responder = (request: RecordedRequest, init: RequestInit) => Response | Promise<Response>;

/** A network that notes everything that would leave this computer. */
export function recordedFetch(respond: Responder) {
  const requests: RecordedRequest[] = [];
  const fetch: Fetch = async (address, init) => {
    const request = {
      url: new URL(address),
      method: init.method ?? 'GET',
      headers: new Headers(init.headers),
      redirect: init.redirect,
      credentials: init.credentials,
      body: typeof init.body === 'string' ? init.body : '',
    };
    requests.push(request);
    return respond(request, init);
  };
  return { fetch, requests };
}

/** The code of what a promise rejects with; `fulfilled` when it does not reject. */
export async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'fulfilled';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
