import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { CONTROL_PATH } from '../control/control-routes.ts';
import { failure, type Answer, type Ask, type RoutedAsk } from './exchange.ts';
import { hostOf } from './hosts.ts';
import { send } from './sending.ts';

export interface ServerParts {
  readonly port: number;
  readonly cloud: (ask: Ask) => Promise<Answer>;
  readonly control: (ask: RoutedAsk) => Answer;
  /** At most so many bytes a second for each answer. */
  readonly bytesPerSecond: number;
}

export interface RunningServer {
  readonly url: string;
  /** Nobody gets through for so long; then it listens again at the same address. */
  outage(ms: number): void;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 1_000_000;

/** Listens on the loopback address only; port 0 takes a free one. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const server = createServer((request, response) => {
    // What is caught here is a connection that broke; mistakes of our own are answered 500.
    exchange(parts, request, response).catch(() => response.destroy());
  });
  server.listen(parts.port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const outages = createOutages(server, address.port);
  let stopped: Promise<void> | undefined;
  return {
    url: `http://127.0.0.1:${address.port}`,
    outage: outages.begin,
    stop() {
      outages.cancel();
      return (stopped ??= close(server));
    },
  };
}

function createOutages(server: Server, port: number) {
  let timer: NodeJS.Timeout | undefined;
  return {
    begin(ms: number) {
      clearTimeout(timer);
      // Not before the answer to whoever asked for it has left.
      setImmediate(() => {
        if (server.listening) server.close();
        server.closeAllConnections();
      });
      timer = setTimeout(() => server.listen(port, '127.0.0.1'), ms);
    },
    cancel: () => clearTimeout(timer),
  };
}

async function close(server: Server) {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

async function exchange(parts: ServerParts, request: IncomingMessage, response: ServerResponse) {
  const ask = await askOf(request);
  const answer = await answerTo(parts, ask).catch((error: unknown) => {
    console.error(error);
    return failure(500, 'The simulator failed', 500);
  });
  await send(response, answer, { method: ask.method, bytesPerSecond: parts.bytesPerSecond });
}

const answerTo = async (parts: ServerParts, ask: Ask): Promise<Answer> =>
  ask.path.startsWith(CONTROL_PATH) ? parts.control({ ...ask, params: {} }) : parts.cloud(ask);

async function askOf(request: IncomingMessage): Promise<Ask> {
  const url = new URL(request.url ?? '/', 'http://simulator.test');
  return {
    method: request.method ?? 'GET',
    host: hostOf(request.headers),
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: await bodyOf(request),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk as Uint8Array);
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new Error('request body too large');
    chunks.push(part);
  }
  return Buffer.concat(chunks).toString('utf8');
}
