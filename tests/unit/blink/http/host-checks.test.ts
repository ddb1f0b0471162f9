import { describe, expect, it } from 'vitest';
import type { HostRules } from '../../../../electron/blink/http/hosts.ts';
import {
  createLiveServerCheck,
  isAllowedHost,
  type LiveServerCheck,
} from '../../../../electron/blink/live/live-server.ts';
import type { ApiGeneration } from '../../../../electron/blink/auth/tokens.ts';
import { deviceId } from '../../../../shared/ids.ts';
import { clientOver, credentialsOf } from '../clients.ts';
import {
  corpusNetworks,
  hostileRedirects,
  hostileRefs,
  hostileServers,
  hostileTiers,
} from '../injection-corpus.ts';
import { recordedFetch, type RecordedRequest } from '../recorded-fetch.ts';

const eras: readonly ApiGeneration[] = ['today', '2020'];
const ownHost = 'rest-u014.immedia-semi.com';
const gate = { id: deviceId(1000002, 'camera', 4101), networkId: '1000002:2101' } as const;
const liveAnswer = (server: string) => ({ command_id: 90000001, server });

/** What a client without any of the checks would do. */
const noRules: HostRules = {
  restHost: (tier) => `rest-${tier}.immedia-semi.com`,
  blinkUrl: (host, path) => new URL(`https://${host}${path}`),
  isBlinkUrl: () => true,
  resolveMedia: (ref, host) => new URL(ref, `https://${host}/`),
  resolveRedirect: (location, from) => new URL(location ?? '', from),
};
const noServerCheck: LiveServerCheck = (url) => ({
  protocol: 'immis',
  host: new URL(url.replace(/^\w+:(\/\/)?/, 'https://')).hostname,
  port: 443,
  url,
});
const serverCheck = createLiveServerCheck({ cloud: null, ownNetworks: () => corpusNetworks });

const quietly = (work: () => Promise<unknown>) =>
  Promise.resolve()
    .then(work)
    .catch(() => undefined);

const strangersIn = (requests: readonly RecordedRequest[]) =>
  requests.filter(({ url }) => url.host !== ownHost);
const isSigned = ({ headers }: RecordedRequest) =>
  headers.has('authorization') || headers.has('token-auth');

/** Hosts that saw a request, and hosts that saw a token, beside the account's own. */
async function leaks(era: ApiGeneration, rules?: HostRules) {
  const seen: RecordedRequest[] = [];
  const note = ({ requests }: { readonly requests: readonly RecordedRequest[] }) =>
    seen.push(...strangersIn(requests));
  const chosen = rules ? { rules } : {};

  for (const tier of hostileTiers) {
    const network = recordedFetch(() => Response.json({}));
    await quietly(() =>
      clientOver(network.fetch, credentialsOf(tier, era), chosen).client.homescreen(),
    );
    note(network);
  }
  for (const ref of hostileRefs) {
    const network = recordedFetch(() => new Response('x'));
    await quietly(() =>
      clientOver(network.fetch, credentialsOf('u014', era), chosen).client.openClip(ref),
    );
    note(network);
  }
  for (const location of hostileRedirects) {
    const network = recordedFetch(({ url }) =>
      url.host === ownHost
        ? new Response(null, { status: 302, headers: { location } })
        : new Response('x'),
    );
    await quietly(() =>
      clientOver(network.fetch, credentialsOf('u014', era), chosen).client.openClip(
        '/api/clip.mp4',
      ),
    );
    note(network);
  }
  return { foreign: seen.length, signed: seen.filter(isSigned).length };
}

/** Servers a live view would be fetched from. */
async function sockets(checkLiveServer: LiveServerCheck) {
  const opened: string[] = [];
  for (const server of hostileServers) {
    const network = recordedFetch(() => Response.json(liveAnswer(server)));
    const { client } = clientOver(network.fetch, credentialsOf(), { checkLiveServer });
    await quietly(async () => opened.push((await client.liveView.start(gate)).server.host));
    expect(strangersIn(network.requests)).toEqual([]);
  }
  return opened;
}

describe('a cloud that was taken over', () => {
  it.each(eras)('leads no request and no token of %s to a stranger', async (era) => {
    expect(await leaks(era)).toEqual({ foreign: 0, signed: 0 });
  });

  it.each(eras)('would lead many of %s there without the checks', async (era) => {
    const { foreign, signed } = await leaks(era, noRules);

    expect(foreign).toBeGreaterThan(40);
    expect(signed).toBeGreaterThan(20);
  });

  it('opens no socket for a live view at a stranger’s or at home', async () => {
    expect(await sockets(serverCheck)).toEqual([]);
  });

  it('would open many without the check', async () => {
    expect((await sockets(noServerCheck)).length).toBeGreaterThan(30);
  });

  it('has enough values to mean something', () => {
    expect(hostileServers.length).toBeGreaterThan(45);
  });
});

describe('the server of a live view', () => {
  it.each([
    ['immis://18.5.6.7:443/_abcDEF123?client_id=47', 'immis', '18.5.6.7'],
    ['immis://18.5.6.7/abc__IMDS_G8T1000000000000?client_id=606199', 'immis', '18.5.6.7'],
    ['immis://lv-a.immedia-semi.com:443/abc-d_e', 'immis', 'lv-a.immedia-semi.com'],
    ['immis://[2a00:1450:4001::5]:443/abc', 'immis', '[2a00:1450:4001::5]'],
    [
      'rtsps://lv2.immedia-semi.com:443/a__IMDS_b?client_id=2&x=true',
      'rtsps',
      'lv2.immedia-semi.com',
    ],
  ])('%s is one to connect to', (url, protocol, host) => {
    expect(serverCheck(url)).toEqual({ protocol, host, port: 443, url });
  });

  it('may be this computer only for the simulator', () => {
    const cloud = new URL('http://127.0.0.1:9000');
    const simulated = createLiveServerCheck({ cloud, ownNetworks: () => ['127.0.0.1/8'] });

    expect(simulated('immis://127.0.0.1:18443/abc')).toMatchObject({ port: 18_443 });
    expect(() => simulated('immis://192.168.1.1:443/abc')).toThrow('bad-answer');
    expect(() => simulated('immis://18.5.6.7:18443/abc')).toThrow('bad-answer');
  });

  it('is told by each address its name leads to', () => {
    const deps = { cloud: null, ownNetworks: () => corpusNetworks };

    expect(
      ['18.5.6.7', '192.168.1.1', '81.2.69.9'].map((host) => isAllowedHost(host, deps)),
    ).toEqual([true, false, false]);
  });
});
