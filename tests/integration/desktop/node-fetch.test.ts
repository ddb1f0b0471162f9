import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { pageFetch } from '../../../electron/desktop/system/node-fetch.ts';
import { createIdentity } from '../../blink-cloud/live-view/certificate.ts';
import { run } from '../../desktop/processes.ts';
import { temporaryFolder } from '../../unit/store/support.ts';

const client = fileURLToPath(new URL('node-fetch-client.ts', import.meta.url));
const tsx = import.meta.resolve('tsx');

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Asks from a process that was started with these variables. */
async function askWith(variables: Readonly<Record<string, string>>, url: string): Promise<unknown> {
  const env = { PATH: process.env.PATH ?? '', ...variables };
  const args = ['--import', tsx, client, url];
  const { code, stdout, stderr } = await run(process.execPath, args, { env });
  if (code !== 0) throw new Error(stderr);
  const answer: unknown = JSON.parse(stdout);
  return answer;
}

test('no variable makes it trust a certificate that the public ones do not cover', async () => {
  const identity = createIdentity('ec');
  let asked = 0;
  const server = createServer(identity, (_request, response) => {
    asked += 1;
    response.end();
  });
  const url = `https://127.0.0.1:${await listen(server)}/oauth/v2/signin`;
  const file = path.join(await temporaryFolder(), 'own.pem');
  await writeFile(file, identity.cert);

  const untrusted = { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' };
  expect(await askWith({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, url)).toEqual(untrusted);
  expect(await askWith({ NODE_EXTRA_CA_CERTS: file }, url)).toEqual(untrusted);
  expect(asked).toBe(0);
});

test('redirects are answers, and every cookie, header and letter of the form arrives', async () => {
  const seen: { request: IncomingMessage; body: string }[] = [];
  const server = createPlain((request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      seen.push({ request, body });
      response.writeHead(302, { location: '/next', 'set-cookie': ['a=1; Path=/', 'b=2; Path=/'] });
      response.end('moved');
    });
  });
  const url = `http://127.0.0.1:${await listen(server)}/oauth/v2/signin?x=1`;
  const headers = {
    origin: 'https://api.oauth.blink.com',
    referer: 'https://api.oauth.blink.com/',
  };

  const answer = await pageFetch(url, { method: 'POST', headers, body: 'name=ä' });

  expect(answer.status).toBe(302);
  expect(answer.headers.get('location')).toBe('/next');
  expect(answer.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/']);
  expect(await answer.text()).toBe('moved');
  expect(seen.map(({ request, body }) => [request.method, request.url, body])).toEqual([
    ['POST', '/oauth/v2/signin?x=1', 'name=ä'],
  ]);
  expect(seen[0]?.request.headers).toMatchObject(headers);
});

test('what is given up already is not sent, and what is given up later ends', async () => {
  let asked = 0;
  const server = createPlain(() => (asked += 1));
  const url = `http://127.0.0.1:${await listen(server)}/`;

  await expect(pageFetch(url, { signal: AbortSignal.abort() })).rejects.toThrow();
  expect(asked).toBe(0);

  const later = new AbortController();
  const pending = pageFetch(url, { signal: later.signal });
  await once(server, 'request');
  later.abort();
  await expect(pending).rejects.toThrow();
});
