import { describe, expect, it } from 'vitest';
import { bodyOf, told } from '../testing/answers.ts';
import { asker, loginAt2020, OWN_HOST, signedInAt2020 } from '../testing/rest.ts';
import { homescreenOf, mediaOf } from '../testing/shapes.ts';
import { useSmallClouds } from '../testing/small-cloud.ts';

const startSmall = useSmallClouds();
const HOMESCREEN = '/api/v3/accounts/1000002/homescreen';
const PIN = (client: number) => `/api/v4/account/1000002/client/${client}/pin`;

describe('the sign-in of 2020', () => {
  it('tells account, client, token and tier', async () => {
    const { url } = await startSmall({ era: '2020' });

    const { response } = await loginAt2020(url);

    expect(await response.json()).toMatchObject({
      account: { id: 1000002, verification_required: false },
      client: { verification_required: true },
      authtoken: { message: 'auth' },
      region: { tier: 'u014' },
      allow_pin_resend_seconds: 60,
    });
  });

  it('refuses a wrong password in words of its own', async () => {
    const { url } = await startSmall({ era: '2020' });

    const { response } = await loginAt2020(url, { password: 'guess' });

    expect(await told(response)).toEqual({
      status: 401,
      body: { message: 'Invalid credentials', code: 200 },
    });
  });

  it('gives nothing before the PIN, everything after it, and asks a known device no more', async () => {
    const { url } = await startSmall({ era: '2020' });
    const { value, client } = await (await loginAt2020(url)).token();
    const rest = asker(url, { 'token-auth': value, 'x-blink-host': OWN_HOST });

    expect((await rest.get(HOMESCREEN)).status).toBe(403);
    const wrong = await told(rest.post(`${PIN(client)}/verify`, { pin: '000000' }));
    expect(wrong.body).toMatchObject({ valid: false, code: 1621 });
    expect((await rest.get(HOMESCREEN)).status).toBe(403);
    const right = await told(rest.post(`${PIN(client)}/verify`, { pin: '123456' }));
    expect(right.body).toMatchObject({ valid: true, require_new_pin: false, code: 1626 });
    expect((await rest.get(HOMESCREEN)).status).toBe(200);

    const again = await bodyOf((await loginAt2020(url)).response);
    expect(again).toMatchObject({ client: { id: client, verification_required: false } });
  });

  it('sends the PIN again', async () => {
    const { url } = await startSmall({ era: '2020' });
    const { value, client } = await (await loginAt2020(url)).token();
    const rest = asker(url, { 'token-auth': value, 'x-blink-host': OWN_HOST });

    expect((await told(rest.post(`${PIN(client)}/resend`))).body).toMatchObject({
      allow_pin_resend_seconds: 90,
      code: 211,
    });
  });

  it('gives a token for a day', async () => {
    const { url, control } = await startSmall({ era: '2020' });
    const rest = await signedInAt2020(url);

    control.advanceClock(86_399_000);
    expect((await rest.get(HOMESCREEN)).status).toBe(200);
    control.advanceClock(1000);
    expect((await rest.get(HOMESCREEN)).status).toBe(401);
  });

  it('is told to update today, in either version', async () => {
    const { url } = await startSmall();

    expect(await told((await loginAt2020(url)).response)).toEqual({
      status: 426,
      body: { message: 'An app update is required' },
    });
    const version5 = await fetch(`${url}/api/v5/account/login`, { method: 'POST', body: '{}' });
    expect(version5.status).toBe(426);
  });
});

describe('the cloud of 2020', () => {
  it('knows neither today’s sign-in nor its bearer', async () => {
    const { url } = await startSmall({ era: '2020' });
    const { value } = await (await loginAt2020(url)).token();

    for (const path of ['/oauth/v2/authorize', '/oauth/v2/signin', '/api/v1/users/tier_info']) {
      expect((await fetch(url + path)).status).toBe(404);
    }
    const bearer = asker(url, { authorization: `Bearer ${value}`, 'x-blink-host': OWN_HOST });
    expect((await bearer.get(HOMESCREEN)).status).toBe(401);
  });

  it('has pictures and recordings at the addresses of its time', async () => {
    const { url } = await startSmall({ era: '2020' });
    const rest = await signedInAt2020(url);

    const home = await homescreenOf(await rest.get(HOMESCREEN));
    const [picture] = [...home.cameras, ...home.owls].map(({ thumbnail }) => thumbnail);
    const list = await mediaOf(
      await rest.get('/api/v1/accounts/1000002/media/changed?since=&page=1'),
    );

    expect(picture).toMatch(/^\/media\/u014\/account\/1000002\/network\/2101\/camera\/4101\//);
    expect((await rest.get(`${picture}.jpg`)).status).toBe(200);
    expect(list.media[0]?.media).toMatch(/^\/api\/v2\/accounts\/1000002\/media\/clip\/\d+\.mp4$/);
    expect((await rest.get(list.media[0]?.media ?? '')).status).toBe(200);
  });
});
