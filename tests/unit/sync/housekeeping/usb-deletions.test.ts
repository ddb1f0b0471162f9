import { describe, expect, it } from 'vitest';
import type {
  LocalClip,
  LocalClipRef,
} from '../../../../electron/blink/endpoints/local-storage.ts';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { toListedClips } from '../../../../electron/sync/media/local-storage-sync.ts';
import { createUsbDeletions } from '../../../../electron/sync/housekeeping/usb-deletions.ts';
import { AppError, type AppErrorCode } from '../../../../shared/errors.ts';
import { createFakeClient } from '../../../fixtures/fake-client.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { accountId, homeId, network } from '../../../fixtures/samples.ts';
import { setUpUsb, usbClip } from '../usb-setup.ts';

/** Three clips on the USB storage of one system, listed once, under the numbers 1 to 3. */
async function setUp() {
  const usb = {
    clips: [usbClip(1, -60), usbClip(2, -40), usbClip(3, -20)] as readonly LocalClip[],
    unreadable: 0,
    manifests: 0,
    removed: [] as LocalClipRef[],
    listFailures: [] as (AppErrorCode | null)[],
    removeFailures: [] as (AppErrorCode | null)[],
    onList: async (): Promise<unknown> => undefined,
  };
  const fake = createFakeClient();
  const remove = async (ref: LocalClipRef) => {
    usb.removed.push(ref);
    const code = usb.removeFailures.shift() ?? null;
    if (code !== null) throw new AppError(code);
  };
  const client = { ...fake, localStorage: { ...fake.localStorage, remove } };
  const { clock, index, store, gate, setOnline } = await setUpUsb(client);
  store.update('home', (before) => ({ ...before, isStale: false }));
  const manifestNow = () => ({
    networkId: homeId,
    manifestId: String(usb.manifests),
    clips: usb.clips,
    unreadable: usb.unreadable,
  });
  await index.recordListing(
    toListedClips(manifestNow(), {
      accountId,
      network: network(),
      devices: store.get().home.devices,
    }),
    clock.now(),
  );
  const page = await index.page({ shelf: 'all', limit: 9, before: null, deviceId: null });
  const [newest, , oldest] = page.clips.map(({ id }) => id);
  if (newest === undefined || oldest === undefined) throw new Error('three clips were expected');
  const deletions = createUsbDeletions({
    accountId,
    index,
    store,
    clock,
    gate,
    listUsb: async () => {
      usb.manifests += 1;
      await usb.onList();
      const code = usb.listFailures.shift() ?? null;
      if (code !== null) throw new AppError(code);
      return manifestNow();
    },
    onWarning: () => undefined,
  });
  const ask = async (...ids: readonly (typeof newest)[]) => {
    await index.bin(ids, clock.now());
    deletions.wake();
  };
  /** The index is a real file: its answers take turns of the event loop. */
  const pass = async (ms: number, stepMs = seconds(5)) => {
    for (let passed = 0; passed < ms; passed += stepMs) {
      await clock.advance(Math.min(stepMs, ms - passed));
      await settled();
    }
  };
  const left = () => index.usbDeletions(accountId);
  const numbers = () => usb.removed.map(({ clipId }) => clipId);
  return { clock, index, usb, deletions, newest, oldest, ask, pass, left, numbers, setOnline };
}

describe('deleting on USB storage', () => {
  it('happens when there is no more time to undo it, by the numbers of a fresh list', async () => {
    const { usb, newest, oldest, ask, pass, left, numbers } = await setUp();
    // The sync module has restarted: number 1 is another clip now.
    usb.clips = [usbClip(3, -60), usbClip(1, -40), usbClip(7, -20)];
    await ask(oldest, newest);
    await pass(seconds(29));
    expect([usb.manifests, numbers()]).toEqual([0, []]);
    await pass(seconds(10));
    expect(usb.manifests).toBe(1);
    expect(numbers().toSorted()).toEqual(['3', '7']);
    expect(usb.removed.every(({ manifestId }) => manifestId === '1')).toBe(true);
    expect(await left()).toEqual([]);
  });

  it('does not happen after an undo', async () => {
    const { usb, index, deletions, newest, ask, pass, clock } = await setUp();
    await ask(newest);
    await pass(seconds(20));
    await index.unbin([newest]);
    deletions.wake();
    await pass(minutes(120), minutes(1));
    expect([usb.manifests, usb.removed]).toEqual([0, []]);
    expect(clock.pending()).toEqual([]);
  });

  it('does not happen to a clip that is brought back while the list is made', async () => {
    const { usb, index, newest, oldest, ask, pass, numbers } = await setUp();
    usb.onList = () => index.unbin([newest]);
    await ask(newest, oldest);
    await pass(minutes(5));
    expect(numbers()).toEqual(['1']);
  });

  it('counts a clip as deleted that the fresh list does not have', async () => {
    const { usb, newest, ask, pass, left } = await setUp();
    usb.clips = usb.clips.slice(0, 2);
    await ask(newest);
    await pass(seconds(40));
    expect([usb.manifests, usb.removed, await left()]).toEqual([1, [], []]);
  });

  it('does not believe a list with unreadable rows, nor the first that is empty', async () => {
    const { usb, newest, ask, pass, left } = await setUp();
    const whole = usb.clips;
    usb.clips = whole.slice(0, 2);
    usb.unreadable = 1;
    await ask(newest);
    await pass(seconds(40));
    expect(await left()).toHaveLength(1);
    usb.clips = [];
    usb.unreadable = 0;
    await pass(minutes(1));
    expect([usb.manifests, (await left()).length]).toEqual([2, 1]);
    await pass(minutes(3));
    expect([usb.manifests, usb.removed, await left()]).toEqual([3, [], []]);
  });

  it('does not wait for a year because the clock was set back by one', async () => {
    const { clock, newest, ask, pass, numbers } = await setUp();
    await ask(newest);
    await pass(seconds(5));
    clock.jump(-minutes(60 * 24 * 365));
    await pass(seconds(25));
    expect(numbers()).toEqual([]);
    await pass(minutes(2));
    expect(numbers()).toEqual(['3']);
  });
});

describe('a sync module', () => {
  it('that is offline is not asked; the deletion waits until it is online', async () => {
    const { usb, deletions, newest, ask, pass, numbers, setOnline, clock } = await setUp();
    setOnline(false);
    await ask(newest);
    await pass(minutes(240), minutes(1));
    expect([usb.manifests, clock.pending()]).toEqual([0, []]);
    setOnline(true);
    deletions.wake();
    await pass(seconds(5));
    expect(numbers()).toEqual(['3']);
  });

  it('that is busy is asked again with growing waits, and costs the clip nothing', async () => {
    const { usb, deletions, newest, ask, pass, numbers, left } = await setUp();
    usb.listFailures.push(...Array<AppErrorCode>(9).fill('module-busy'));
    await ask(newest);
    for (let minute = 0; minute < 120; minute += 1) {
      deletions.wake();
      await pass(minutes(1), minutes(1));
    }
    expect(usb.manifests).toBeGreaterThan(3);
    expect(usb.manifests).toBeLessThan(9);
    expect(await left()).toHaveLength(1);
    await pass(minutes(60 * 8), minutes(5));
    expect([numbers(), await left()]).toEqual([['3'], []]);
  });

  it('that cannot be reached for a deletion is asked again, more often than eight times', async () => {
    const { usb, newest, ask, pass, numbers, left } = await setUp();
    usb.removeFailures.push(...Array<AppErrorCode>(9).fill('offline'));
    await ask(newest);
    await pass(minutes(60 * 8), minutes(5));
    expect([numbers().length, await left()]).toEqual([10, []]);
  });

  it('that refuses one clip deletes the others; the refused one is given up after eight tries', async () => {
    const { usb, newest, oldest, ask, pass, numbers, left, clock } = await setUp();
    usb.removeFailures.push('command-failed', null, ...Array<AppErrorCode>(9).fill('not-found'));
    await ask(newest, oldest);
    await pass(seconds(40));
    expect(new Set(numbers())).toEqual(new Set(['1', '3']));
    expect(await left()).toHaveLength(1);
    await pass(minutes(60 * 8), minutes(5));
    expect(numbers()).toHaveLength(9);
    expect([await left(), clock.pending()]).toEqual([[], []]);
  });

  it('is not asked any more after the end of the session', async () => {
    const { usb, deletions, newest, ask, pass, left, clock } = await setUp();
    await ask(newest);
    await pass(seconds(10));
    await deletions.stop();
    deletions.wake();
    await pass(minutes(5));
    expect([usb.manifests, clock.pending()]).toEqual([0, []]);
    expect(await left()).toHaveLength(1);
  });
});
