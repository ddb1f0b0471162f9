import { AppError } from '../../shared/errors.ts';
import type { HostRules } from './http/hosts.ts';
import type { HttpRequest } from './http/http-request.ts';

/** How one address is asked. */
export interface How {
  readonly redirect: 'error' | 'manual';
  /** Whether the session may be shown there: at Blink only, and never after a redirect. */
  readonly isSigned: boolean;
  readonly signal: AbortSignal;
}

/** Sends a request to one address, once. */
export type Send = (request: HttpRequest, url: URL, how: How) => Promise<Response>;

/** How media are asked; `cloud` is the simulator, if there is one. */
export interface Follower {
  readonly send: Send;
  readonly cloud: URL | null;
  readonly rules: HostRules;
}

/** The statuses that lead elsewhere. */
export const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Follows at most 3 redirects by hand. The bearer is for the first address only. */
export async function followed(
  { send, cloud, rules }: Follower,
  request: HttpRequest,
  signal: AbortSignal,
): Promise<Response> {
  const hop: How = { redirect: 'manual', isSigned: false, signal };
  let { url } = request;
  let response = await send(request, url, { ...hop, isSigned: true });
  for (let hops = 0; redirects.has(response.status); hops += 1) {
    await response.body?.cancel();
    if (hops === mostHops) throw new AppError('bad-answer', `${request.name}: too many redirects`);
    url = rules.nextHop(response.headers.get('location'), url, cloud);
    response = await send(request, url, hop);
  }
  return response;
}

const mostHops = 3;
