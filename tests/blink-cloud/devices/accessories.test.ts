import { describe, expect, it } from 'vitest';
import { bodyOf } from '../testing/answers.ts';
import { ACCOUNT, COMMAND_MS, HOMESCREEN, HOUSE } from '../testing/full-world.ts';
import { signedIn } from '../testing/rest.ts';
import { useFullClouds } from '../testing/small-cloud.ts';

const startFull = useFullClouds();

describe('lights', () => {
  it.each([
    (word: string) => `${HOUSE}/cameras/4204/accessories/storm/7201/lights/${word}`,
    (word: string) =>
      `/api/v2/accounts/${ACCOUNT}/networks/2201/cameras/4204/light_accessories/7201/lights/${word}`,
  ])('of a mount are switched by command (form %#)', async (path) => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    const light = async () => bodyOf(rest.get(HOMESCREEN));

    for (const word of ['on', 'off']) {
      expect((await rest.post(path(word))).status).toBe(200);
      control.advanceClock(COMMAND_MS);
      expect(await light()).toMatchObject({
        accessories: { storm: [{ id: 7201, target_id: 4204, light_status: word }] },
      });
    }
  });

  it('of a wired floodlight are switched at the device; others have none', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);

    expect((await rest.post(`${HOUSE}/owls/5203/lights/on`)).status).toBe(200);
    expect((await rest.post(`${HOUSE}/owls/5203/lights/off`)).status).toBe(409);
    control.advanceClock(COMMAND_MS);
    expect((await rest.post(`${HOUSE}/owls/5202/lights/on`)).status).toBe(400);
    const otherMount = `${HOUSE}/cameras/4203/accessories/storm/7201/lights/on`;
    expect((await rest.post(otherMount)).status).toBe(404);
  });
});

describe('a pan-and-tilt mount', () => {
  it('finds its place again', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const path = (owl: number) => `${HOUSE}/accessories/rosie/owl/${owl}/calibrate`;

    expect((await rest.post(path(5202))).status).toBe(404);
    expect((await rest.post(path(4201))).status).toBe(200);
    expect(await bodyOf(rest.get(HOMESCREEN))).toMatchObject({
      accessories: { rosie: [{ id: 7202, target: 'owl', target_id: 4201 }] },
    });
  });
});

describe('sirens', () => {
  const sirens = '/api/v1/networks/2201/sirens';
  const isOn = { sirens: [{ id: 8201, status: 'on' }] };
  const isOff = { sirens: [{ id: 8201, status: 'off' }] };

  it('sound for so many seconds, one or all', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);

    for (const path of [`${sirens}/8201/activate/`, `${HOUSE}/sirens/activate/`]) {
      await rest.post(path, { duration: 30 });
      expect(await bodyOf(rest.get(`${sirens}/`))).toMatchObject(isOff);
      control.advanceClock(COMMAND_MS);
      expect(await bodyOf(rest.get(`${sirens}/`))).toMatchObject(isOn);
      control.advanceClock(30_000);
      expect(await bodyOf(rest.get(`${sirens}/`))).toMatchObject(isOff);
    }
  });

  it('are on line in the homescreen, sounding or not', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    const listed = {
      sirens: [
        {
          id: 8201,
          name: 'Attic siren',
          network_id: 2201,
          serial: 'G8T1PORCH0R8201',
          fw_version: '1.4',
          type: 'siren',
          enabled: true,
          status: 'online',
        },
      ],
    };

    expect(await bodyOf(rest.get(HOMESCREEN))).toMatchObject(listed);
    await rest.post(`${sirens}/activate/`, { duration: 30 });
    control.advanceClock(COMMAND_MS);

    expect(await bodyOf(rest.get(HOMESCREEN))).toMatchObject(listed);
  });

  it('are silenced', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    await rest.post(`${sirens}/8201/activate/`, { duration: 600 });
    control.advanceClock(COMMAND_MS);

    await rest.post(`${sirens}/deactivate/`);
    control.advanceClock(COMMAND_MS);

    expect(await bodyOf(rest.get(sirens))).toMatchObject(isOff);
  });

  it('want to know for how long, and which', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect((await rest.post(`${sirens}/8201/activate/`, { duration: 0 })).status).toBe(400);
    expect((await rest.post(`${sirens}/8999/activate/`, { duration: 5 })).status).toBe(404);
  });
});
