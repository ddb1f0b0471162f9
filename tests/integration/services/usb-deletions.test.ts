import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { BlinkClient } from '../../../electron/blink/blink-client.ts';
import { systemRandom } from '../../../electron/lib/clock.ts';
import { createAppStore } from '../../../electron/store/app-store.ts';
import type { ClipIndex } from '../../../electron/store/clips/clip-index.ts';
import { createRequestGate } from '../../../electron/sync/polling/request-gate.ts';
import { createLocalStorageSync } from '../../../electron/sync/media/local-storage-sync.ts';
import { createRefusals } from '../../../electron/sync/polling/refusals.ts';
import {
  createUsbDeletions,
  type UsbDeletions,
} from '../../../electron/sync/housekeeping/usb-deletions.ts';
import { initialState } from '../../../shared/app-state.ts';
import type { Clip } from '../../../shared/models.ts';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { openIndex } from '../../unit/store/support.ts';
import { one } from '../blink/blink-world.ts';
import { hurriedClock, signedIn } from '../blink/signed-in.ts';

const accountId = one.account.id;
const networkId = `${accountId}:2101` as const;
const soon = { timeout: 8_000, interval: 25 };
/** The time to undo it is over. */
const longAgo = () => hurriedClock.now() - 60_000;

let cloud: BlinkCloud;
let index: ClipIndex;
let deletions: UsbDeletions;
let older: Clip;
let newer: Clip;

/** A simulator over real HTTP, whose sync module has two clips that are listed in a real index. */
beforeEach(async () => {
  cloud = await startBlinkCloud({ world: one, speed: 200 });
  const { client } = await signedIn(cloud);
  index = await openIndex();
  deletions = await createAll(client);
  const { clips } = await index.page({ shelf: 'all', limit: 9, before: null, deviceId: null });
  const [first, second, third] = clips;
  if (first === undefined || second === undefined || third !== undefined) {
    throw new Error('two clips on the USB storage were expected');
  }
  newer = first;
  older = second;
});
afterEach(async () => {
  await deletions.stop();
  await cloud.stop();
});

async function createAll(client: BlinkClient): Promise<UsbDeletions> {
  const nothing = () => undefined;
  const { networks, devices, syncModules } = await client.homescreen();
  const home = { ...initialState.home, isStale: false, networks, devices, syncModules };
  const store = createAppStore({ ...initialState, home });
  const clock = hurriedClock;
  const refusals = createRefusals({
    clock,
    random: systemRandom,
    onBegin: nothing,
    onEnd: nothing,
  });
  const gate = createRequestGate({ client, refusals });
  const shared = { accountId, gate, index, store, clock, onWarning: nothing };
  const local = createLocalStorageSync({ ...shared, onNewClips: nothing, onListed: nothing });
  await local.checkNow();
  return createUsbDeletions({ ...shared, listUsb: local.listUsb });
}

const startsOnUsb = () =>
  cloud.control.localClips(2101).map(({ createdAt }) => Date.parse(createdAt));
const isDone = async () => expect(await index.usbDeletions(accountId)).toEqual([]);

it('deletes the right clip on USB storage although the sync module has numbered its clips anew', async () => {
  cloud.control.fault({ name: 'old-manifests-gone' });
  cloud.control.renumberLocalClips(2101);
  await index.bin([older.id], longAgo());

  deletions.wake();
  await vi.waitFor(isDone, soon);

  expect(startsOnUsb()).toEqual([newer.recordedAt]);
});

it('takes a clip for deleted that somebody else has deleted there, and deletes the other', async () => {
  const { clipId, manifestId } = await listedAs(older);
  const { client } = await signedIn(cloud);
  await client.localStorage.remove({ networkId, clipId, manifestId });
  await index.bin([older.id, newer.id], longAgo());
  // An empty list is believed the second time only; here the second clip is in the list.
  deletions.wake();
  await vi.waitFor(isDone, soon);
  expect(startsOnUsb()).toEqual([]);
});

it('deletes nothing that is undone in time', async () => {
  await index.bin([older.id], hurriedClock.now());
  deletions.wake();
  await index.unbin([older.id]);
  deletions.wake();
  await deletions.stop();
  expect(startsOnUsb()).toHaveLength(2);
  expect(cloud.control.requests().filter(({ path }) => path.includes('/delete/'))).toEqual([]);
});

async function listedAs({ id }: Clip) {
  const [manifestId, clipId] = (await index.source(id))?.clipRef?.split('/') ?? [];
  if (manifestId === undefined || clipId === undefined) throw new Error('it is not listed');
  return { manifestId, clipId };
}
