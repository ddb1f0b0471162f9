import { describe, expect, it } from 'vitest';
import { signedIn } from '../testing/rest.ts';
import { homescreenOf } from '../testing/shapes.ts';
import { useSmallClouds } from '../testing/small-cloud.ts';
import { livedIn } from '../worlds/lived-in.ts';

const startSmall = useSmallClouds();
const TIER_INFO = '/api/v1/users/tier_info';
const HOMESCREEN = '/api/v3/accounts/1000002/homescreen';

describe('the homescreen', () => {
  it('lists what the lived-in world holds, family by family', async () => {
    const { url } = await startSmall({ world: livedIn });
    const rest = await signedIn(url);

    const answer = await rest.get('/api/v3/accounts/1000001/homescreen');
    expect(answer.headers.get('user-id')).toBe('1100001');
    expect(answer.headers.get('client-id')).toMatch(/^\d+$/);
    const home = await homescreenOf(answer);
    expect(home.networks.map(({ name }) => name)).toEqual(['Home', 'Cabin']);
    expect(home.sync_modules).toHaveLength(2);
    expect(home.cameras.map(({ type }) => type)).toEqual([
      'catalina',
      'sedona',
      'catalina',
      'catalina',
    ]);
    expect(home.owls.map(({ name }) => name)).toEqual(['Living Room']);
    expect(home.doorbells.map(({ name }) => name)).toEqual(['Front Door']);
    expect(home.cameras.filter(({ battery }) => battery === 'low')).toHaveLength(1);
    expect(home.cameras.filter(({ status }) => status === 'offline')).toHaveLength(1);
  });

  it('keeps the client number of an installation that signs in again', async () => {
    const { url } = await startSmall();
    const numbers = [];
    for (let time = 0; time < 2; time++) {
      const answer = await (await signedIn(url)).get(HOMESCREEN);
      numbers.push(answer.headers.get('client-id'));
    }

    expect(numbers[0]).toBe(numbers[1]);
  });

  it('is closed to other accounts', async () => {
    const { url } = await startSmall();
    const rest = await signedIn(url);

    expect((await rest.get('/api/v3/accounts/999/homescreen')).status).toBe(403);
  });
});

describe('hosts', () => {
  it('answer tier_info at the first tier and at the account’s own', async () => {
    const { url } = await startSmall();

    for (const host of ['rest-prod.immedia-semi.com', 'rest-u014.immedia-semi.com']) {
      const rest = await signedIn(url, host);
      expect(await (await rest.get(TIER_INFO)).json()).toEqual({
        tier: 'u014',
        account_id: 1000002,
      });
    }
  });

  it.each([
    ['rest-e002.immedia-semi.com', TIER_INFO, 406],
    ['rest-prod.immedia-semi.com', HOMESCREEN, 406],
    ['api.oauth.blink.com', HOMESCREEN, 404],
    ['rest-u014.immedia-semi.com.evil.test', HOMESCREEN, 404],
    ['127.0.0.1', HOMESCREEN, 200],
  ])('%s answers %s with %d', async (host, path, status) => {
    const { url } = await startSmall();
    const rest = await signedIn(url, host);

    expect((await rest.get(path)).status).toBe(status);
  });

  it('say so when a path is unknown', async () => {
    const { url } = await startSmall();

    const answer = await fetch(`${url}/api/v9/nothing`);

    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual({ message: 'Not found', code: 404 });
  });
});

describe('signing out', () => {
  it('answers the client it belongs to, with or without the slash at the end', async () => {
    const { url } = await startSmall();
    const rest = await signedIn(url);
    const client = (await rest.get(HOMESCREEN)).headers.get('client-id') ?? '';

    for (const slash of ['', '/']) {
      const answer = await rest.post(`/api/v4/account/1000002/client/${client}/logout${slash}`);
      expect(await answer.json()).toEqual({ message: 'logout' });
    }
    expect((await rest.post('/api/v4/account/1000002/client/1/logout')).status).toBe(404);
  });
});
