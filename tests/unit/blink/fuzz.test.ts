import { describe, expect, it } from 'vitest';
import { createBlinkClient } from '../../../electron/blink/blink-client.ts';
import { createHttp } from '../../../electron/blink/http/http.ts';
import { createPinSignIn } from '../../../electron/blink/auth/pin-sign-in.ts';
import { createScriptedSignIn } from '../../../electron/blink/auth/scripted-sign-in.ts';
import { createHostedSignIn } from '../../../electron/blink/auth/hosted-sign-in.ts';
import { systemRandom } from '../../../electron/lib/clock.ts';
import { AppError, appErrorCodes } from '../../../shared/errors.ts';
import { credentialsOf, hardwareId } from './clients.ts';
import { everyCall } from './every-call.ts';
import { mutatedText, seeded } from './mutations.ts';
import { racingClock } from './racing-clock.ts';
import { recordedFetch } from './recorded-fetch.ts';
import { sampleFor } from './wire-samples.ts';

const rounds = 10_000;

const page = '<script id="oauth-args" type="application/json">{"csrf-token":"abc"}</script>';
const clip = /\/clip\/request\/\d+$/;

/** A cloud whose answers are damaged; `only` leaves the others whole. */
function damagedCloud(chance: () => number) {
  return recordedFetch(({ method, url: { pathname } }) => {
    if (method === 'GET' && clip.test(pathname)) return new Response('x');
    const isPage = method === 'GET' && pathname === '/oauth/v2/signin';
    const text = isPage ? page : mutatedText(sampleFor(pathname), chance);
    const headers: Record<string, string> = { 'client-id': chance() < 0.5 ? '606101' : 'x' };
    headers['content-type'] = isPage ? 'text/html' : 'application/json';
    const status = chance() < 0.04 ? 400 + Math.floor(chance() * 110) : 200;
    return new Response(text, { status, headers });
  });
}

const person = { email: 'a@porchlight.test', password: 'x' };

function acts(fetch: Parameters<typeof createHttp>[0]['fetch']) {
  const clock = racingClock();
  const http = createHttp({ fetch, clock, cloud: null });
  const deps = { http, clock, hardwareId, random: systemRandom };
  const saveCredentials = async () => undefined;
  const client = createBlinkClient({ ...deps, credentials: credentialsOf(), saveCredentials });
  const pin = createPinSignIn(deps);
  return [
    ...everyCall.map((act) => () => act(client)),
    () => createHostedSignIn(deps).exchange('code'),
    () => createScriptedSignIn(deps).start(person),
    async () => {
      await pin.start(person);
      await pin.confirm('1234');
    },
  ];
}

/** Null for a call that ended well or with a named failure, else what is wrong. */
async function problemOf(act: () => Promise<unknown>): Promise<string | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) return `not named: ${String(error)}`;
    const isNamed = error.code !== 'unexpected' && appErrorCodes.includes(error.code);
    return isNamed ? null : error.message;
  }
}

const blinkHosts = new Set([
  ...['u014', 'prod', 'prde', 'prsg', 'a001'].map((tier) => `rest-${tier}.immedia-semi.com`),
  'api.oauth.blink.com',
]);

describe('answers damaged in ten thousand ways', () => {
  it('crash nothing, and every failure has its name', { timeout: 60_000 }, async () => {
    const problems: string[] = [];
    let well = 0;

    for (let round = 0; round < rounds; round += 1) {
      const { fetch, requests } = damagedCloud(seeded(round));
      const list = acts(fetch);
      const act = list[round % list.length] ?? (() => Promise.resolve());
      const problem = await problemOf(async () => {
        await act();
        well += 1;
      });
      if (problem !== null) problems.push(`round ${round}: ${problem}`);
      const strangers = requests.filter(({ url }) => !blinkHosts.has(url.host));
      if (strangers.length > 0) problems.push(`round ${round}: asked a stranger`);
    }

    expect(problems).toEqual([]);
    // Damage that never shows, or always, would prove nothing.
    expect(Math.min(well, rounds - well)).toBeGreaterThan(rounds / 10);
  });

  it.each([
    ['lists', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['objects', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)],
  ])('nested a hundred thousand %s deep are bad answers or none', async (_what, text) => {
    const { fetch } = recordedFetch(
      () => new Response(text, { headers: { 'content-type': 'application/json' } }),
    );

    // The first two of the list are read without asking again.
    const problems = await Promise.all(acts(fetch).slice(0, 2).map(problemOf));

    expect(problems).toEqual([null, null]);
  });

  it('leave every call working when they are whole', async () => {
    const whole = recordedFetch(({ method, url: { pathname } }) => {
      if (method === 'GET' && clip.test(pathname)) {
        return new Response('x', { headers: { 'content-type': 'video/mp4' } });
      }
      return Response.json(sampleFor(pathname), { headers: { 'client-id': '606101' } });
    });
    const outcomes = await Promise.all(
      acts(whole.fetch)
        .slice(0, everyCall.length)
        .map((act) =>
          act().then(
            () => 'well',
            (error: unknown) => String(error),
          ),
        ),
    );

    const unsupported = outcomes.filter((outcome) => outcome.includes('not-supported'));
    expect(new Set(outcomes.filter((outcome) => !unsupported.includes(outcome)))).toEqual(
      new Set(['well']),
    );
    expect(unsupported).toHaveLength(7);
  });
});
