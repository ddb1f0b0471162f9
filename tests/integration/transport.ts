import type { HttpDeps } from '../../electron/blink/http/http.ts';

/** How the requests of a client leave this process. */
export type Transport = Pick<HttpDeps, 'fetch' | 'mediaFetch' | 'pageFetch'>;

let chosen: Transport = { fetch: (url, init) => fetch(url, init) };

/** Node's fetch; inside Electron the application's own. */
export const transport = (): Transport => chosen;

/** For the setup file of a vitest project. */
export function useTransport(other: Transport): void {
  chosen = other;
}
