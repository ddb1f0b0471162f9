import { describe, expect, it } from 'vitest';
import { signedIn } from '../testing/rest.ts';
import { commandOf, homescreenOf, startedOf } from '../testing/shapes.ts';
import { useSmallClouds } from '../testing/small-cloud.ts';

const startSmall = useSmallClouds();
const STATE = '/api/v1/accounts/1000002/networks/2101/state';
const HOMESCREEN = '/api/v3/accounts/1000002/homescreen';
const CAMERA_PICTURE = '/network/2101/camera/4101/thumbnail';
const OWL_PICTURE = '/api/v1/accounts/1000002/networks/2101/owls/5101/thumbnail';

describe('arming', () => {
  it('takes time, stage by stage, and only then is the system armed', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);
    const { id } = await startedOf(await rest.post(`${STATE}/arm`));
    const seen = [];

    for (const ms of [0, 150, 400, 1500]) {
      control.advanceClock(ms);
      const { complete, commands } = await commandOf(await rest.get(`/network/2101/command/${id}`));
      seen.push([complete, commands[0]?.state_stage, commands[0]?.state_condition]);
    }
    expect(seen).toEqual([
      [false, 'rest', 'new'],
      [false, 'cs_sent', 'running'],
      [false, 'sm', 'running'],
      [false, 'dev', 'running'],
    ]);
    expect((await homescreenOf(await rest.get(HOMESCREEN))).networks[0]?.armed).toBe(false);
    control.advanceClock(1000);
    const done = await commandOf(await rest.get(`/network/2101/command/${id}`));
    expect(done).toMatchObject({ complete: true, status_code: 908 });
    expect((await homescreenOf(await rest.get(HOMESCREEN))).networks[0]?.armed).toBe(true);
  });

  it('has one child per camera', async () => {
    const { url } = await startSmall();
    const rest = await signedIn(url);

    const answer = await rest.post(`${STATE}/arm`);

    expect(await answer.json()).toMatchObject({
      command: 'arm',
      state: 'new',
      commands: [{ command: 'config_lfr' }, { command: 'config_lfr' }],
    });
  });

  it('is quicker when the simulator is told so', async () => {
    const { url, control } = await startSmall({ speed: 10 });
    const rest = await signedIn(url);
    await rest.post(`${STATE}/arm`);

    control.advanceClock(300);

    expect(control.state().networks[0]?.armed).toBe(true);
  });

  it('fails by switch and leaves the system as it was', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);
    control.fault({ name: 'arm-fails', times: 1 });
    const { id } = await startedOf(await rest.post(`${STATE}/arm`));

    control.advanceClock(3000);

    const command = await commandOf(await rest.get(`/network/2101/command/${id}`));
    expect(command).toMatchObject({ complete: true, status_code: 907 });
    expect(control.state().networks[0]?.armed).toBe(false);
  });

  it('warns when no camera would notice anything, and arms all the same', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);
    control.setDevice('Gate', { enabled: false });
    control.setDevice('Desk', { enabled: false });

    const answer = await rest.post(`${STATE}/arm`);

    expect(await answer.json()).toMatchObject({ code: 304 });
    expect(control.state().networks[0]?.armed).toBe(true);
  });
});

describe('a sync module', () => {
  it('works on one command at a time, but answers reads meanwhile', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);
    await rest.post(`${STATE}/arm`);

    const second = await rest.post(CAMERA_PICTURE);
    expect(second.status).toBe(409);
    expect(await second.json()).toMatchObject({ code: 307 });
    expect((await rest.get(HOMESCREEN)).status).toBe(200);
    control.advanceClock(3000);
    expect((await rest.post(CAMERA_PICTURE)).status).toBe(200);
  });
});

describe('a new picture', () => {
  it.each([
    ['camera', CAMERA_PICTURE, 'cameras'],
    ['Mini', OWL_PICTURE, 'owls'],
  ] as const)(
    'of a %s has a new address; the old one dies after a grace',
    async (_, path, list) => {
      const { url, control } = await startSmall();
      const rest = await signedIn(url);
      const address = async () =>
        (await homescreenOf(await rest.get(HOMESCREEN)))[list][0]?.thumbnail ?? '';
      const before = await address();

      expect(await (await rest.post(path)).json()).toMatchObject({ command: 'thumbnail' });
      control.advanceClock(3000);

      const after = await address();
      expect(after).not.toBe(before);
      expect((await rest.get(before)).status).toBe(200);
      control.advanceClock(10_000);
      expect((await rest.get(before)).status).toBe(404);
      const picture = await rest.get(after);
      expect(picture.headers.get('content-type')).toBe('image/jpeg');
    },
  );

  it('cannot be had from a camera that is offline', async () => {
    const { url, control } = await startSmall();
    const rest = await signedIn(url);
    control.setDevice('Gate', { online: false });
    const { id } = await startedOf(await rest.post(CAMERA_PICTURE));

    control.advanceClock(3000);

    const command = await commandOf(await rest.get(`/network/2101/command/${id}`));
    expect(command).toMatchObject({ complete: true, status_code: 907 });
  });

  it('is asked for in the way of the device’s family', async () => {
    const { url } = await startSmall();
    const rest = await signedIn(url);

    const answer = await rest.post('/network/2101/camera/5101/thumbnail');

    expect(await answer.json()).toEqual({ message: 'Camera not found', code: 500 });
  });
});
