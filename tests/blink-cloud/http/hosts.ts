import type { IncomingHttpHeaders } from 'node:http';

/** Which of Blink's hosts a request is for; `any` is a loopback address without a Blink host. */
export type BlinkHost =
  | { readonly kind: 'any' }
  | { readonly kind: 'oauth' }
  | { readonly kind: 'rest'; readonly tier: string }
  | { readonly kind: 'unknown'; readonly name: string };

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const REST = /^rest-([a-z0-9]{2,8})\.immedia-semi\.com$/;

/** `X-Blink-Host` counts before `Host`. */
export function hostOf(headers: IncomingHttpHeaders): BlinkHost {
  const named = headers['x-blink-host'] ?? headers.host ?? '';
  const name = String(named).toLowerCase().replace(/:\d+$/, '');
  if (name === 'api.oauth.blink.com') return { kind: 'oauth' };
  const tier = REST.exec(name)?.[1];
  if (tier) return { kind: 'rest', tier };
  return LOOPBACK.has(name) ? { kind: 'any' } : { kind: 'unknown', name };
}

/** The host's name as people write it; empty for a loopback address. */
export function hostName(host: BlinkHost): string {
  if (host.kind === 'oauth') return 'api.oauth.blink.com';
  if (host.kind === 'rest') return `rest-${host.tier}.immedia-semi.com`;
  return host.kind === 'unknown' ? host.name : '';
}
