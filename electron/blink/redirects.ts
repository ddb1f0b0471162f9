import { AppError } from '../../shared/errors.ts';
import { nextHop } from './hosts.ts';
import type { HttpRequest } from './request.ts';

/** How one address is asked. */
export interface How {
  readonly redirect: 'error' | 'manual';
  readonly bearer: string | undefined;
  readonly signal: AbortSignal;
}

/** Sends a request to one address, once. */
export type Send = (request: HttpRequest, url: URL, how: How) => Promise<Response>;

/** How media are asked; `cloud` is the simulator, if there is one. */
export interface Follower {
  readonly send: Send;
  readonly cloud: URL | null;
}

/** Follows at most 3 redirects by hand. The bearer is for the first address only. */
export async function followed(
  { send, cloud }: Follower,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Response> {
  const hop: How = { redirect: 'manual', bearer: undefined, signal };
  let { url } = request;
  let response = await send(request, url, { ...hop, bearer: request.bearer });
  for (let hops = 0; redirects.has(response.status); hops += 1) {
    await response.body?.cancel();
    if (hops === mostHops) throw new AppError('bad-answer', `${request.name}: too many redirects`);
    url = nextHop(response.headers.get('location'), url, cloud);
    response = await send(request, url, hop);
  }
  return response;
}

const mostHops = 3;
const redirects = new Set([301, 302, 303, 307, 308]);
