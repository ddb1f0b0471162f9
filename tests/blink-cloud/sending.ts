import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { bufferBlob, type Blob } from './blobs.ts';
import type { Answer, Content } from './exchange.ts';

/** How an answer is put on the wire. */
export interface Sending {
  readonly method: string;
  /** At most so many bytes a second for each answer. */
  readonly bytesPerSecond: number;
}

const PIECE_BYTES = 1_048_576;
const TICKS_PER_SECOND = 20;

/** Sends an answer: without a body for HEAD, no faster than it may. */
export async function send(response: ServerResponse, answer: Answer, sending: Sending) {
  const { status, headers, cutAt } = answer;
  const { type, bytes } = bodyOf(answer.content);
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, typeof value === 'string' ? value : [...value]);
  }
  if (!response.hasHeader('content-type')) response.setHeader('content-type', type);
  response.setHeader('content-length', bytes.size);
  response.writeHead(status);
  if (sending.method === 'HEAD') {
    response.end();
    return;
  }
  await write(response, bytes, cutAt ?? bytes.size, sending.bytesPerSecond);
  if (cutAt === undefined) response.end();
  else response.destroy();
}

function bodyOf(content: Content): { readonly type: string; readonly bytes: Blob } {
  if (content.kind === 'bytes') return content;
  if (content.kind === 'text') {
    return { type: content.type, bytes: bufferBlob(Buffer.from(content.text)) };
  }
  return {
    type: 'application/json',
    bytes: bufferBlob(Buffer.from(JSON.stringify(content.value))),
  };
}

async function write(response: ServerResponse, bytes: Blob, end: number, bytesPerSecond: number) {
  const isSlow = bytesPerSecond < Infinity;
  const step = isSlow ? Math.max(1, Math.floor(bytesPerSecond / TICKS_PER_SECOND)) : PIECE_BYTES;
  for (let at = 0; at < end && !response.destroyed; at += step) {
    await flushed(response, bytes.read(at, Math.min(at + step, end)));
    if (isSlow) await wait(1000 / TICKS_PER_SECOND, undefined, { ref: false });
  }
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
