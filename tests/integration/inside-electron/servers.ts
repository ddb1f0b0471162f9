import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import { onTestFinished } from 'vitest';
import { createIdentity } from '../../blink-cloud/live-view/certificate.ts';

/** Starts a server on this machine that is closed after the test; answers its host and port. */
export async function listen(server: Server | SecureServer): Promise<string> {
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `127.0.0.1:${address.port}`;
}

/** A server without encryption; answers its origin. */
export const serve = async (listener: RequestListener): Promise<string> =>
  `http://${await listen(createServer(listener))}`;

/** A server with a certificate that nobody trusts; answers its origin. */
export const serveUntrusted = async (listener: RequestListener): Promise<string> =>
  `https://${await listen(createSecureServer(createIdentity('ec'), listener))}`;
