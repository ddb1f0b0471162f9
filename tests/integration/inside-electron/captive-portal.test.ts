import type { RequestListener } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { setUpSignedIn, type Services } from '../services/setup.ts';
import { transport, useTransport } from '../transport.ts';
import { serve, serveUntrusted } from './servers.ts';

/** What the network does with a request for Blink. Null: it lets it through. */
let portal: string | null = null;
/** Which requests are led to the portal, by their path. */
let isCaught: (path: string) => boolean = () => true;

const usual = transport();

/** A resolver that answers with the portal's address for every name, as that of a hotel does. */
function led(url: string): string {
  const { pathname, search } = new URL(url);
  return portal === null || !isCaught(pathname) ? url : `${portal}${pathname}${search}`;
}

beforeEach(() => {
  portal = null;
  isCaught = () => true;
  const { mediaFetch = usual.fetch } = usual;
  useTransport({
    ...usual,
    fetch: (url, init) => usual.fetch(led(url), init),
    mediaFetch: (url, init) => mediaFetch(led(url), init),
  });
});
afterEach(() => {
  useTransport(usual);
});

/**
 * How a network that wants a sign-in of its own answers in the place of Blink. `seen` counts the requests that came to a
 * server with a foreign certificate, or to the page a redirect leads to.
 */
async function portals() {
  let seen = 0;
  const count: RequestListener = (_request, response) => {
    seen += 1;
    response.end('<h1>Welcome</h1>');
  };
  const landing = await serve(count);
  const answering = (status: number, headers: Readonly<Record<string, string>>) =>
    serve((_request, response) => response.writeHead(status, headers).end('<h1>Welcome</h1>'));
  const html = { 'content-type': 'text/html' };
  const origins: Readonly<Record<Way, string>> = {
    'a redirect': await answering(302, { location: `${landing}/welcome` }),
    'a page': await answering(200, html),
    'status 511': await answering(511, html),
    'a foreign certificate': await serveUntrusted(count),
  };
  return { origins, seen: () => seen };
}

const ways = ['a redirect', 'a page', 'status 511', 'a foreign certificate'] as const;
type Way = (typeof ways)[number];

/** Two polls never begin closer than 2 s. */
const longerThanTwoPollsApart = 5_000;

const homescreens = ({ cloud }: Services) =>
  cloud.control.requests().filter(({ path }) => path.endsWith('/homescreen')).length;

const connectionOf = ({ store }: Services) => store.get().connection;

describe.each(ways)('a network that wants a sign-in of its own, by %s', (way) => {
  it('is named, takes no token, signs nobody out, and is over with the next poll', async () => {
    const { origins, seen } = await portals();
    const all = await setUpSignedIn();
    const sync = all.account.cloud();
    portal = origins[way];

    await expect(sync.home.refresh()).rejects.toMatchObject({ code: 'captive-portal' });
    sync.resume();
    await vi.waitFor(() => {
      expect(connectionOf(all)).toMatchObject({ status: 'trouble', problem: 'captive-portal' });
    }, longerThanTwoPollsApart);
    expect(seen()).toBe(0);
    expect(all.store.get().account.phase).toBe('signed-in');

    portal = null;
    all.cloud.control.clearRequests();
    sync.resume();
    await vi.waitFor(() => {
      expect(connectionOf(all)).toMatchObject({ status: 'online', problem: null });
    }, longerThanTwoPollsApart);
    expect(homescreens(all)).toBe(1);
  });

  it('that answers when a token is renewed costs none', async () => {
    const { origins, seen } = await portals();
    const all = await setUpSignedIn();
    const sync = all.account.cloud();
    const kept = JSON.stringify([...all.secrets.entries]);
    portal = origins[way];
    isCaught = (path) => path.startsWith('/oauth/');
    all.cloud.control.expireTokens();

    await expect(sync.home.refresh()).rejects.toMatchObject({ code: 'captive-portal' });
    expect(seen()).toBe(0);
    expect(JSON.stringify([...all.secrets.entries])).toBe(kept);

    portal = null;
    await sync.home.refresh();
    expect(all.store.get().account.phase).toBe('signed-in');
    expect(JSON.stringify([...all.secrets.entries])).not.toBe(kept);
  });
});
