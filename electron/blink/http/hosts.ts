import { BlockList, isIP } from 'node:net';
import { AppError } from '../../../shared/errors.ts';

/** One account's host; the tier is its region. */
export type RestHost = `rest-${string}.immedia-semi.com`;

/** The only hosts a request of ours is addressed to, and the only ones a token is sent to. */
export type BlinkHost = RestHost | typeof oauthHost;

/** The address a request is sent to: at Blink, or at a simulator on this computer that gets Blink's host as a header. */
export interface Route {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export const oauthHost = 'api.oauth.blink.com';

/** True for a region's name that a host name may be built from. */
export const isTier = (tier: string): boolean => /^[a-z0-9]{2,8}$/.test(tier);

/** The host of a region; `bad-answer` for anything that is no region's name. */
export function restHost(tier: string): RestHost {
  if (!isTier(tier)) throw new AppError('bad-answer', 'tier: not a region');
  return `rest-${tier}.immedia-semi.com`;
}

/** An address at Blink, parsed and checked again; `path` starts with one slash and may carry a query. */
export function blinkUrl(host: BlinkHost, path: string): URL {
  const url = path.startsWith('/') ? parse(`https://${host}${path}`) : null;
  if (url?.host !== host || !isBlinkUrl(url)) {
    throw new AppError('invalid-argument', 'address: not at Blink');
  }
  return url;
}

/** True for an https address of exactly a Blink host: nothing else may see a token. */
export function isBlinkUrl(url: URL): boolean {
  return isDefaultHttps(url) && (url.host === oauthHost || restPattern.test(url.host));
}

/**
 * The simulator named by PORCHLIGHT_CLOUD, null without one. `invalid-argument` unless it is plain http on a loopback
 * address: an application started for a simulator must not reach the real cloud by mistake.
 */
export function parseCloud(value: string | undefined, isPackaged: boolean): URL | null {
  if (value === undefined || value === '') return null;
  const url = parse(value);
  const isOurs = url?.protocol === 'http:' && isLoopback(url.hostname);
  if (isPackaged || !isOurs || hasUser(url) || url.href !== `${url.origin}/`) {
    throw new AppError('invalid-argument', 'PORCHLIGHT_CLOUD: only http on a loopback address');
  }
  return url;
}

/** Sends a checked address to Blink, or to the simulator with the host it was meant for. */
export function routeTo(url: URL, cloud: URL | null): Route {
  if (cloud === null) return { url: url.href, headers: {} };
  return {
    url: `${cloud.origin}${url.pathname}${url.search}`,
    headers: { 'x-blink-host': url.host },
  };
}

/** The address of a recording or still; `bad-answer` unless it lies with the account's own host, below a known path. */
export function resolveMedia(ref: string, host: RestHost): URL {
  const url =
    printable.test(ref) && ref.length <= longestRef ? parse(ref, `https://${host}/`) : null;
  const isOurs = url?.origin === `https://${host}` && isBlinkUrl(url);
  if (!isOurs || !mediaPrefixes.some((prefix) => url.pathname.startsWith(prefix))) {
    throw new AppError('bad-answer', "media path: not with the account's host");
  }
  url.hash = '';
  return url;
}

/** Where a redirect of a recording leads; `bad-answer` unless it is https on a public address. */
export function resolveRedirect(location: string | null, from: URL, cloud: URL | null): URL {
  const target = location === null ? null : parse(location, from.href);
  // Chromium completes a relative redirect by itself, with the simulator's address.
  const isCompleted = target !== null && cloud !== null && target.origin === cloud.origin;
  const url = isCompleted ? parse(`${from.origin}${target.pathname}${target.search}`) : target;
  if (url === null || !isDefaultHttps(url) || !isPublicName(url.hostname)) {
    throw new AppError('bad-answer', 'media redirect: not to a public https address');
  }
  return url;
}

/** The checks that keep requests and tokens at Blink. An argument, so that a test can leave one out and show the harm. */
export interface HostRules {
  readonly restHost: typeof restHost;
  readonly blinkUrl: typeof blinkUrl;
  readonly isBlinkUrl: typeof isBlinkUrl;
  readonly resolveMedia: typeof resolveMedia;
  readonly resolveRedirect: typeof resolveRedirect;
}

export const hostRules: HostRules = {
  restHost,
  blinkUrl,
  isBlinkUrl,
  resolveMedia,
  resolveRedirect,
};

const restPattern = /^rest-[a-z0-9]{2,8}\.immedia-semi\.com$/;
const mediaPrefixes = ['/api/', '/media/'];
const longestRef = 2_048;
// ASCII without spaces, control characters and the backslash, which URL parsers read as a slash.
const printable = /^[!-[\]-~]+$/;

function parse(value: string, base?: string): URL | null {
  try {
    return new URL(value, base);
  } catch {
    return null;
  }
}

const hasUser = (url: URL): boolean => url.username !== '' || url.password !== '';

const isDefaultHttps = (url: URL): boolean =>
  url.protocol === 'https:' && url.port === '' && !hasUser(url);

/** True for an address or a name on the internet. A name may still resolve to a private address: check those as well. */
export function isPublicName(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  if (version === 4) return !notPublic.check(address, 'ipv4');
  if (version === 6)
    return globalUnicast.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
  return hostname.includes('.') && !localNames.test(hostname);
}

/** True for an address in one of these networks, each written like `192.168.1.7/24`. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const list = new BlockList();
  for (const written of networks) {
    const [net = '', bits = ''] = written.split('/');
    if (isIP(net) !== 0) list.addSubnet(net, Number(bits), isIP(net) === 6 ? 'ipv6' : 'ipv4');
  }
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** True for this computer itself. */
export const isLoopback = (host: string): boolean => loopbackHosts.has(host);

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|home\.arpa)\.?$/;

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

const notPublic = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  notPublic.addSubnet(net, bits, 'ipv4');
}
// Addresses that carry an IPv4 address inside (Teredo, 6to4), and the one for documentation.
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const) {
  notPublic.addSubnet(net, bits, 'ipv6');
}
