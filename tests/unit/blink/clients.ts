import { createBlinkClient, type BlinkClientDeps } from '../../../electron/blink/blink-client.ts';
import { createHttp, type Fetch, type HttpDeps } from '../../../electron/blink/http/http.ts';
import type { Credentials, ApiGeneration } from '../../../electron/blink/auth/tokens.ts';
import { manualClock } from './manual-clock.ts';
import { recordedFetch } from './recorded-fetch.ts';

export const hardwareId = 'A1B2C3D4-0000-4000-8000-ABCDEF012345';

export const credentialsOf = (tier = 'u014', era: ApiGeneration = 'today'): Credentials => ({
  accountId: 1000002,
  tier,
  tokens: {
    accessToken: 'access-token-of-test',
    refreshToken: 'refresh-token-of-test',
    renewAt: Number.MAX_SAFE_INTEGER,
    clientId: 'ios',
    era,
  },
});

/** A client over a recorded network, without a simulator in between. */
export function clientOver(
  fetch: Fetch,
  credentials = credentialsOf(),
  more: Partial<HttpDeps & BlinkClientDeps> = {},
) {
  const clock = manualClock();
  const http = createHttp({ fetch, clock, cloud: null, ...more });
  const saveCredentials = async () => undefined;
  const client = createBlinkClient({
    clock,
    saveCredentials,
    ...more,
    http,
    credentials,
    hardwareId,
  });
  return { client, clock, http };
}

/** A client whose cloud gives these answers, one after the other. */
export function clientAnswering(...answers: readonly unknown[]) {
  const left = [...answers];
  return clientOver(recordedFetch(() => Response.json(left.shift())).fetch).client;
}
