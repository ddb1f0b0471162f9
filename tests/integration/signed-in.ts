import { createBlinkClient } from '../../electron/blink/create-client.ts';
import { createHttp, type HttpDeps } from '../../electron/blink/http.ts';
import { parseCloud } from '../../electron/blink/hosts.ts';
import { createHostedSignIn } from '../../electron/blink/sign-in.ts';
import type { Credentials } from '../../electron/blink/tokens.ts';
import { systemClock, systemRandom } from '../../electron/lib/system.ts';
import type { Clock } from '../../electron/lib/timing.ts';
import type { BlinkCloud } from '../blink-cloud/start.ts';
import { walkSignIn } from './walk-sign-in.ts';

/** The computer's clock, for people who do not want to wait a whole second between two questions. */
export const hurriedClock: Clock = {
  now: systemClock.now,
  after: (delayMs, callback) => systemClock.after(delayMs === 1_000 ? 10 : delayMs, callback),
};

const hardwareId = 'B7D1E0C2-1111-4222-8333-ABCDEF543210';
const nodeFetch: HttpDeps['fetch'] = (url, init) => fetch(url, init);

export const httpTo = (cloud: BlinkCloud, more: Partial<HttpDeps> = {}) =>
  createHttp({
    fetch: nodeFetch,
    clock: hurriedClock,
    cloud: parseCloud(cloud.url, false),
    ...more,
  });

export const signInTo = (cloud: BlinkCloud) =>
  createHostedSignIn({
    http: httpTo(cloud),
    clock: hurriedClock,
    random: systemRandom,
    hardwareId,
  });

/** Signs in by the hosted page. */
export async function credentialsFor(cloud: BlinkCloud): Promise<Credentials> {
  const signIn = signInTo(cloud);
  const reading = signIn.readRedirect(await walkSignIn(signIn.authorizeUrl));
  if (reading.kind !== 'code') throw new Error('the walk did not end at our address');
  return signIn.exchange(reading.code);
}

/** A client that has just signed in, and the credentials it saved since. */
export async function signedIn(cloud: BlinkCloud, more: Partial<HttpDeps> = {}) {
  const credentials = await credentialsFor(cloud);
  const saved: Credentials[] = [];
  const client = createBlinkClient({
    http: httpTo(cloud, more),
    clock: hurriedClock,
    credentials,
    hardwareId,
    saveCredentials: async (next) => {
      saved.push(next);
    },
  });
  return { client, credentials, saved };
}
