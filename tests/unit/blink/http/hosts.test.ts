import { describe, expect, it } from 'vitest';
import {
  blinkUrl,
  isBlinkUrl,
  parseCloud,
  resolveMedia,
  restHost,
  routeTo,
} from '../../../../electron/blink/http/hosts.ts';
import { discoverTier } from '../../../../electron/blink/auth/sign-in-strategy.ts';
import { createHttp } from '../../../../electron/blink/http/http.ts';
import { clientOver, credentialsOf } from '../clients.ts';
import { hostileRedirects, hostileRefs, hostileTiers } from '../injection-corpus.ts';
import { manualClock } from '../manual-clock.ts';
import { codeOf, recordedFetch, type RecordedRequest } from '../recorded-fetch.ts';

const ownHost = 'rest-u014.immedia-semi.com';
const hostsOf = (requests: readonly RecordedRequest[]) => [
  ...new Set(requests.map(({ url }) => url.host)),
];
const tokenHosts = (requests: readonly RecordedRequest[]) =>
  hostsOf(requests.filter(({ headers }) => headers.has('authorization')));
const video = () => new Response('x', { headers: { 'content-type': 'video/mp4' } });

describe('a hostile answer', () => {
  it('has enough values to mean something', () => {
    expect(hostileTiers.length + hostileRefs.length + hostileRedirects.length).toBeGreaterThan(60);
  });

  it.each(hostileTiers)('sends nothing to the region %j', async (tier) => {
    const { fetch, requests } = recordedFetch(() => Response.json({ tier, account_id: 1 }));
    const http = createHttp({ fetch, clock: manualClock(), cloud: null });

    expect(await codeOf(discoverTier(http, 'token'))).toBe('bad-answer');
    expect(hostsOf(requests)).toEqual(['rest-prod.immedia-semi.com']);
    expect(() => clientOver(fetch, credentialsOf(tier))).toThrow('bad-answer');
  });

  it.each(hostileRefs)('sends nothing to the recording %j', async (ref) => {
    const { fetch, requests } = recordedFetch(video);
    const { client } = clientOver(fetch);

    expect(await codeOf(client.openClip(ref))).toBe('bad-answer');
    expect(await codeOf(client.picture(ref))).toBe('bad-answer');
    expect(requests).toEqual([]);
  });

  it.each(hostileRedirects)('sends nothing after the redirect %j', async (location) => {
    const { fetch, requests } = recordedFetch(
      () => new Response(null, { status: 302, headers: { location } }),
    );
    const { client } = clientOver(fetch);

    expect(await codeOf(client.openClip('/api/clip.mp4'))).toBe('bad-answer');
    expect(hostsOf(requests)).toEqual([ownHost]);
    expect(requests).toHaveLength(1);
  });
});

describe('a recording', () => {
  it.each([
    ['/api/v3/media/accounts/1/clip.mp4', '/api/v3/media/accounts/1/clip.mp4'],
    ['/media/thumb/1.jpg?ts=5&ext=', '/media/thumb/1.jpg?ts=5&ext='],
    [`https://${ownHost}/api/x.mp4`, '/api/x.mp4'],
    [`https://${ownHost}:443/api/x.mp4#part`, '/api/x.mp4'],
    ['/api/@evil.example/x.mp4', '/api/@evil.example/x.mp4'],
  ])('at %j is asked of the account’s own host', (ref, path) => {
    expect(resolveMedia(ref, restHost('u014')).href).toBe(`https://${ownHost}${path}`);
  });

  it('follows three redirects to public addresses and shows the token to none of them', async () => {
    const hops = ['https://a.example.com/1', 'https://b.example.com/2', 'https://8.8.8.8/3'];
    const { fetch, requests } = recordedFetch(() => {
      const location = hops[requests.length - 1];
      return location === undefined
        ? video()
        : new Response(null, { status: 302, headers: { location } });
    });
    const { client } = clientOver(fetch);

    await client.openClip('/api/clip.mp4');

    expect(hostsOf(requests)).toEqual([ownHost, 'a.example.com', 'b.example.com', '8.8.8.8']);
    expect(tokenHosts(requests)).toEqual([ownHost]);
    expect(requests.every(({ redirect }) => redirect === 'manual')).toBe(true);
  });

  it('follows a relative redirect at the simulator, completed by the network or not', async () => {
    const hops = ['/api/next.mp4', 'http://127.0.0.1:9000/api/last.mp4?x=1'];
    const { fetch, requests } = recordedFetch(() => {
      const location = hops[requests.length - 1];
      return location === undefined
        ? video()
        : new Response(null, { status: 302, headers: { location } });
    });
    const cloud = new URL('http://127.0.0.1:9000');
    const http = createHttp({ fetch, clock: manualClock(), cloud });

    const url = resolveMedia('/api/clip.mp4', restHost('u014'));
    await http.stream({ kind: 'clip', name: 'clip', url, bearer: 'token' });

    expect(requests.map(({ url: { href } }) => href)).toEqual([
      'http://127.0.0.1:9000/api/clip.mp4',
      'http://127.0.0.1:9000/api/next.mp4',
      'http://127.0.0.1:9000/api/last.mp4?x=1',
    ]);
    expect(requests.map(({ headers }) => headers.get('x-blink-host'))).toEqual(
      requests.map(() => ownHost),
    );
    expect(requests.filter(({ headers }) => headers.has('authorization'))).toHaveLength(1);
  });

  it('at Blink itself is not shown the token again after a redirect', async () => {
    const { fetch, requests } = recordedFetch(() =>
      requests.length > 1
        ? video()
        : new Response(null, { status: 302, headers: { location: '/api/next.mp4' } }),
    );

    await clientOver(fetch).client.openClip('/api/clip.mp4');

    expect(requests.map(({ url }) => url.host)).toEqual([ownHost, ownHost]);
    expect(requests.map(({ headers }) => headers.has('authorization'))).toEqual([true, false]);
  });

  it('gives up at the fourth redirect', async () => {
    const { fetch, requests } = recordedFetch(
      () => new Response(null, { status: 307, headers: { location: '/api/again.mp4' } }),
    );
    const { client } = clientOver(fetch);

    expect(await codeOf(client.openClip('/api/clip.mp4'))).toBe('bad-answer');
    expect(requests).toHaveLength(4);
    expect(requests.filter(({ headers }) => headers.has('authorization'))).toHaveLength(1);
  });
});

describe('an address at Blink', () => {
  it.each(['', 'x', '//evil.example/x', '@evil.example'])('is not made of the path %j', (path) => {
    const made = () => blinkUrl(restHost('u014'), path);
    if (path.startsWith('/')) expect(made().host).toBe(ownHost);
    else expect(made).toThrow('invalid-argument');
  });

  it.each([
    ['https://rest-u014.immedia-semi.com/x', true],
    ['https://api.oauth.blink.com/x', true],
    ['http://rest-u014.immedia-semi.com/x', false],
    ['https://rest-u014.immedia-semi.com:444/x', false],
    ['https://a@rest-u014.immedia-semi.com/x', false],
    ['https://rest-u014.immedia-semi.com.evil.example/x', false],
    ['https://rest-.immedia-semi.com/x', false],
    ['https://xrest-u014.immedia-semi.com/x', false],
    ['https://rest-u014.immedia-semi.com./x', false],
  ])('%s is one: %s', (address, isOne) => {
    expect(isBlinkUrl(new URL(address))).toBe(isOne);
  });

  it('goes to the simulator with the host it was meant for', () => {
    const url = blinkUrl(restHost('u014'), '/network/1?x=2');

    expect(routeTo(url, new URL('http://127.0.0.1:9000'))).toEqual({
      url: 'http://127.0.0.1:9000/network/1?x=2',
      headers: { 'x-blink-host': ownHost },
    });
    expect(routeTo(url, null)).toEqual({ url: `https://${ownHost}/network/1?x=2`, headers: {} });
  });
});

describe('PORCHLIGHT_CLOUD', () => {
  it.each([undefined, ''])('%j means Blink itself', (value) => {
    expect(parseCloud(value, true)).toBeNull();
  });

  it.each(['http://127.0.0.1:9000', 'http://localhost:9000/', 'http://[::1]:9000'])(
    '%s is a simulator',
    (value) => {
      expect(parseCloud(value, false)?.port).toBe('9000');
    },
  );

  it.each([
    'https://127.0.0.1:9000',
    'http://127.0.0.1.evil.example:9000',
    'http://127.0.0.1@evil.example',
    'http://user@127.0.0.1:9000',
    'http://192.168.1.5:9000',
    'http://evil.example',
    'http://127.0.0.1:9000/path',
    'http://127.0.0.1:9000/?query',
    'ws://127.0.0.1:9000',
    'file:///tmp',
    'nonsense',
  ])('%s is refused', (value) => {
    expect(() => parseCloud(value, false)).toThrow('invalid-argument');
  });

  it('is refused by a packaged application', () => {
    expect(() => parseCloud('http://127.0.0.1:9000', true)).toThrow('invalid-argument');
  });
});
