import type { RequestListener } from 'node:http';
import { session } from 'electron';
import { afterEach, describe, expect, it } from 'vitest';
import { transport } from '../transport.ts';
import { serve } from './servers.ts';

afterEach(() => session.fromPartition('cloud').setProxy({ mode: 'direct' }));

const { fetch: apiFetch, mediaFetch = apiFetch } = transport();
const both = [
  ['REST calls', apiFetch],
  ['media', mediaFetch],
] as const;
// Without a type Chromium waits for more of the body, to guess one.
const unfinished = { 'content-type': 'video/mp4', 'content-length': '1000000' };
const plain = { credentials: 'omit', redirect: 'error' } as const;

it('the tests of this project run in the main process of Electron, not over Node’s fetch', () => {
  expect([process.type, mediaFetch === apiFetch]).toEqual(['browser', false]);
});

describe.each(both)('%s', (_name, send) => {
  it('go through the proxy of the session', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = await serve((request, response) => {
      asked.push(request.url);
      response.end('by proxy');
    });
    const proxyRules = proxy.replace('http://', '');
    await session.fromPartition('cloud').setProxy({ proxyRules, proxyBypassRules: '<-loopback>' });

    const answer = await send('http://rest-u014.example/thing', plain);

    expect(await answer.text()).toBe('by proxy');
    expect(asked).toEqual(['http://rest-u014.example/thing']);
  });

  it('neither keep nor send a cookie', async () => {
    const cookies: (string | undefined)[] = [];
    const origin = await serve((request, response) => {
      cookies.push(request.headers.cookie);
      response.setHeader('set-cookie', 'who=me; Max-Age=1000').end();
    });

    await send(origin, plain);
    await send(origin, plain);

    expect(cookies).toEqual([undefined, undefined]);
    expect(await session.fromPartition('cloud').cookies.get({})).toEqual([]);
  });

  it('hand over every header of an answer', async () => {
    const sent = {
      etag: '"one"',
      'last-modified': 'Wed, 25 Nov 2026 10:00:00 GMT',
      date: 'Thu, 26 Nov 2026 10:00:00 GMT',
      'retry-after': '9',
      'content-type': 'video/mp4',
      'content-length': '3',
      'x-new-tomorrow': 'yes',
    };
    const origin = await serve((_request, response) => response.writeHead(200, sent).end('abc'));

    const { headers } = await send(origin, plain);

    expect(Object.fromEntries(headers)).toMatchObject(sent);
  });

  it('that break off in the middle of a body fail, after what came before', async () => {
    const origin = await serve((_request, response) => {
      response.writeHead(200, unfinished);
      response.write('ab', () => setTimeout(() => response.destroy(), 50));
    });

    const reader = (await send(origin, plain)).body?.getReader();

    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('ab');
    await expect(reader?.read()).rejects.toThrow();
  });
});

it('a download that is given up ends at the server too', async () => {
  const given = new AbortController();
  const closed = new Promise((resolve) => {
    void serve((_request, response) => {
      response.on('close', resolve);
      response.writeHead(200, unfinished);
      response.write('ab');
    }).then(async (origin) => {
      const answer = await mediaFetch(origin, { ...plain, signal: given.signal });
      await answer.body?.getReader().read();
      given.abort();
    });
  });

  await closed;
});

it.each(both)('%s that are given up before they begin send nothing', async (_name, send) => {
  const asked: (string | undefined)[] = [];
  const origin = await serve(({ url }, response) => {
    asked.push(url);
    response.end();
  });
  const over = AbortSignal.abort(new Error('signed out'));

  await expect(send(`${origin}/given-up`, { ...plain, signal: over })).rejects.toThrow();

  // What had been sent in spite of it would be here before the answer to a later request.
  await send(`${origin}/later`, plain);
  expect(asked).toEqual(['/later']);
});

describe('a redirect', () => {
  const redirecting: RequestListener = ({ url }, response) => {
    if (url === '/') response.writeHead(302, { location: '/next' }).end();
    else response.end('followed');
  };

  it('is an error for a REST call', async () => {
    const origin = await serve(redirecting);

    await expect(apiFetch(origin, plain)).rejects.toThrow();
  });

  it('is an answer for media', async () => {
    const origin = await serve(redirecting);

    const answer = await mediaFetch(origin, { ...plain, redirect: 'manual' });

    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${origin}/next`]);
  });
});
