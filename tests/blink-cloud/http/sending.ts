import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from './exchange.ts';
import { headersOf, stepsOf } from './wire.ts';

/** How an answer is put on the wire. */
export interface Sending {
  readonly method: string;
  /** At most so many bytes a second for each answer. */
  readonly bytesPerSecond: number;
}

const PIECE_BYTES = 1_048_576;

/** Sends an answer: without a body for HEAD, no faster than it may. */
export async function send(response: ServerResponse, answer: Answer, sending: Sending) {
  if (answer.manner?.isLost === true) {
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(headersOf(answer))) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  response.writeHead(answer.status);
  if (sending.method === 'HEAD') response.end();
  else await write(response, answer, sending.bytesPerSecond);
}

async function write(response: ServerResponse, answer: Answer, bytesPerSecond: number) {
  // Counted from the start, so that timers that are late do not make it slower than it was told to be.
  let dueAt = performance.now();
  for (const step of stepsOf(answer, { bytesPerSecond, pieceBytes: PIECE_BYTES })) {
    if (response.destroyed) return;
    if (step.kind === 'silence') {
      dueAt += step.ms;
      await silent(response, dueAt - performance.now());
    } else if (step.kind === 'cut') await broken(response);
    else {
      await flushed(response, step.bytes);
      answer.onSent?.(step.bytes.length);
    }
  }
  if (!response.destroyed) response.end();
}

/** What was said before, the headers at least, still arrives. */
async function broken(response: ServerResponse) {
  response.flushHeaders();
  await new Promise((resolve) => setImmediate(resolve));
  response.destroy();
}

/** Ends early when the connection is gone. */
async function silent(response: ServerResponse, ms: number) {
  if (ms <= 0) return;
  const gone = new AbortController();
  const onClose = () => gone.abort();
  response.once('close', onClose);
  await wait(ms, undefined, { ref: false, signal: gone.signal }).catch(() => undefined);
  response.off('close', onClose);
}

/** Until the bytes have left, or the connection is gone. */
const flushed = (response: ServerResponse, bytes: Buffer) =>
  new Promise<void>((resolve) => {
    const gone = () => resolve();
    response.once('close', gone);
    response.write(bytes, () => {
      response.off('close', gone);
      resolve();
    });
  });
