import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createServer, getCiphers, type Server, type TLSSocket, type TlsOptions } from 'node:tls';
import { createIdentity, type Flaw, type Identity } from './certificate.ts';

/** Where clients connect to look through a camera. */
export interface Listener {
  readonly address: string;
  /** The certificate shown from now on; made when it is first needed. */
  identity(): Identity;
  /** Another server of the fleet answers: another key, another certificate, with what is wrong with it. */
  renew(flaw?: Flaw): Identity;
  stop(): Promise<void>;
}

/** What a listener can speak: what is usual, no more than TLS 1.2, or the one suite of the servers of 2020. */
export type Speech = 'usual' | 'tls12' | 'old-suite';

const OLD_SUITE: TlsOptions = { ciphers: 'AES128-SHA256' };
const TLS_12: TlsOptions = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' };
const OPTIONS: Readonly<Record<Speech, TlsOptions>> = {
  usual: {},
  tls12: TLS_12,
  'old-suite': { ...TLS_12, ...OLD_SUITE },
};

/** False inside Electron: its TLS library has left the old suite out. */
export const isSpeakable = (speech: Speech): boolean =>
  speech !== 'old-suite' || getCiphers().includes('aes128-sha256');

/** Listens on the loopback address with a certificate nobody has signed. */
export async function startListener(
  speech: Speech,
  port: number,
  onSocket: (socket: TLSSocket) => void,
): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer(OPTIONS[speech], onSocket);
  // Those that still shake hands are connections too.
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  // A handshake that fails is the client's to report.
  server.on('tlsClientError', () => undefined);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  let identity: Identity | undefined;

  function renew(flaw: Flaw = 'none'): Identity {
    identity = createIdentity(speech === 'old-suite' ? 'rsa' : 'ec', flaw);
    server.setSecureContext({ ...OPTIONS[speech], ...identity });
    return identity;
  }

  return {
    address: addressOf(server),
    identity: () => identity ?? renew(),
    renew,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `127.0.0.1:${address.port}`;
}
