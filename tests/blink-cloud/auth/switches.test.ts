import { describe, expect, it } from 'vitest';
import { told } from '../testing/answers.ts';
import { loginAt2020, signedIn } from '../testing/rest.ts';
import { useSmallClouds } from '../testing/small-cloud.ts';
import { beginAttempt, postToken, refreshForm, signIn } from '../testing/stranger.ts';

const startSmall = useSmallClouds();
const TIER_INFO = '/api/v1/users/tier_info';

async function opened(url: string) {
  const attempt = beginAttempt(url);
  await attempt.open();
  return attempt;
}

describe('signing in can be made to fail', () => {
  it('by losing the cookies', async () => {
    const { url, control } = await startSmall();
    const attempt = await opened(url);
    control.fault({ name: 'empty-cookies', match: '2fa', times: 1 });

    expect((await attempt.password()).status).toBe(202);
    const lost = await told(attempt.code());

    expect(lost).toMatchObject({ status: 400, body: { error_cause: 'empty_cookies' } });
    expect((await attempt.code()).status).toBe(201);
  });

  it('by a code that is wrong although it is right', async () => {
    const { url, control } = await startSmall();
    const attempt = await opened(url);
    await attempt.password();
    control.fault({ name: 'wrong-code', times: 1 });

    expect((await attempt.code()).status).toBe(412);
    expect((await attempt.code()).status).toBe(201);
  });

  it('by trying too often: an hour of 429, right password or not', async () => {
    const { url, control } = await startSmall();
    control.fault({ name: 'lock-out', after: 2, headers: { 'Retry-After': '3600' } });
    const attempt = await opened(url);

    expect((await attempt.password('wrong')).status).toBe(401);
    expect((await attempt.password('wrong')).status).toBe(401);
    const locked = await attempt.password();
    expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '3600']);
    control.advanceClock(59 * 60_000);
    expect((await attempt.password()).status).toBe(429);
    control.advanceClock(60_000);
    expect((await attempt.password()).status).toBe(202);
  });

  it('by trying too often in 2020 too', async () => {
    const { url, control } = await startSmall({ era: '2020' });
    control.fault({ name: 'lock-out', after: 1 });

    expect((await loginAt2020(url)).response.status).toBe(200);
    expect((await loginAt2020(url)).response.status).toBe(429);
  });
});

describe('a device that asked to be remembered', () => {
  const rememberedSignIn = async (url: string) => {
    const attempt = await opened(url);
    await attempt.password();
    await attempt.code('123456', 'true');
  };

  it('gives no code again, by switch', async () => {
    const { url, control } = await startSmall();
    control.fault({ name: 'remembered-device' });
    await rememberedSignIn(url);

    const again = await opened(url);

    expect((await again.password()).status).toBe(302);
    expect((await again.finish()).headers.get('location')).toContain('code=');
  });

  it('gives one every time otherwise', async () => {
    const { url } = await startSmall();
    await rememberedSignIn(url);

    expect((await (await opened(url)).password()).status).toBe(202);
  });
});

describe('other identities', () => {
  it('may refresh by switch', async () => {
    const { url, control } = await startSmall();
    control.fault({ name: 'any-client-refresh' });
    const { refresh_token } = await signIn(url);

    const answer = await postToken(url, { ...refreshForm(refresh_token), client_id: 'amazon' });

    expect(answer.status).toBe(200);
  });

  it('are refused with 406 at the first region, by switch, and known at others', async () => {
    const { url, control } = await startSmall();
    control.fault({ name: 'wrong-region' });

    const statuses = [];
    for (const tier of ['prod', 'a001', 'prde', 'prsg', 'u014']) {
      const rest = await signedIn(url, `rest-${tier}.immedia-semi.com`);
      statuses.push((await rest.get(TIER_INFO)).status);
    }

    expect(statuses).toEqual([406, 406, 200, 200, 200]);
  });
});

describe('the journal', () => {
  it('keeps no password of either sign-in', async () => {
    const { url, control } = await startSmall({ era: '2020' });
    await loginAt2020(url, { password: 'a "quoted" secret' });

    const { body } = control.requests().at(-1) ?? { body: '' };

    expect(body).toContain('"password":"***"');
    expect(body).not.toContain('secret');
  });
});
