import { BlockList, isIP } from 'node:net';

/** True for an address or a name that can only be out on the internet. A name may still lead home: see its addresses. */
export function isPublicName(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  if (version === 4) return !notPublic.check(address, 'ipv4');
  if (version === 6)
    return globalUnicast.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
  return hostname.includes('.') && !localNames.test(hostname);
}

/** True for an address in one of these networks, each written like `192.168.1.7/24`. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const list = new BlockList();
  for (const written of networks) {
    const [net = '', bits = ''] = written.split('/');
    if (isIP(net) !== 0) list.addSubnet(net, Number(bits), isIP(net) === 6 ? 'ipv6' : 'ipv4');
  }
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** True for this computer itself. */
export const isLoopback = (host: string): boolean => loopbackHosts.has(host);

const loopbackHosts = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|home\.arpa)\.?$/;

const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

const notPublic = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  notPublic.addSubnet(net, bits, 'ipv4');
}
// Addresses that carry an IPv4 address inside (Teredo, 6to4), and the one for documentation.
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
] as const) {
  notPublic.addSubnet(net, bits, 'ipv6');
}
