import { describe, expect, it } from 'vitest';
import { bodyOf } from '../testing/answers.ts';
import { COMMAND_MS, HOUSE } from '../testing/full-world.ts';
import { signedIn } from '../testing/rest.ts';
import { useFullClouds } from '../testing/small-cloud.ts';

const startFull = useFullClouds();

describe('motion zones', () => {
  const mask = 33_554_430;
  const cells = [0, ...Array<number>(24).fill(4095)];

  it.each([
    `${HOUSE}/cameras/4203/motion_regions`,
    '/api/v2/accounts/1000003/networks/2201/cameras/4203/zones',
    '/api/v2/accounts/1000003/networks/2201/owls/5202/zones',
    '/api/v2/accounts/1000003/networks/2201/doorbells/4202/zones',
  ])('are written and read at %s', async (path) => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    const zones = { motion_regions: mask, advanced_motion_regions: cells };

    const answer = await bodyOf(rest.post(path, zones));
    expect(answer).toMatchObject({ ...zones, network_id: 2201 });
    expect(JSON.stringify(answer)).toContain('Successfully Updated Motion Regions');
    control.advanceClock(COMMAND_MS);

    expect(await bodyOf(rest.get(path))).toEqual(zones);
  });

  it('of a camera stand in the account’s options too', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    await rest.post(`${HOUSE}/cameras/4203/motion_regions`, { advanced_motion_regions: cells });
    control.advanceClock(COMMAND_MS);

    const options = await bodyOf(rest.get('/api/v1/account/options'));

    expect(options).toMatchObject({ advanced_motion_regions: { cam_4203: cells } });
  });

  it('refuse a mask that is none', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    const answer = await rest.post(`${HOUSE}/cameras/4203/motion_regions`, { motion_regions: -1 });

    expect(answer.status).toBe(400);
  });
});
