import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { bodyOf, bytesOf } from './testing/answers.ts';
import { ACCOUNT, HOUSE } from './testing/full-world.ts';
import * as needs from './testing/needs.ts';
import { signedIn, type Rest } from './testing/rest.ts';
import { useFullClouds } from './testing/small-cloud.ts';
import { beginAttempt, exchangeForm, postToken, tokensOf } from './testing/stranger.ts';

const startFull = useFullClouds();
const HOMESCREEN = `/api/v3/accounts/${ACCOUNT}/homescreen`;
const CHANGED = `/api/v1/accounts/${ACCOUNT}/media/changed`;
const L = `${HOUSE}/sync_modules/3201/local_storage`;

const reading = async <T>(schema: v.GenericSchema<unknown, T>, answer: Promise<Response>) =>
  v.parse(schema, await bodyOf(answer));

type Cloud = Awaited<ReturnType<typeof startFull>>;

/** Asks once a second, as that client does, until the command is complete. */
async function complete({ control }: Cloud, rest: Rest, id: number) {
  for (let asked = 1; ; asked++) {
    const command = await reading(needs.Command, rest.get(`/network/2201/command/${id}`));
    if (command.complete) return asked;
    control.advanceClock(1000);
  }
}

const Started = v.object({ id: v.number(), network_id: v.number() });
const start = async (rest: Rest, path: string) => (await reading(Started, rest.post(path))).id;

describe('what a widespread client asks', () => {
  it('to sign in: six steps with one jar of cookies', async () => {
    const { url, control } = await startFull();
    const attempt = beginAttempt(url);

    const page = await attempt.open();
    const password = await attempt.password();
    const code = await attempt.code();
    const redirect = await attempt.finish();
    const location = new URL(redirect.headers.get('location') ?? '');
    const form = exchangeForm(location.searchParams.get('code') ?? '', attempt.verifier);
    const tokens = await tokensOf(await postToken(url, form));

    expect([page.status, password.status, code.status, redirect.status]).toEqual([
      200, 202, 201, 302,
    ]);
    expect(tokens.expires_in).toBe(14_400);
    expect(control.requests().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /oauth/v2/authorize',
      'GET /oauth/v2/signin',
      'POST /oauth/v2/signin',
      'POST /oauth/v2/2fa/verify',
      'GET /oauth/v2/authorize',
      'POST /oauth/token',
    ]);
  });

  it('at its start: tier, homescreen, networks, usage, pictures, then each module and camera', async () => {
    const { url } = await startFull();
    const first = await signedIn(url, 'rest-prod.immedia-semi.com');
    const tier = await bodyOf(first.get('/api/v1/users/tier_info'));
    expect(tier).toEqual({ tier: 'u014', account_id: ACCOUNT });
    const rest = await signedIn(url);

    const home = await reading(needs.Homescreen, rest.get(HOMESCREEN));
    const { summary } = await reading(needs.Networks, rest.get('/networks'));
    const usage = await reading(needs.Usage, rest.get('/api/v1/camera/usage'));
    const listed = usage.networks.map(({ network_id: id }) => id);
    for (const { network_id: id, thumbnail } of [...home.owls, ...home.doorbells]) {
      expect(listed).toContain(id);
      expect((await rest.get(thumbnail)).headers.get('content-type')).toBe('image/jpeg');
    }
    const onboarded = Object.keys(summary).filter((id) => summary[id]?.onboarded);
    expect(onboarded).toHaveLength(home.sync_modules.length);
    for (const id of onboarded) {
      const { syncmodule } = await reading(needs.Module, rest.get(`/network/${id}/syncmodules`));
      expect(syncmodule.network_id).toBe(Number(id));
      await reading(needs.Network, rest.post(`/network/${id}/update`));
      const cameras = usage.networks.find((one) => one.network_id === Number(id))?.cameras ?? [];
      expect(cameras.length).toBeGreaterThan(0);
      for (const camera of cameras) {
        const path = `/network/${id}/camera/${camera.id}`;
        const config = await reading(needs.Config, rest.get(`${path}/config`));
        expect(config.camera[0].name).toBe(camera.name);
        await reading(needs.Signals, rest.get(`${path}/signals`));
      }
    }
  });

  it('to refresh: module, manifest, changes, and every new local clip', async () => {
    const cloud = await startFull();
    const rest = await signedIn(cloud.url);

    await reading(needs.Homescreen, rest.get(HOMESCREEN));
    await reading(needs.Network, rest.post('/network/2201/update'));
    const request = await start(rest, `${L}/manifest/request`);
    expect(await complete(cloud, rest, request)).toBe(4);
    let answer = await rest.get(`${L}/manifest/request/${request}`);
    expect(answer.status).toBe(409);
    cloud.control.advanceClock(3000);
    answer = await rest.get(`${L}/manifest/request/${request}`);
    const manifest = v.parse(needs.Manifest, await answer.json());
    const { media } = await reading(
      needs.Media,
      rest.get(`${CHANGED}?since=2026-11-22T11:00:00+0000&page=1`),
    );
    expect(media).toEqual([]);
    for (const clip of manifest.clips) {
      expect(Number.isNaN(Date.parse(clip.created_at))).toBe(false);
      const path = `${L}/manifest/${manifest.manifest_id}/clip/request/${clip.id}`;
      await complete(cloud, rest, await start(rest, path));
      cloud.control.advanceClock(3000);
      expect((await bytesOf(rest.get(path))).toString('latin1', 4, 8)).toBe('ftyp');
    }
  });

  it('to act: a post and its command once a second; after a picture the old address once more', async () => {
    const cloud = await startFull();
    const rest = await signedIn(cloud.url);
    const { owls } = await reading(needs.Homescreen, rest.get(HOMESCREEN));
    const before = owls.find(({ id }) => id === 5202)?.thumbnail ?? '';

    for (const path of [
      `${HOUSE}/state/disarm`,
      '/network/2201/camera/4203/disable',
      `${HOUSE}/owls/5202/config`,
      `${HOUSE}/doorbells/4202/disable`,
      '/network/2201/camera/4203/clip',
      `${HOUSE}/owls/5202/thumbnail`,
    ]) {
      expect(await complete(cloud, rest, await start(rest, path))).toBe(4);
    }

    expect((await bytesOf(rest.get(before))).length).toBeGreaterThan(1000);
    const after = await reading(needs.Homescreen, rest.get(HOMESCREEN));
    expect(after.owls.find(({ id }) => id === 5202)?.thumbnail).not.toBe(before);
  });

  it('to look live: a post without an id to poll, the command, and done', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const path = `/api/v6/accounts/${ACCOUNT}/networks/2201/cameras/4203/liveview`;
    const Answer = v.object({
      command_id: v.number(),
      polling_interval: v.number(),
      server: v.string(),
    });

    const answer = await bodyOf(rest.post(path, { intent: 'liveview' }));
    const { command_id: id } = v.parse(Answer, answer);
    expect(answer).not.toHaveProperty('id');
    const running = await bodyOf(rest.get(`/network/2201/command/${id}`));
    await rest.post(`/network/2201/command/${id}/done/`);

    expect(running).toMatchObject({ complete: false, status_code: 908, commands: [{ id }] });
    expect(await bodyOf(rest.get(`/network/2201/command/${id}`))).toMatchObject({ complete: true });
  });

  it('to leave', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const client = (await rest.get(HOMESCREEN)).headers.get('client-id') ?? '';

    const answer = await bodyOf(rest.post(`/api/v4/account/${ACCOUNT}/client/${client}/logout`));

    expect(answer).toEqual({ message: 'logout' });
  });
});
