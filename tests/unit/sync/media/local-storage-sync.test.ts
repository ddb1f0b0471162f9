import { describe, expect, it } from 'vitest';
import type { LocalClip } from '../../../../electron/blink/endpoints/local-storage.ts';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { createLocalStorageSync } from '../../../../electron/sync/media/local-storage-sync.ts';
import type { Clip } from '../../../../shared/models.ts';
import { createFakeClient } from '../../../fixtures/fake-client.ts';
import { startOfTests } from '../../../fixtures/fake-clock.ts';
import { accountId, frontYardId, homeId, network } from '../../../fixtures/samples.ts';
import { listed } from '../../store/support.ts';
import { setUpUsb, usbClip } from '../usb-setup.ts';

async function setUp() {
  const client = createFakeClient();
  const asked: string[] = [];
  let clips: readonly LocalClip[] = [];
  let manifests = 0;
  const withUsb = {
    ...client,
    localStorage: {
      ...client.localStorage,
      async manifest() {
        asked.push('manifest');
        manifests += 1;
        return { networkId: homeId, manifestId: String(manifests), clips, unreadable: 0 };
      },
    },
  };
  const { clock, index, store, gate } = await setUpUsb(withUsb, { isArmed: true });
  const news: Clip[] = [];
  const sync = createLocalStorageSync({
    accountId,
    gate,
    index,
    store,
    clock,
    onNewClips: (some) => news.push(...some),
    onListed: () => undefined,
    onWarning: () => undefined,
  });
  const hear = () => store.update('home', (home) => ({ ...home, isStale: false }));
  const lies = (...all: readonly LocalClip[]) => (clips = all);
  return { clock, store, gate, index, sync, news, asked, hear, lies };
}

describe('a stick in the sync module', () => {
  it('is looked at every 15 minutes while armed; its past is no news', async () => {
    const { clock, sync, news, asked, hear, lies } = await setUp();
    lies(usbClip(1, -60));
    sync.start();
    hear();
    await clock.advance(seconds(5));
    expect([asked.length, news]).toEqual([1, []]);
    lies(usbClip(1, -60), usbClip(2, 3));
    await clock.advance(minutes(15));
    expect(news).toMatchObject([
      { deviceId: frontYardId, deviceName: 'Front Yard', recordedAt: startOfTests + minutes(3) },
    ]);
    await clock.advance(minutes(45));
    expect([asked.length, news.length]).toEqual([5, 1]);
  });

  it('whose hub counts anew brings no clip twice', async () => {
    const { clock, sync, news, hear, lies, index } = await setUp();
    lies(usbClip(1, -60), usbClip(2, -30));
    sync.start();
    hear();
    await clock.advance(seconds(5));
    lies(usbClip(901, -60), usbClip(902, -30));
    await clock.advance(minutes(15));
    const { clips } = await index.page({ shelf: 'all', limit: 10, before: null, deviceId: null });
    expect([clips.length, news.length]).toEqual([2, 0]);
  });

  it.each([
    ['disarmed', { networks: [network()] }],
    [
      'its hub is offline',
      { syncModules: [{ networkId: homeId, name: 'H', isOnline: false, hasLocalStorage: true }] },
    ],
    [
      'it has none',
      { syncModules: [{ networkId: homeId, name: 'H', isOnline: true, hasLocalStorage: false }] },
    ],
  ])('is left alone while %s', async (_name, change) => {
    const { clock, store, sync, asked, hear } = await setUp();
    store.update('home', (home) => ({ ...home, ...change }));
    sync.start();
    hear();
    await clock.advance(minutes(60));
    expect(asked).toEqual([]);
  });

  it('is asked at once when a person wants to know, disarmed and with the looks paused too', async () => {
    const { clock, store, index, sync, asked, lies, hear } = await setUp();
    store.update('preferences', (all) => ({ ...all, hasLocalChecks: false }));
    store.update('home', (home) => ({ ...home, networks: [network()] }));
    sync.start();
    hear();
    await clock.advance(0);
    lies(usbClip(901, -60));
    await Promise.all([sync.checkNow(), sync.checkNow()]);
    expect(asked.length).toBeLessThanOrEqual(2);
    expect((await index.counts(null)).waiting).toBe(1);
  });

  it('cannot be asked where there is none, and says so', async () => {
    const { store, sync } = await setUp();
    store.update('home', (home) => ({ ...home, syncModules: [] }));
    await expect(sync.checkNow()).rejects.toMatchObject({ code: 'not-supported' });
  });

  it.each([
    [0, 0],
    [7 * 24 * 60 - 1, 0],
    [7 * 24 * 60 + 1, 1],
  ])(
    'of a system whose newest clip in the cloud is %d minutes old: %d looks',
    async (ageMinutes, looks) => {
      const { clock, sync, index, asked, hear } = await setUp();
      const recordedAt = startOfTests - minutes(ageMinutes);
      await index.recordListing([listed(1, { accountId, networkId: homeId, recordedAt })], 0);
      await index.setMark(accountId, 'local-listed', JSON.stringify([homeId]));
      sync.start();
      hear();
      await clock.advance(seconds(5));
      expect(asked).toHaveLength(looks);
    },
  );

  it('is looked at once although the cloud was listed first and has clips of today', async () => {
    const { clock, sync, index, asked, hear } = await setUp();
    const recordedAt = startOfTests - minutes(5);
    await index.recordListing([listed(1, { accountId, networkId: homeId, recordedAt })], 0);
    sync.start();
    hear();
    await clock.advance(minutes(60));
    expect(asked).toHaveLength(1);
  });

  it('is left alone when the person says so, and while the cloud wants quiet', async () => {
    const { clock, store, gate, sync, asked, hear } = await setUp();
    store.update('preferences', (all) => ({ ...all, hasLocalChecks: false }));
    sync.start();
    hear();
    await clock.advance(minutes(60));
    store.update('preferences', (all) => ({ ...all, hasLocalChecks: true }));
    gate.suspend();
    await clock.advance(minutes(60));
    expect(asked).toEqual([]);
    gate.resume();
    await clock.advance(minutes(15));
    expect(asked).toHaveLength(1);
  });
});
