import { describe, expect, it } from 'vitest';
import { bodyOf, told } from '../testing/answers.ts';
import { COMMAND_MS, FLAT, HOMESCREEN, HOUSE } from '../testing/full-world.ts';
import { signedIn } from '../testing/rest.ts';
import { homescreenOf } from '../testing/shapes.ts';
import { useFullClouds } from '../testing/small-cloud.ts';

const startFull = useFullClouds();
const CAMERA = '/network/2201/camera/4203';

/** How each family is read, changed and switched. */
const FAMILIES = [
  ['cameras', 4203, `${CAMERA}/config`, `${CAMERA}/update`],
  ['owls', 5202, `${HOUSE}/owls/5202/config`, `${HOUSE}/owls/5202/config`],
  ['doorbells', 4202, `${HOUSE}/doorbells/4202/config`, `${HOUSE}/doorbells/4202/config`],
] as const;

describe('the configuration', () => {
  it('of a battery camera is one row with its signals beside it', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect(await bodyOf(rest.get(`${CAMERA}/config`))).toMatchObject({
      camera: [
        {
          id: 4203,
          name: 'Gate',
          network_id: 2201,
          type: 'catalina',
          enabled: true,
          battery_state: 'ok',
          motion_regions: 2_084_928,
          temp_alarm_enable: true,
          video_quality_support: ['saver', 'standard', 'best'],
          sync_module_id: 3201,
          last_connect: { camera_id: 4203 },
        },
      ],
      signals: { lfr: 4, wifi: 4, temp: 28, battery: 3, battery_state: 'ok' },
    });
    expect(await bodyOf(rest.get(`${CAMERA}/signals`))).toMatchObject({ lfr: 4, temp: 28 });
    expect(await bodyOf(rest.get(CAMERA))).toMatchObject({ camera_status: { camera_id: 4203 } });
  });

  it('of a Mini and of a doorbell is one flat object', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    for (const path of [FAMILIES[1][2], FAMILIES[2][2]]) {
      expect(await bodyOf(rest.get(path))).toMatchObject({
        led_enabled: true,
        illuminator_enable: 'auto',
        clip_length_max: 30,
        motion_regions: 33_554_431,
      });
    }
  });

  it.each(FAMILIES)(
    'of %s %d is changed in part, once the command is done',
    async (list, id, read, write) => {
      const { url, control } = await startFull();
      const rest = await signedIn(url);
      const nameNow = async () =>
        (await homescreenOf(await rest.get(HOMESCREEN)))[list].find((d) => d.id === id)?.name;
      const before = await nameNow();

      const answer = await bodyOf(rest.post(write, { name: 'Renamed', motion_sensitivity: 8 }));

      expect(answer).toMatchObject({ command: 'config_set', state_condition: 'done' });
      expect(await nameNow()).toBe(before);
      control.advanceClock(COMMAND_MS);
      expect(await nameNow()).toBe('Renamed');
      const changed = JSON.stringify(await bodyOf(rest.get(read)));
      expect(changed).toContain('"motion_sensitivity":8');
      expect(changed).toContain('"record_audio_enable":true');
    },
  );

  it.each([
    { video_length: 4 },
    { video_length: 61 },
    { video_quality: 'superb' },
    { name: '' },
    { early_termination: 'yes' },
    { illuminator_enable: 3 },
    { motion_sensitivity: 10 },
  ])('refuses %j and changes nothing', async (change) => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    const before = await bodyOf(rest.get(`${CAMERA}/config`));

    expect((await rest.post(`${CAMERA}/update`, { ...change, alert_interval: 55 })).status).toBe(
      400,
    );

    control.advanceClock(0);
    expect(await bodyOf(rest.get(`${CAMERA}/config`))).toEqual(before);
  });

  it('passes over what it does not know', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect((await rest.post(`${CAMERA}/update`, { moonlight: true })).status).toBe(200);
  });

  it('takes the light of a camera in words and keeps it as a number', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);

    await rest.post(`${CAMERA}/update`, { illuminator_enable: 'off' });
    control.advanceClock(COMMAND_MS);

    const config = await bodyOf(rest.get(`${CAMERA}/config`));
    expect(config).toMatchObject({ camera: [{ illuminator_enable: 0 }] });
  });

  it('is asked for in the way of the family', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    for (const path of ['/network/2201/camera/5202/config', `${HOUSE}/owls/4203/config`]) {
      const answer = await told(rest.get(path));
      expect(answer).toEqual({ status: 404, body: { message: 'Camera not found', code: 500 } });
    }
  });

  it('of two devices with one number is kept apart', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);

    await rest.post(`${HOUSE}/owls/4201/config`, { name: 'Pantry' });
    control.advanceClock(COMMAND_MS);

    const home = await homescreenOf(await rest.get(HOMESCREEN));
    expect(home.owls.find(({ id }) => id === 4201)?.name).toBe('Pantry');
    expect(home.cameras.find(({ id }) => id === 4201)?.name).toBe('Cellar');
  });
});

describe('motion detection', () => {
  it.each([
    ['cameras', 4203, CAMERA, 'config_lfr'],
    ['owls', 5203, `${HOUSE}/owls/5203`, 'device_motion_enable'],
    ['doorbells', 4202, `${HOUSE}/doorbells/4202`, 'device_motion_enable'],
  ] as const)('of %s %d is switched off and on', async (list, id, path, command) => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    const isEnabled = async () =>
      (await homescreenOf(await rest.get(HOMESCREEN)))[list].find((d) => d.id === id)?.enabled;

    expect(await bodyOf(rest.post(`${path}/disable`))).toMatchObject({ command });
    control.advanceClock(COMMAND_MS);
    expect(await isEnabled()).toBe(false);
    await rest.post(`${path}/enable`);
    control.advanceClock(COMMAND_MS);
    expect(await isEnabled()).toBe(true);
  });

  it('of a Mini is a part of its configuration too', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);

    await rest.post(`${FLAT}/owls/5204/config`, { enabled: false });
    control.advanceClock(COMMAND_MS);

    const home = await homescreenOf(await rest.get(HOMESCREEN));
    expect(home.owls.find(({ id }) => id === 5204)?.enabled).toBe(false);
  });
});
