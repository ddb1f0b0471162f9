import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import { rootCertificates } from 'node:tls';

/**
 * Node's network for the pages of a scripted sign-in: redirects are answers, and every Set-Cookie is there. Not Node's
 * `fetch`: that one lets variables like NODE_TLS_REJECT_UNAUTHORIZED decide whom to trust with the password.
 */
export async function pageFetch(url: string, init: RequestInit): Promise<Response> {
  const { signal, method = 'GET', body } = init;
  signal?.throwIfAborted();
  if (body !== undefined && body !== null && typeof body !== 'string') {
    throw new TypeError('a page is sent text only');
  }
  const headers = Object.fromEntries(new Headers(init.headers));
  const options = { method, headers, ...(signal ? { signal } : {}) };
  return new Promise((resolve, reject) => {
    const onAnswer = (message: IncomingMessage) => {
      try {
        resolve(responseOf(message));
      } catch (error) {
        message.destroy();
        reject(error instanceof Error ? error : new Error('unreadable answer'));
      }
    };
    const request = url.startsWith('https:')
      ? httpsRequest(url, { ...options, agent: checkedAgent }, onAnswer)
      : httpRequest(url, { ...options, agent: plainAgent }, onAnswer);
    request.on('error', reject);
    request.end(body ?? undefined);
  });
}

/** Said here, these win over every variable. */
const checkedAgent = new Agent({
  ca: [...rootCertificates],
  rejectUnauthorized: true,
  minVersion: 'TLSv1.2',
});
const plainAgent = new HttpAgent();

const withoutBody = new Set([204, 205, 304]);

function responseOf(message: IncomingMessage): Response {
  const status = message.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  if (withoutBody.has(status)) message.resume();
  const body = withoutBody.has(status) ? null : (Readable.toWeb(message) as ReadableStream);
  return new Response(body, { status, headers });
}
