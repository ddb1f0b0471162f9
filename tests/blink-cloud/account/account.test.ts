import { describe, expect, it } from 'vitest';
import { bodyOf, told } from '../testing/answers.ts';
import { ACCOUNT, HOMESCREEN } from '../testing/full-world.ts';
import { signedIn, signedInAt2020 } from '../testing/rest.ts';
import { useFullClouds } from '../testing/small-cloud.ts';

const startFull = useFullClouds();
const OPTIONS = `/api/v1/accounts/${ACCOUNT}/clients/606101/options`;
const NOTIFICATIONS = `/api/v1/accounts/${ACCOUNT}/notifications/configuration`;

const decoded = (answer: unknown): unknown =>
  JSON.parse(Buffer.from((answer as { options: string }).options, 'base64').toString());

describe('a client’s options', () => {
  it('are JSON in base64 and tell how the owner has arranged things', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect(decoded(await bodyOf(rest.get(OPTIONS)))).toMatchObject({
      network_order: [2202, 2201, 2203],
      camera_order: { '2202': [6201, 5204] },
      schema: 1,
    });
  });

  it('are written by the client they belong to, and by nobody else', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const options = Buffer.from('{"network_order":[2201],"schema":1}').toString('base64');

    expect((await rest.post(OPTIONS, { options })).status).toBe(200);

    expect(decoded(await bodyOf(rest.get(OPTIONS)))).toMatchObject({ network_order: [2201] });
    expect((await rest.get(OPTIONS.replace('606101', '606102'))).status).toBe(404);
    expect((await rest.post(OPTIONS, { options: 'no base64 of JSON' })).status).toBe(400);
  });
});

describe('notifications', () => {
  it('are switched one by one, for this client only', async () => {
    const { url } = await startFull({ era: '2020' });
    const mine = await signedInAt2020(url);

    const answer = await bodyOf(
      mine.post(NOTIFICATIONS, { notifications: { motion: false, low_battery: false } }),
    );

    expect(answer).toEqual({ message: 'Client Notification Configure Update Successful' });
    expect(await bodyOf(mine.get(NOTIFICATIONS))).toMatchObject({
      notifications: { motion: false, low_battery: false, doorbell: true, wifi: true },
    });
  });

  it('of another client stay as they were', async () => {
    const { url } = await startFull();
    const mine = await signedIn(url);
    await mine.post(NOTIFICATIONS, { motion: false });

    const again = await signedIn(url);

    expect(await bodyOf(again.get(NOTIFICATIONS))).toMatchObject({
      notifications: { motion: false },
    });
    expect((await mine.post(NOTIFICATIONS, { moonlight: true })).status).toBe(400);
  });
});

describe('keeping recordings', () => {
  it('is chosen out of the offered days', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    const answer = await bodyOf(rest.post('/api/v1/account/video_options', { auto_purge_days: 7 }));

    expect(answer).toMatchObject({ id: ACCOUNT, auto_purge_days: 7 });
    expect(await bodyOf(rest.get(HOMESCREEN))).toMatchObject({
      video_stats: { auto_delete_days: 7, auto_delete_day_options: [3, 7, 14, 30] },
    });
    const wrong = await told(rest.post('/api/v1/account/video_options', { auto_purge_days: 8 }));
    expect(wrong).toEqual({ status: 400, body: { message: 'Invalid video option', code: 213 } });
  });

  it('is read and chosen in today’s way too', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const path = `/api/v4/accounts/${ACCOUNT}/media_settings`;

    expect((await rest.send('PATCH', path, { auto_delete_days: 14 })).status).toBe(200);

    expect(await bodyOf(rest.get(path))).toEqual({
      auto_delete_days: 14,
      auto_delete_day_options: [3, 7, 14, 30],
    });
    expect((await rest.send('PATCH', path, { auto_delete_days: 'ever' })).status).toBe(400);
  });

  it('ends when they grow too old, hour by hour; the rows stay and the list is marked', async () => {
    const { url, control } = await startFull({ tokenLifeSeconds: 1e6 });
    const rest = await signedIn(url);
    const list = async () =>
      bodyOf(rest.get(`/api/v1/accounts/${ACCOUNT}/media/changed?since=&page=1`));
    const before = (await list()) as { purge_id: number };
    await rest.post('/api/v1/account/video_options', { auto_purge_days: 3 });

    control.advanceClock(30 * 3_600_000);

    expect(control.state().media).toMatchObject({ deleted: 2 });
    const after = (await list()) as { purge_id: number; media: { deleted: boolean }[] };
    expect(after.purge_id).not.toBe(before.purge_id);
    expect(after.media.filter(({ deleted }) => deleted)).toHaveLength(2);
  });
});

describe('what is told about people', () => {
  it('is the owner, the client and the units', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect(await bodyOf(rest.get('/user'))).toMatchObject({
      email: 'demo@porchlight.test',
      temp_units: 'c',
      time_zone: 'Europe/Berlin',
    });
    for (const path of ['/api/v2/users/info', `/api/v1/accounts/${ACCOUNT}/info`]) {
      expect(await bodyOf(rest.get(path))).toMatchObject({
        account_id: ACCOUNT,
        client_id: 606101,
        tier: 'u014',
        client_verification_required: false,
      });
    }
    await rest.post('/api/v1/users/preferences', { temp_units: 'f' });
    expect(await bodyOf(rest.get('/api/v1/users/preferences'))).toMatchObject({ temp_units: 'f' });
  });

  it('lists the installations that have signed in', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    const clients = await bodyOf(rest.get('/api/v1/clients/606101/control_panel/clients'));

    expect(clients).toMatchObject({ clients: [{ id: 606101 }] });
  });

  it('needs no token where it concerns nobody', async () => {
    const { url } = await startFull();

    expect(await bodyOf(fetch(`${url}/api/v1/version`))).toMatchObject({ code: 103 });
    expect(await bodyOf(fetch(`${url}/regions?locale=US`))).toMatchObject({ preferred: 'usu014' });
    expect((await fetch(`${url}/api/v1/countries`)).status).toBe(200);
  });
});

describe('systems', () => {
  it('are listed with their numbers as words', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect(await bodyOf(rest.get('/networks'))).toMatchObject({
      summary: {
        '2201': { name: 'House', onboarded: true },
        '2202': { name: 'Flat', onboarded: false },
        '2203': { name: 'Barn', onboarded: true },
      },
      networks: [{ id: 2201, sync_module_error: false }, { id: 2202 }, { sync_module_error: true }],
    });
    expect(await bodyOf(rest.get('/network/2202'))).toMatchObject({ network: { name: 'Flat' } });
  });

  it('have one sync module, or none', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect(await bodyOf(rest.get('/network/2201/syncmodules'))).toMatchObject({
      syncmodule: { id: 3201, network_id: 2201, status: 'online', serial: 'G8T1PORCH0003201' },
    });
    expect((await rest.get('/network/2202/syncmodules')).status).toBe(404);
  });

  it('tell how much their batteries work; one without batteries is there all the same', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    const usage = await bodyOf(rest.get('/api/v1/camera/usage'));

    expect(usage).toMatchObject({
      range_days: 7,
      reference: { usage: 400 },
      networks: [{ network_id: 2201 }, { network_id: 2202, cameras: [] }, { network_id: 2203 }],
    });
    expect(JSON.stringify(usage)).toContain('"name":"Gate","usage":120');
  });

  it('are changed in part; an empty body only asks', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const change = { lv_save: false, name: 'Villa', time_zone: 'Europe/Rome' };

    expect(await bodyOf(rest.post('/network/2201/update', {}))).toMatchObject({
      network: { name: 'House', lv_save: true },
    });
    await rest.post('/network/2201/update', change);

    expect(await bodyOf(rest.post('/network/2201/update'))).toMatchObject({ network: change });
    expect(await bodyOf(rest.get(HOMESCREEN))).toMatchObject({ networks: [change, {}, {}] });
    expect((await rest.post('/network/2201/update', { time_zone: 'Mars/Olympus' })).status).toBe(
      400,
    );
  });
});
