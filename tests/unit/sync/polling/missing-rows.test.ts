import { describe, expect, it } from 'vitest';
import { initialState } from '../../../../shared/app-state.ts';
import { armedSummary, blindness } from '../../../../shared/armed-display.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { restoreHome } from '../../../../electron/sync/polling/saved-homescreen.ts';
import { minutes } from '../../../../electron/lib/clock.ts';
import type { HomescreenList } from '../../../../electron/blink/models.ts';
import { trayTooltip } from '../../../../electron/desktop/tray/tray-status.ts';
import { startOfTests } from '../../../fixtures/fake-clock.ts';
import { homeWith, wholeAnswer } from '../../../fixtures/fake-client.ts';
import { accountId, cabinId, device, homeId, network } from '../../../fixtures/samples.ts';
import { setUpHomescreen } from './homescreen-setup.ts';

const home = network({ isArmed: true });
const cabin = network({ id: cabinId, name: 'Cabin', isArmed: true });
const hub = { networkId: homeId, name: 'Hub', isOnline: true, hasLocalStorage: false };
const unheard = { heardAt: null, missedBy: 0 };

const full = () => homeWith({ networks: [home, cabin], syncModules: [hub] });

const without = (...lists: readonly HomescreenList[]) => ({
  networksWithoutId: 0,
  completeLists: new Set([...wholeAnswer.completeLists].filter((list) => !lists.includes(list))),
});

async function setUp() {
  const { clock, client, index, store, sync } = setUpHomescreen();
  const answer = async (next: ReturnType<typeof homeWith>) => {
    client.home = next;
    await clock.advance(minutes(1));
    await sync.refresh();
    return store.get().home;
  };
  return { store, index, clock, answer };
}

describe('a system whose row does not say whether it is armed', () => {
  it('keeps its last state, marked unknown, and the icon does not say armed', async () => {
    const { store, answer, clock } = await setUp();
    await answer(full());
    const { networks } = await answer({
      ...full(),
      networks: [home, network({ id: cabinId, name: 'Cabin', isArmed: false, doubt: unheard })],
    });
    expect(networks[1]).toEqual({
      ...cabin,
      doubt: { heardAt: startOfTests + minutes(1), missedBy: 0 },
    });
    expect(armedSummary(store.get())).toBe('unknown');
    expect(trayTooltip(store.get(), clock.now())).toContain('Cabin: not known right now');
  });

  it('is on show as unknown even if it was never told of', async () => {
    const { store, answer } = await setUp();
    const unread = network({ id: cabinId, name: 'Cabin', isArmed: false, doubt: unheard });
    const { networks } = await answer({ ...full(), networks: [home, unread] });
    expect(networks[1]?.doubt).toEqual(unheard);
    expect(armedSummary(store.get())).toBe('unknown');
  });

  it('is believed again as soon as it is told', async () => {
    const { answer } = await setUp();
    await answer(full());
    await answer({ ...full(), networks: [home, { ...cabin, doubt: unheard }] });
    const { networks } = await answer(full());
    expect(networks).toEqual([home, cabin]);
  });
});

it('a row that does not even say which system it is keeps the icon from saying armed', async () => {
  const { store, answer, clock } = await setUp();
  const gaps = { ...without('networks'), networksWithoutId: 1 };
  await answer(homeWith({ networks: [home], syncModules: [hub], gaps }));
  expect(armedSummary(store.get())).toBe('unknown');
  expect(trayTooltip(store.get(), clock.now())).toContain('another system: not known right now');
});

describe('what an answer leaves out', () => {
  it('goes only after two whole answers in a row', async () => {
    const { answer } = await setUp();
    const { checkedAt } = await answer(full());
    const less = homeWith({ networks: [home], syncModules: [] });
    const once = await answer(less);
    expect(once.networks[1]).toEqual({ ...cabin, doubt: { heardAt: checkedAt, missedBy: 1 } });
    expect(once.syncModules[0]).toEqual({ ...hub, doubt: { heardAt: checkedAt, missedBy: 1 } });
    const twice = await answer(less);
    expect(twice.networks).toEqual([home]);
    expect(twice.syncModules).toEqual([]);
  });

  it('stays as long as its list is absent or has rows that cannot be read', async () => {
    const { answer } = await setUp();
    await answer(full());
    const gaps = without('syncModules', 'camera');
    const less = homeWith({ networks: [home, cabin], syncModules: [], devices: [], gaps });
    for (let times = 0; times < 5; times += 1) await answer(less);
    const { syncModules, devices } = await answer(less);
    const doubt = { heardAt: startOfTests + 60_000, missedBy: 0 };
    expect(syncModules).toEqual([{ ...hub, doubt }]);
    expect(devices).toEqual([device({ doubt })]);
  });

  it('counts from the beginning after an answer that was not whole', async () => {
    const { answer } = await setUp();
    await answer(full());
    const less = homeWith({ networks: [home], syncModules: [hub] });
    await answer(less);
    await answer({ ...less, gaps: without('networks') });
    expect((await answer(less)).networks).toHaveLength(2);
    expect((await answer(less)).networks).toHaveLength(1);
  });

  it('is still in doubt after a restart', async () => {
    const { answer, index } = await setUp();
    await answer(full());
    const { networks } = await answer(homeWith({ networks: [home], syncModules: [hub] }));
    const store = createAppStore(initialState);
    await restoreHome({ accountId, index, store });
    expect(store.get().home.networks).toEqual(networks);
  });
});

it('a sync module that cannot be read hides neither that it was offline nor that nobody knows', async () => {
  const { answer, store } = await setUp();
  const unread = { ...hub, isOnline: false, doubt: unheard };
  const known = await answer(full());
  expect(blindness(known, homeId)).toBeNull();
  expect(blindness(await answer({ ...full(), syncModules: [unread] }), homeId)).toBe(
    'sync-module-unknown',
  );
  expect(armedSummary(store.get())).toBe('blind');
  await answer({ ...full(), syncModules: [{ ...hub, isOnline: false }] });
  const after = await answer({ ...full(), syncModules: [], gaps: without('syncModules') });
  expect(blindness(after, homeId)).toBe('sync-module-offline');
});

it('cameras of which nothing is known do not count as seeing', async () => {
  const { answer } = await setUp();
  const unread = device({ isMotionEnabled: false, doubt: unheard });
  await answer(full());
  expect(blindness(await answer({ ...full(), devices: [unread] }), homeId)).toBe('cameras-unknown');
});

describe('an answer without systems', () => {
  it.each([
    ['empty lists', homeWith({ networks: [], devices: [] })],
    [
      'no lists',
      homeWith({ networks: [], devices: [], gaps: { ...wholeAnswer, completeLists: new Set() } }),
    ],
  ])('of an account that had some is a bad one: %s', async (_what, empty) => {
    const { answer, store } = await setUp();
    const before = await answer(full());
    for (let times = 0; times < 3; times += 1) {
      await expect(answer(empty)).rejects.toMatchObject({ code: 'bad-answer' });
    }
    expect(store.get().home).toBe(before);
  });

  it('of an account that never had any is none yet, if it is one at all', async () => {
    const { answer } = await setUp();
    const none = homeWith({ networks: [], devices: [] });
    const noLists = { ...none, gaps: { ...wholeAnswer, completeLists: new Set<HomescreenList>() } };
    await expect(answer(noLists)).rejects.toMatchObject({ code: 'bad-answer' });
    expect((await answer(none)).networks).toEqual([]);
  });
});
