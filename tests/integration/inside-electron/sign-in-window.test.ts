import { createServer } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createSignInWindow } from '../../../electron/desktop/windows/sign-in-window.ts';
import { systemClock as clock, systemRandom as random } from '../../../electron/lib/clock.ts';
import { listen, serve, serveUntrusted } from './servers.ts';

/** Opens the page of a sign-in at this address, which is the whole cloud unless it is https. */
function show(origin: string): Promise<string> {
  const cloudOrigin = origin.startsWith('https:') ? null : origin;
  const showSignIn = createSignInWindow({ title: 'Sign in', icon: '', clock, random, cloudOrigin });
  return showSignIn({ url: `${origin}/sign-in`, isRedirect: (url) => url.startsWith('app:done') });
}

describe('a sign-in page that somebody else answers for', () => {
  it('with a foreign certificate is a captive portal, and sees no request', async () => {
    let asked = 0;
    const origin = await serveUntrusted((_request, response) => {
      asked += 1;
      response.end();
    });

    await expect(show(origin)).rejects.toMatchObject({ code: 'captive-portal' });
    expect(asked).toBe(0);
  });

  it('by leading to a page without encryption is a captive portal, and that page is not asked', async () => {
    let asked = 0;
    const landing = await serve((_request, response) => {
      asked += 1;
      response.end('<h1>Welcome</h1>');
    });
    const origin = await serve((_request, response) =>
      response.writeHead(302, { location: `${landing}/welcome` }).end(),
    );

    await expect(show(origin)).rejects.toMatchObject({ code: 'captive-portal' });
    expect(asked).toBe(0);
  });

  it('with status 511 is a captive portal', async () => {
    const origin = await serve((_request, response) => response.writeHead(511).end('Welcome'));

    await expect(show(origin)).rejects.toMatchObject({ code: 'captive-portal' });
  });
});

it('a sign-in page that nobody answers for is offline', async () => {
  const server = createServer();
  const origin = `http://${await listen(server)}`;
  server.close();

  await expect(show(origin)).rejects.toMatchObject({ code: 'offline' });
});
