import { describe, expect, it } from 'vitest';
import { startBlinkCloud } from './start.ts';
import { bodyOf } from './testing/answers.ts';
import { signedIn, signedInAt2020, type Asker } from './testing/rest.ts';
import { NOON, useFullClouds } from './testing/small-cloud.ts';
import { allDevices } from './worlds/all-devices.ts';

const startFull = useFullClouds();
const A = 1000003;
const C = '/network/2201/camera/4203';
const V1 = `/api/v1/accounts/${A}/networks/2201`;
const ZONES = { motion_regions: 33_554_431, advanced_motion_regions: Array(25).fill(4095) };

/** Every call of the description of 2020 but the login and the PIN, which have tests of their own. */
const CALLS_OF_2020 = [
  ['GET', `/api/v3/accounts/${A}/homescreen`],
  ['GET', `/api/v1/accounts/${A}/clients/606101/options`],
  ['GET', `/api/v1/accounts/${A}/media/changed?since=2020-06-01T15:36:56+0000&page=1`],
  ['GET', '/api/v1/account/options'],
  ['GET', `/api/v1/accounts/${A}/notifications/configuration`],
  ['GET', '/api/v1/networks/2201/programs'],
  ['GET', `${C}/config`],
  ['POST', '/api/v1/network/2201/camera/4203/temp_alert_enable'],
  ['POST', '/api/v1/network/2201/camera/4203/temp_alert_disable'],
  ['POST', '/api/v1/network/2201/camera/4203/calibrate', { current_temp: 73, temp_min: 39 }],
  ['GET', `${V1}/cameras/4203/motion_regions`],
  ['POST', `${V1}/cameras/4203/motion_regions`, ZONES],
  ['POST', `${C}/status`],
  ['POST', `${C}/update`, { name: 'Gate', video_quality: 'best', illuminator_enable: 2 }],
  ['POST', `${C}/thumbnail`],
  ['POST', `/api/v5/accounts/${A}/networks/2201/cameras/4203/liveview`, { intent: 'liveview' }],
  ['POST', `${V1}/state/arm`],
  ['POST', `${V1}/state/disarm`],
  ['GET', `/api/v2/accounts/${A}/media/thumb/7000002_s.jpg`],
  ['POST', `/api/v1/accounts/${A}/media/delete`, { media_list: [7000001] }],
  ['POST', '/api/v1/account/video_options', { auto_purge_days: 30 }],
  ['GET', `/api/v2/accounts/${A}/media/clip/7000002.mp4`],
  ['POST', '/api/v1/networks/2201/programs/26830/disable'],
  ['POST', '/api/v1/networks/2201/programs/26830/enable'],
  ['POST', '/network/2201/update', { lv_save: false }],
] as const;

/** One call, its form of 2020 or blinkpy's, and today's apps'. */
const TWO_FORMS = [
  ['POST', `${C}/thumbnail`, `/accounts/${A}/networks/2201/cameras/4203/thumbnail`],
  ['POST', `${C}/clip`, `/accounts/${A}/networks/2201/cameras/4203/clip`],
  ['POST', `${C}/enable`, `/accounts/${A}/networks/2201/cameras/4203/enable`],
  ['POST', `${C}/disable`, `/accounts/${A}/networks/2201/cameras/4203/disable`],
  ['POST', `${C}/status`, `/accounts/${A}/networks/2201/cameras/4203/status`],
  ['GET', `${C}/signals`, `/accounts/${A}/networks/2201/cameras/4203/signals`],
  ['GET', `${C}/config`, `/api/v2/accounts/${A}/networks/2201/cameras/4203/config`],
  ['POST', `${C}/update`, `/api/v2/accounts/${A}/networks/2201/cameras/4203/config`],
  ['GET', '/network/2201/command/1', `/accounts/${A}/networks/2201/commands/1`],
  ['POST', '/network/2201/update', `/accounts/${A}/networks/2201/update`],
  ['GET', '/api/v1/networks/2201/programs', `${V1}/programs`],
  ['GET', '/api/v1/networks/2201/sirens', `${V1}/sirens`],
  ['GET', '/api/v1/account/options', '/api/v1/users/options'],
  ['GET', `/api/v1/accounts/${A}/clients/606101/options`, '/api/v1/clients/606101/options'],
  ['GET', `/api/v1/accounts/${A}/notifications/configuration`, '/api/v1/notifications/preferences'],
  [
    'GET',
    `${V1}/cameras/4203/motion_regions`,
    `/api/v2/accounts/${A}/networks/2201/cameras/4203/zones`,
  ],
  [
    'POST',
    `/api/v5/accounts/${A}/networks/2201/cameras/4203/liveview`,
    `/api/v6/accounts/${A}/networks/2201/cameras/4203/liveview`,
  ],
  ['POST', `${V1}/owls/5202/liveview`, `/api/v2/accounts/${A}/networks/2201/owls/5202/liveview`],
] as const;

const ask = (rest: Asker, method: string, path: string, body?: unknown) =>
  method === 'GET' ? rest.get(path) : rest.post(path, body ?? {});

/** The same call at two clouds in the same state. */
async function twice(era: 'today' | '2020') {
  const cloud = await startBlinkCloud({ world: allDevices, era, wallClock: () => NOON });
  const rest = era === 'today' ? await signedIn(cloud.url) : await signedInAt2020(cloud.url);
  return { cloud, rest };
}

describe('a call of 2020', () => {
  it.each(CALLS_OF_2020)('%s %s is answered then and now', async (method, path, body?: unknown) => {
    for (const era of ['2020', 'today'] as const) {
      const { url } = await startFull({ era });
      const rest = era === '2020' ? await signedInAt2020(url) : await signedIn(url);

      expect((await ask(rest, method, path, body)).status).toBe(200);
    }
  });

  it('may end with a slash', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect((await rest.get(`${C}/config/`)).status).toBe(200);
    expect((await rest.post(`${V1}/sirens/8201/activate/`, { duration: 5 })).status).toBe(200);
  });
});

describe('the two forms of a call', () => {
  it.each(TWO_FORMS)(
    '%s %s answers like %s, which 2020 does not know',
    async (method, old, now) => {
      const answers = [];
      for (const path of [old, now]) {
        const { cloud, rest } = await twice('today');
        const answer = await ask(rest, method, path);
        answers.push([answer.status, (await answer.text()).replace(/:\d{5}\//, ':port/')]);
        await cloud.stop();
      }
      const { cloud, rest } = await twice('2020');
      const at2020 = await ask(rest, method, now);
      await cloud.stop();

      expect(answers[1]).toEqual(answers[0]);
      expect(at2020.status).toBe(404);
    },
  );

  it('can be taken away by switch, either of them', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    const [, old, now] = TWO_FORMS[6];

    control.fault({ name: 'new-forms-gone' });
    expect([(await rest.get(old)).status, (await rest.get(now)).status]).toEqual([200, 404]);
    control.clearFaults();
    control.fault({ name: 'old-forms-gone' });
    expect([(await rest.get(old)).status, (await rest.get(now)).status]).toEqual([404, 200]);
  });

  it('of the homescreen differ by what came later', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const third = (await bodyOf(rest.get(`/api/v3/accounts/${A}/homescreen`))) as object;

    const fourth = await bodyOf(rest.get(`/api/v4/accounts/${A}/homescreen`));

    expect(fourth).toEqual({ ...third, changed: true, access: { level: 'owner' } });
  });

  it('of a live view can be told apart by switch', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    control.fault({ name: 'old-live-view-gone' });

    for (const [before, now, path] of [
      ['v5', 'v6', 'cameras/4203'],
      ['v1', 'v2', 'owls/5202'],
      ['v1', 'v2', 'doorbells/4202'],
    ]) {
      const network = `accounts/${A}/networks/2201`;
      expect((await rest.post(`/api/${before}/${network}/${path}/liveview`)).status).toBe(404);
      const answer = await rest.post(`/api/${now}/${network}/${path}/liveview`);
      const { command_id: id } = (await answer.json()) as { command_id: number };
      expect((await rest.post(`/network/2201/command/${id}/done/`)).status).toBe(200);
    }
  });
});
