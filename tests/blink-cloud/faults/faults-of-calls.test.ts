import { describe, expect, it } from 'vitest';
import { bodyOf, bytesOf, told } from '../testing/answers.ts';
import { ACCOUNT, COMMAND_MS, HOMESCREEN, HOUSE } from '../testing/full-world.ts';
import { signedIn } from '../testing/rest.ts';
import { commandOf, homescreenOf, startedOf } from '../testing/shapes.ts';
import { useFullClouds } from '../testing/small-cloud.ts';

const startFull = useFullClouds();
const PICTURE = '/network/2201/camera/4204/thumbnail';

describe('by switch', () => {
  it('busy: every command is refused with 409', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    control.fault({ name: 'busy', times: 2 });

    expect(await told(rest.post(PICTURE))).toEqual({
      status: 409,
      body: { message: 'System is busy, please wait', error: null, code: 307 },
    });
    expect((await rest.post(`${HOUSE}/state/arm`)).status).toBe(409);
    expect((await rest.post(PICTURE)).status).toBe(200);
  });

  it('command-fails: it goes on to the end and then says so', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    control.fault({ name: 'command-fails', times: 1 });
    const { id } = await startedOf(await rest.post('/network/2201/camera/4204/disable'));

    control.advanceClock(COMMAND_MS);

    const command = await commandOf(await rest.get(`/network/2201/command/${id}`));
    expect(command).toMatchObject({ complete: true, status_code: 907 });
    const home = await homescreenOf(await rest.get(HOMESCREEN));
    expect(home.cameras.find((camera) => camera.id === 4204)?.enabled).toBe(true);
  });

  it('rate-limited: 429 for every call, with the header asked for', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    control.fault({ name: 'rate-limited', headers: { 'Retry-After': '90' } });

    const answer = await rest.get(HOMESCREEN);

    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '90']);
  });

  it('plain-text: words where JSON should be', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    control.fault({ name: 'plain-text', match: 'homescreen', body: 'Service busy' });

    const answer = await rest.get(HOMESCREEN);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(await answer.text()).toBe('Service busy');
  });

  it('stale-picture-empty: an old picture is no 404 but nothing', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    const home = await homescreenOf(await rest.get(HOMESCREEN));
    const before = home.cameras.find(({ id }) => id === 4204)?.thumbnail ?? '';
    await rest.post(PICTURE);
    control.advanceClock(COMMAND_MS + 10_000);

    expect((await rest.get(before)).status).toBe(404);
    control.fault({ name: 'stale-picture-empty' });
    const answer = await rest.get(before);

    expect([answer.status, (await bytesOf(answer)).length]).toEqual([200, 0]);
  });

  it('clock-skew: all times are told and read by a clock that is wrong', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    control.fault({ name: 'clock-skew', ms: -3_600_000 });

    const home = await rest.get(HOMESCREEN);
    expect(await home.clone().json()).toMatchObject({
      sync_modules: [{ last_hb: '2026-11-22T11:00:00+00:00' }, {}],
    });
    const wrongBy = Date.parse(home.headers.get('date') ?? '') - Date.now();
    expect(Math.abs(wrongBy + 3_600_000)).toBeLessThan(60_000);

    const { mediaId } = control.motion({ cameraName: 'Drive', immediate: true });
    const list = `/api/v1/accounts/${ACCOUNT}/media/changed?page=1&since=2026-11-22T10:59:00Z`;
    expect(await bodyOf(rest.get(list))).toMatchObject({
      media: [{ id: mediaId, created_at: '2026-11-22T11:00:00+00:00' }],
    });
  });

  it('truncated-clip and tiny-clip: recordings of the module too', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    const L = `${HOUSE}/sync_modules/3201/local_storage`;
    const { id } = await startedOf(await rest.post(`${L}/manifest/request`));
    control.advanceClock(COMMAND_MS * 2);
    const manifest = (await bodyOf(rest.get(`${L}/manifest/request/${id}`))) as {
      manifest_id: string;
      clips: { id: string }[];
    };
    const path = `${L}/manifest/${manifest.manifest_id}/clip/request/${manifest.clips[0]?.id}`;
    await rest.post(path);
    control.advanceClock(COMMAND_MS * 2);
    control.fault({ name: 'tiny-clip' });

    expect((await bytesOf(rest.get(path))).length).toBe(20);
  });
});
