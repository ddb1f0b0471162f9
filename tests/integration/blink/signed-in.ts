import { createBlinkClient } from '../../../electron/blink/blink-client.ts';
import { createHttp, type HttpDeps } from '../../../electron/blink/http/http.ts';
import { parseCloud } from '../../../electron/blink/http/hosts.ts';
import { createPinSignIn } from '../../../electron/blink/auth/pin-sign-in.ts';
import { createScriptedSignIn } from '../../../electron/blink/auth/scripted-sign-in.ts';
import { createHostedSignIn } from '../../../electron/blink/auth/hosted-sign-in.ts';
import type { Credentials } from '../../../electron/blink/auth/tokens.ts';
import { systemClock, systemRandom, seconds, type Clock } from '../../../electron/lib/clock.ts';
import type { BlinkCloud } from '../../blink-cloud/start.ts';
import { transport } from '../transport.ts';
import { demoPerson, walkSignIn } from './walk-sign-in.ts';

/** A simulator, in this process or another. */
type Cloud = Pick<BlinkCloud, 'url'>;

const waits = new Set([1, 3, 6, 8, 12, 15, 24, 25].map(seconds));

/** The computer's clock, for people who do not want to wait whole seconds between two questions. */
export const hurriedClock: Clock = {
  now: systemClock.now,
  after: (delayMs, callback) => systemClock.after(waits.has(delayMs) ? 10 : delayMs, callback),
};

export const hardwareId = 'B7D1E0C2-1111-4222-8333-ABCDEF543210';

export const httpTo = (cloud: Cloud, more: Partial<HttpDeps> = {}) =>
  createHttp({
    ...transport(),
    clock: hurriedClock,
    cloud: parseCloud(cloud.url, false),
    ...more,
  });

const depsFor = (cloud: Cloud) => ({
  http: httpTo(cloud),
  clock: hurriedClock,
  random: systemRandom,
  hardwareId,
});

export const signInTo = (cloud: Cloud) => createHostedSignIn(depsFor(cloud));
export const scriptedSignInTo = (cloud: Cloud) => createScriptedSignIn(depsFor(cloud));
export const pinSignInTo = (cloud: Cloud) => createPinSignIn(depsFor(cloud));

/** Signs in by the hosted page. */
export async function credentialsFor(cloud: Cloud): Promise<Credentials> {
  const signIn = signInTo(cloud);
  const reading = signIn.readRedirect(await walkSignIn(signIn.authorizeUrl));
  if (reading.kind !== 'code') throw new Error('the walk did not end at our address');
  return signIn.exchange(reading.code);
}

/** Signs in with password and PIN, as in 2020. */
export async function credentialsOf2020(cloud: Cloud): Promise<Credentials> {
  const signIn = pinSignInTo(cloud);
  const first = await signIn.start(demoPerson);
  const last = first.kind === 'needs-two-factor' ? await signIn.confirm(demoPerson.code) : first;
  if (last.kind !== 'signed-in') throw new Error(`the sign-in ended with ${last.kind}`);
  return last.credentials;
}

/** A client with these credentials, and the credentials it saved since. */
export function clientWith(cloud: Cloud, credentials: Credentials, more: Partial<HttpDeps> = {}) {
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

/** A client that has just signed in on the hosted page. */
export const signedIn = async (cloud: Cloud, more: Partial<HttpDeps> = {}) =>
  clientWith(cloud, await credentialsFor(cloud), more);
