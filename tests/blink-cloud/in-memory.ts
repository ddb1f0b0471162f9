import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { bufferBlob } from './media/blobs.ts';
import { createCloud } from './cloud.ts';
import { createControl, type Control } from './control/control.ts';
import type { Answer, Ask } from './http/exchange.ts';
import { hostOf } from './http/hosts.ts';
import { assemble, type BlinkCloudOptions } from './parts.ts';
import { routesOf } from './routes.ts';
import { bodyOf, headersOf, stepsOf, type Pace } from './http/wire.ts';

export interface MemoryCloudOptions extends BlinkCloudOptions {
  /** How answers wait that are slow, silent or trickling: a test hands in a clock of its own. */
  readonly wait: (ms: number) => Promise<void>;
  /** How large the pieces of a body are; 16 KiB unless told. */
  readonly pieceBytes?: number;
}

/** A simulated Blink cloud without a process, a port or a connection: what a test needs that owns its time. */
export interface MemoryCloud {
  /** Takes the place of the global `fetch`, for any address. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly control: Control;
  /** A pair of tokens, as a sign-in would give. */
  signIn(hardwareId: string): { readonly accessToken: string; readonly refreshToken: string };
}

const USUAL_PIECE_BYTES = 16_384;

/** Builds a cloud that answers in this process only. Live views are listed, but nobody streams them. */
export function openMemoryCloud(options: MemoryCloudOptions): MemoryCloud {
  const { era = 'today', latencyMs = 0, wait } = options;
  const parts = assemble(options);
  let reachableFrom = -Infinity;
  let outages = 0;
  const operator = {
    outage(ms: number) {
      outages += 1;
      reachableFrom = parts.timeline.now() + ms;
    },
  };
  const isReachable = () => parts.timeline.now() >= reachableFrom;
  const cloud = createCloud({
    ...parts,
    era,
    latencyMs,
    wait,
    account: parts.world.file.account,
    routes: routesOf({ ...parts, addressFor: () => '127.0.0.1:9' }),
  });
  const pace: Pace = {
    bytesPerSecond: options.bytesPerSecond ?? Infinity,
    pieceBytes: options.pieceBytes ?? USUAL_PIECE_BYTES,
  };
  return {
    control: createControl({ ...parts, liveView: nobodyStreams, operator }),
    async fetch(url, init) {
      const signal = init.signal ?? new AbortController().signal;
      signal.throwIfAborted();
      const before = outages;
      const isConnected = () => outages === before;
      if (!isReachable()) throw new TypeError('fetch failed: refused');
      const answer = await unlessAborted(cloud(askOf(url, init)), signal);
      if (answer.manner?.isLost === true || !isConnected()) {
        throw new TypeError('fetch failed: reset');
      }
      return responseOf(answer, { pace, signal, wait, isConnected });
    },
    signIn(hardwareId) {
      const { access_token, refresh_token } = parts.tokens.issue('ios', hardwareId);
      return { accessToken: access_token, refreshToken: refresh_token };
    },
  };
}

const nobodyStreams = { fingerprints: () => [], renewCertificates: () => undefined };

interface Line {
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly wait: (ms: number) => Promise<void>;
  /** Until the next outage, however short. */
  readonly isConnected: () => boolean;
}

function responseOf(answer: Answer, line: Line): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(headersOf(answer))) {
    for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one);
  }
  const { status } = answer;
  const hasBody = status !== 204 && status !== 304;
  const body = hasBody ? streamOf(unpacked(answer, headers), line) : null;
  return new Response(body, { status, headers });
}

/** What says that it is compressed is unpacked on the way in, as every fetch does; its headers stay. */
function unpacked(answer: Answer, headers: Headers): Answer {
  if (headers.get('content-encoding') !== 'gzip') return answer;
  const { type, bytes } = bodyOf(answer);
  const whole = bufferBlob(gunzipSync(bytes.read(0, bytes.size)));
  return { ...answer, content: { kind: 'bytes', type, bytes: whole } };
}

function streamOf(answer: Answer, { pace, signal, wait, isConnected }: Line) {
  const steps = stepsOf(answer, pace);
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        signal.addEventListener('abort', () => controller.error(signal.reason), { once: true });
      },
      async pull(controller) {
        // Not `for of`: that would end the steps with the first piece.
        for (let next = steps.next(); next.done !== true; next = steps.next()) {
          const step = next.value;
          if (step.kind === 'silence') await unlessAborted(wait(step.ms), signal).catch(() => null);
          if (signal.aborted) return;
          if (step.kind === 'cut' || !isConnected()) {
            controller.error(new TypeError('terminated'));
            return;
          }
          if (step.kind !== 'bytes') continue;
          controller.enqueue(new Uint8Array(step.bytes));
          answer.onSent?.(step.bytes.length);
          return;
        }
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

function askOf(written: string, { method = 'GET', headers, body }: RequestInit): Ask {
  const url = new URL(written);
  const told: IncomingHttpHeaders = { host: url.host, ...Object.fromEntries(new Headers(headers)) };
  return {
    method,
    host: hostOf(told),
    path: url.pathname,
    query: url.searchParams,
    headers: told,
    body: typeof body === 'string' ? body : '',
  };
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () =>
      reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
