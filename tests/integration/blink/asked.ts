import type { BlinkCloud } from '../../blink-cloud/start.ts';

/** One request as the cloud saw it: bodies parsed, of the headers those that are ours. */
export interface Asked {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What `work` makes a client ask, in its order. */
export async function askedDuring(
  cloud: BlinkCloud,
  work: () => Promise<unknown>,
): Promise<readonly Asked[]> {
  cloud.control.clearRequests();
  await work();
  return cloud.control.requests().map(({ method, host, path, query, headers, body }) => ({
    method,
    host,
    path,
    query,
    headers: Object.fromEntries(
      Object.entries(headers).filter(([name]) => !ofTheLibrary.has(name)),
    ),
    body: parsed(body),
  }));
}

/** A question about a job that runs. */
export const isPoll = ({ method, path }: Asked): boolean =>
  method === 'GET' && /\/commands?\/\d+$/.test(path);

function parsed(body: string): unknown {
  return body === '' ? null : JSON.parse(body);
}

// What fetch adds by itself, and the simulator's own.
const ofTheLibrary = new Set(['accept', 'host', 'user-agent', 'x-blink-host']);
