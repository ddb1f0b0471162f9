import { describe, expect, it } from 'vitest';
import { bodyOf, told } from '../testing/answers.ts';
import { ACCOUNT, COMMAND_MS, FLAT, HOMESCREEN, HOUSE } from '../testing/full-world.ts';
import { signedIn } from '../testing/rest.ts';
import { commandOf, startedOf } from '../testing/shapes.ts';
import { useFullClouds } from '../testing/small-cloud.ts';

const startFull = useFullClouds();

describe('devices without a module', () => {
  it('work on one command each, whatever the others do', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    await rest.post(`${HOUSE}/owls/5202/thumbnail`);

    expect((await rest.post(`${FLAT}/owls/5204/thumbnail`)).status).toBe(200);
    expect((await rest.post(`${FLAT}/doorbells/6201/thumbnail`)).status).toBe(200);
    expect((await rest.post(`${FLAT}/owls/5204/thumbnail`)).status).toBe(409);
    expect((await rest.post(`${HOUSE}/owls/5203/thumbnail`)).status).toBe(409);
  });
});

describe('a module that is off line', () => {
  it('is told as such and does nothing for anybody', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    control.setModule(2201, false);

    const home = await bodyOf(rest.get(HOMESCREEN));
    const update = await bodyOf(rest.post('/network/2201/update'));
    const { id } = await startedOf(
      await rest.post(`${HOUSE}/sync_modules/3201/local_storage/manifest/request`),
    );
    control.advanceClock(COMMAND_MS);

    expect(home).toMatchObject({ sync_modules: [{ id: 3201, status: 'offline' }, {}] });
    expect(update).toMatchObject({ network: { sync_module_error: true } });
    const command = await commandOf(await rest.get(`/network/2201/command/${id}`));
    expect(command).toMatchObject({ complete: true, status_code: 907 });
  });
});

describe('a command', () => {
  it('is read and ended in either form, by the system it belongs to', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const { id } = await startedOf(await rest.post('/network/2201/camera/4203/status'));

    const old = await bodyOf(rest.get(`/network/2201/command/${id}`));
    const now = await bodyOf(rest.get(`/accounts/${ACCOUNT}/networks/2201/commands/${id}/`));

    expect(now).toEqual(old);
    expect(old).toMatchObject({ commands: [{ command: 'status', camera_id: 4203 }] });
    expect((await rest.get(`/network/2202/command/${id}`)).status).toBe(404);
    for (const path of [
      `/network/2201/command/${id}/done/`,
      `/accounts/${ACCOUNT}/networks/2201/commands/${id}/done`,
    ]) {
      expect(await bodyOf(rest.post(path))).toMatchObject({ code: 902 });
    }
  });

  it('of arming has a number of its own beside its children’s', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    const { id } = await startedOf(await rest.post(`${HOUSE}/state/disarm`));

    const { body } = await told(rest.get(`/network/2201/command/${id}`));
    const { commands } = body as { commands: { id: number; parent_command_id: number }[] };
    expect(commands).toHaveLength(8);
    expect(commands.every((part) => part.parent_command_id === id && part.id !== id)).toBe(true);
  });
});

describe('over the control paths', () => {
  it('modules, storage, devices and live views are driven as by the typed functions', async () => {
    const { url, control } = await startFull();
    const post = async (name: string, body: unknown) =>
      (await fetch(`${url}/__control/${name}`, { method: 'POST', body: JSON.stringify(body) }))
        .status;
    const get = (name: string) => bodyOf(fetch(`${url}/__control/${name}`));
    const before = control.localClips(2201);

    expect(await post('module', { networkId: 2201, online: false })).toBe(200);
    expect(await post('module', { networkId: 2202, online: false })).toBe(404);
    expect(await post('renumber', { networkId: 2201 })).toBe(200);
    expect(await post('device', { cameraName: 'Gate', battery: 'low', temperatureF: 90 })).toBe(
      200,
    );
    expect(await post('live-view-rules', { durationSeconds: 3 })).toBe(200);
    expect(await post('live-view-rules', { durationSeconds: 0 })).toBe(400);
    expect(await get('certificates')).toEqual(control.liveViewFingerprints());
    expect(await post('renew-certificates', {})).toBe(200);
    expect(await get('live-views')).toEqual([]);

    const after = await get('local-clips/2201');
    expect(after).toEqual(control.localClips(2201));
    expect(after).not.toEqual(before);
    const home = await bodyOf((await signedIn(url)).get(HOMESCREEN));
    const { cameras } = home as { cameras: { id: number }[] };
    expect(cameras.find(({ id }) => id === 4203)).toMatchObject({
      battery: 'low',
      signals: { temp: 90 },
    });
  });

  it('a motion can be told with what was recognised', async () => {
    const { url } = await startFull();
    const body = JSON.stringify({
      cameraName: 'Drive',
      source: 'cv_motion',
      immediate: true,
      description: 'A van stops.',
      detections: ['vehicle'],
    });

    await fetch(`${url}/__control/motion`, { method: 'POST', body });

    const list = await bodyOf((await signedIn(url)).post(`/api/v4/accounts/${ACCOUNT}/media`, {}));
    const { media } = list as { media: readonly unknown[] };
    expect(media[0]).toMatchObject({
      source: 'cv_motion',
      cv_detection: ['vehicle'],
      ai_vd: { short_description: 'A van stops' },
    });
  });
});
