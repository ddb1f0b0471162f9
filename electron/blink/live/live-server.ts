import { networkInterfaces } from 'node:os';
import { AppError } from '../../../shared/errors.ts';
import { isInNetworks, isLoopback, isPublicName } from '../http/hosts.ts';

/** Where a live picture comes from. The address is the cloud's, checked; nothing else may be connected to. */
export interface LiveServer {
  readonly protocol: 'immis' | 'rtsps';
  /** An address or a name. A name's addresses have to be checked as well (`isAllowedHost`). */
  readonly host: string;
  readonly port: number;
  /** As the cloud wrote it: it holds the session's secret. */
  readonly url: string;
}

export interface LiveServerDeps {
  /** The simulator, if there is one: then, and only then, this computer may be the server, at any port. */
  readonly cloud: URL | null;
  /** The networks this computer is in, like `192.168.1.7/24`. */
  readonly ownNetworks: () => readonly string[];
}

export type LiveServerCheck = (written: string) => LiveServer;

/** The check of what the cloud names as the server: `bad-answer` for anything but a public host at port 443. */
export const createLiveServerCheck =
  (deps: LiveServerDeps): LiveServerCheck =>
  (written) => {
    const server = parseServer(written);
    if (server === null || !isAllowedServer(server, deps)) {
      throw new AppError('bad-answer', 'live view: not a server to connect to');
    }
    return server;
  };

/** Whether a live picture may come from this host. Ask again for each address a name leads to. */
export function isAllowedHost(host: string, { cloud, ownNetworks }: LiveServerDeps): boolean {
  if (cloud !== null && isLoopback(host)) return true;
  return isPublicName(host) && !isInNetworks(host.replace(/^\[|\]$/g, ''), ownNetworks());
}

/** The networks this computer is in now. */
export const systemNetworks = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).flatMap(({ cidr }) => (cidr === null ? [] : [cidr])),
  );

function isAllowedServer(server: LiveServer, deps: LiveServerDeps): boolean {
  const isSimulated = deps.cloud !== null && isLoopback(server.host);
  return isAllowedHost(server.host, deps) && (isSimulated || server.port === tlsPort);
}

const tlsPort = 443;
const longestUrl = 2_048;
const scheme = /^(immis|rtsps):\/\//;
const printable = /^[!-[\]-~]+$/;
const path = /^(\/[\w.~=+-]{1,256}){1,4}$/;

/** Read as https, so that odd ways to write an address are seen for what they are. */
function parseServer(written: string): LiveServer | null {
  const protocol = scheme.exec(written)?.[1];
  if (protocol !== 'immis' && protocol !== 'rtsps') return null;
  if (written.length > longestUrl || !printable.test(written)) return null;
  const address = written.replace(scheme, 'https://');
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !path.test(url.pathname)) return null;
  if (url.username !== '' || url.password !== '' || url.hash !== '') return null;
  const port = url.port === '' ? tlsPort : Number(url.port);
  return { protocol, host: url.hostname, port, url: written };
}
