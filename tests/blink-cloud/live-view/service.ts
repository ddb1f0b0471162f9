import type { TLSSocket } from 'node:tls';
import type { RoutedAsk } from '../http/exchange.ts';
import type { Faults } from '../faults/faults.ts';
import type { Flaw } from './certificate.ts';
import { serveConnection, type ConnectionDeps } from './connection.ts';
import { isSpeakable, startListener, type Listener, type Speech } from './listener.ts';
import { isRtsp, serveRtsp } from './rtsp.ts';

/** The servers that stream what cameras see. */
export interface LiveViewService {
  /** Where a live view asked for now is streamed: `host:port`. */
  addressFor(ask: RoutedAsk): string;
  /** The certificates shown, as their SHA-256 fingerprints. */
  fingerprints(): readonly string[];
  /** From now on other servers of the fleet answer, with other keys. */
  renewCertificates(flaw?: Flaw): void;
  stop(): Promise<void>;
}

interface ServiceDeps extends ConnectionDeps {
  readonly faults: Faults;
  readonly port: number;
}

/** One listener for each way of speaking TLS; Blink's own protocol and RTSP share them. */
export async function startLiveView(deps: ServiceDeps): Promise<LiveViewService> {
  const onSocket = (socket: TLSSocket) => greet(deps, socket);
  const usual = await startListener('usual', deps.port, onSocket);
  const tls12 = await startListener('tls12', 0, onSocket);
  const oldSuite = isSpeakable('old-suite') ? await startListener('old-suite', 0, onSocket) : null;
  const listeners: Readonly<Record<Speech, Listener | null>> = {
    usual,
    tls12,
    'old-suite': oldSuite,
  };
  const everyListener = Object.values(listeners).filter((listener) => listener !== null);

  return {
    addressFor(ask) {
      const fault = deps.faults.take('live-view-tls12', ask);
      const speech =
        fault === undefined ? 'usual' : fault.variant === 'old-suite' ? 'old-suite' : 'tls12';
      const listener = listeners[speech];
      if (listener === null) throw new Error(`this process cannot speak TLS as in ${speech}`);
      listener.identity();
      return listener.address;
    },
    fingerprints: () => [usual, tls12].map((listener) => listener.identity().fingerprint),
    renewCertificates(flaw) {
      for (const listener of everyListener) listener.renew(flaw);
    },
    async stop() {
      await Promise.all(everyListener.map((listener) => listener.stop()));
    },
  };
}

/** The first byte tells which protocol is spoken. */
function greet(deps: ServiceDeps, socket: TLSSocket) {
  // A connection that breaks is closed all the same; that is where it is dealt with.
  socket.on('error', () => undefined);
  socket.once('data', (bytes: Buffer) => {
    if (isRtsp(bytes)) serveRtsp(deps, socket, bytes);
    else serveConnection(deps, socket, bytes);
  });
}
