import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { bodyOf } from '../testing/answers.ts';
import { ACCOUNT, COMMAND_MS, FLAT, HOMESCREEN, HOUSE } from '../testing/full-world.ts';
import { signedIn, type Rest } from '../testing/rest.ts';
import { NOON, useFullClouds } from '../testing/small-cloud.ts';

const startFull = useFullClouds();
const Row = v.object({ id: v.number(), created_at: v.string(), updated_at: v.string() });
const Module = v.object({ ...Row.entries, status: v.string(), last_hb: v.string() });
const Rows = v.object({
  networks: v.array(Row),
  sync_modules: v.array(Module),
  cameras: v.array(Row),
  owls: v.array(Row),
  doorbells: v.array(Row),
  sirens: v.array(Row),
});
type List = keyof v.InferOutput<typeof Rows>;

const HOUR_MS = 3_600_000;
/** What is done there, in the world `all-devices`. */
const GATE = 4203;
const KITCHEN = 4201;

const rowsOf = async (rest: Rest) => v.parse(Rows, await bodyOf(rest.get(HOMESCREEN)));

/** When a row says that it last changed, in milliseconds after noon. */
async function changeOf(rest: Rest, list: List, id: number) {
  const row = (await rowsOf(rest))[list].find((one) => one.id === id);
  return Date.parse(row?.updated_at ?? '') - NOON;
}

describe('updated_at of a row', () => {
  it('lies before now, and stays while nothing changes', async () => {
    const { url, control } = await startFull({ tokenLifeSeconds: 100_000 });
    const rest = await signedIn(url);
    const before = await rowsOf(rest);
    control.advanceClock(HOUR_MS);

    const after = await rowsOf(rest);

    const times = Object.values(before)
      .flat()
      .map((row) => Date.parse(row.updated_at));
    expect(times.length).toBeGreaterThan(15);
    expect(times.every((at) => at < NOON)).toBe(true);
    const withoutHeartbeat = ({ sync_modules: modules, ...rows }: typeof after) => ({
      ...rows,
      modules: modules.map(({ updated_at }) => updated_at),
    });
    expect(withoutHeartbeat(after)).toEqual(withoutHeartbeat(before));
  });

  it.each([
    ['networks', 2201, `${HOUSE}/state/disarm`, undefined],
    ['networks', 2201, `${HOUSE}/state/arm`, undefined],
    ['cameras', GATE, `/network/2201/camera/${GATE}/disable`, undefined],
    ['cameras', GATE, `/network/2201/camera/${GATE}/thumbnail`, undefined],
    ['cameras', GATE, `/network/2201/camera/${GATE}/update`, { video_length: 20 }],
    ['owls', KITCHEN, `${HOUSE}/owls/${KITCHEN}/config`, { enabled: false }],
    ['doorbells', 6201, `${FLAT}/doorbells/6201/disable`, undefined],
  ] as const)('of %s %i is when a command changed it: %s', async (list, id, path, body) => {
    const { url, control } = await startFull({ tokenLifeSeconds: 100_000 });
    const rest = await signedIn(url);
    control.setArmed(2201, path.endsWith('disarm'));
    control.advanceClock(HOUR_MS);

    expect((await rest.post(path, body)).status).toBe(200);
    control.advanceClock(COMMAND_MS + HOUR_MS);

    expect(await changeOf(rest, list, id)).toBe(HOUR_MS + COMMAND_MS);
  });

  it('stays when a row is set to what it is', async () => {
    const { url, control } = await startFull({ tokenLifeSeconds: 100_000 });
    const rest = await signedIn(url);

    await rest.post(`/network/2201/camera/${GATE}/enable`);
    control.advanceClock(COMMAND_MS);

    expect(await changeOf(rest, 'cameras', GATE)).toBeLessThan(0);
  });

  it('is when the name was changed, a picture came, a snooze began and ended', async () => {
    const { url, control } = await startFull({ tokenLifeSeconds: 100_000 });
    const rest = await signedIn(url);
    const change = () => changeOf(rest, 'cameras', GATE);

    control.advanceClock(HOUR_MS);
    control.rename('Gate', 'Yard');
    expect(await change()).toBe(HOUR_MS);
    control.advanceClock(HOUR_MS);
    control.motion({ cameraName: 'Yard', immediate: true });
    expect(await change()).toBe(2 * HOUR_MS);
    control.advanceClock(HOUR_MS);
    await rest.post(`${HOUSE}/cameras/${GATE}/snooze`, { snooze_time: 90 });
    const snoozedAt = 3 * HOUR_MS;
    expect(await change()).toBe(snoozedAt);

    control.advanceClock(HOUR_MS);
    expect(await change()).toBe(snoozedAt);
    control.advanceClock(HOUR_MS);
    expect(await change()).toBe(snoozedAt + 1.5 * HOUR_MS);
  });

  it('is told alike by the calls for systems, modules and configurations', async () => {
    const { url, control } = await startFull({ tokenLifeSeconds: 100_000 });
    const rest = await signedIn(url);
    control.advanceClock(HOUR_MS);
    control.setArmed(2201, false);
    control.setModule(2201, false);
    control.setDevice('Gate', { enabled: false });
    control.advanceClock(HOUR_MS);

    const changed = { updated_at: '2026-11-22T13:00:00+00:00' };
    const paths = {
      '/network/2201': { network: changed },
      '/networks': { networks: [changed, {}, {}] },
      '/network/2201/syncmodules': { syncmodule: changed },
      [`/network/2201/camera/${GATE}/config`]: { camera: [changed] },
    };
    for (const [path, body] of Object.entries(paths)) {
      expect(await bodyOf(rest.get(path))).toMatchObject(body);
    }
    expect(await changeOf(rest, 'networks', 2201)).toBe(HOUR_MS);
  });
});

describe('a module', () => {
  it('changed before it was last heard, and is heard until it drops off', async () => {
    const { url, control } = await startFull({ tokenLifeSeconds: 100_000 });
    const rest = await signedIn(url);
    const moduleOf = async () => {
      const [module] = (await rowsOf(rest)).sync_modules;
      if (!module) throw new Error('no module');
      return { changed: Date.parse(module.updated_at), heard: Date.parse(module.last_hb) };
    };
    for (const module of (await rowsOf(rest)).sync_modules) {
      expect(Date.parse(module.updated_at)).toBeLessThan(Date.parse(module.last_hb));
    }
    expect((await moduleOf()).heard).toBe(NOON);

    control.advanceClock(HOUR_MS);
    control.setModule(2201, false);
    control.advanceClock(HOUR_MS);
    const gone = { changed: NOON + HOUR_MS, heard: NOON + HOUR_MS };
    expect(await moduleOf()).toEqual(gone);
    control.setModule(2201, false);
    expect(await moduleOf()).toEqual(gone);

    control.setModule(2201, true);
    control.advanceClock(HOUR_MS);
    expect(await moduleOf()).toEqual({
      changed: NOON + 2 * HOUR_MS,
      heard: NOON + 3 * HOUR_MS,
    });
  });
});

it('subscriptions did not change just now', async () => {
  const { url } = await startFull({ tokenLifeSeconds: 100_000 });
  const rest = await signedIn(url);

  const home = await bodyOf(rest.get(`/api/v4/accounts/${ACCOUNT}/homescreen`));

  const longAgo = { updated_at: '2024-03-02T09:30:00+00:00' };
  expect(home).toMatchObject({ subscriptions: longAgo, entitlements: longAgo });
});
