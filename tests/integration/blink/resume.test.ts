import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BlinkClient } from '../../../electron/blink/blink-client.ts';
import { startBlinkCloud, type BlinkCloud } from '../../blink-cloud/start.ts';
import { small } from '../../blink-cloud/worlds/small.ts';
import { signedIn } from './signed-in.ts';

let cloud: BlinkCloud;
let client: BlinkClient;
let ref: string;
let whole: Buffer;

beforeEach(async () => {
  cloud = await startBlinkCloud({ world: small, speed: 100 });
  ({ client } = await signedIn(cloud));
  const [item] = (await client.changedMedia(0, 1)).items;
  if (!item?.clipRef) throw new Error('no recording');
  ref = item.clipRef;
  whole = Buffer.from(cloud.control.clip(item.mediaId) ?? []);
  cloud.control.clearRequests();
});
afterEach(() => cloud.stop());

async function open(sizeBytes: number, change: { readonly validator?: string } = {}) {
  const { validator } = await client.openClip(ref);
  const resume = { sizeBytes, validator: validator ?? '', ...change };
  const download = await client.openClip(ref, undefined, resume);
  const chunks: Uint8Array[] = [];
  for await (const chunk of download.body) chunks.push(chunk);
  return { ...download, bytes: Buffer.concat(chunks) };
}

const middle = () => Math.floor(whole.length / 2);

it.each([
  ['the second byte', () => 1],
  ['the middle', middle],
  ['the last byte', () => whole.length - 1],
])('a recording is gone on with from %s', async (_where, at) => {
  const { bytes, startsAt, sizeBytes } = await open(at());

  expect({ startsAt, sizeBytes }).toEqual({ startsAt: at(), sizeBytes: whole.length });
  expect(bytes.equals(whole.subarray(at()))).toBe(true);
  expect(cloud.control.requests().at(-1)).toMatchObject({ status: 206 });
});

it('a recording that is another one by now comes whole', async () => {
  const { bytes, startsAt } = await open(middle(), { validator: '"clip-of-yesterday"' });

  expect(startsAt).toBe(0);
  expect(bytes.equals(whole)).toBe(true);
});

it('a server without Range sends all of it', async () => {
  cloud.control.fault({ name: 'no-range' });
  const { bytes, startsAt } = await open(middle());

  expect(startsAt).toBe(0);
  expect(bytes.equals(whole)).toBe(true);
});

it('a part longer than the recording ends in a fresh start', async () => {
  const { bytes, startsAt } = await open(whole.length);

  expect(startsAt).toBe(0);
  expect(bytes.equals(whole)).toBe(true);
  const statuses = cloud.control.requests().map(({ status }) => status);
  expect(statuses.slice(-2)).toEqual([416, 200]);
});

it('the list says which list it is, and another one after the cloud has cleaned up', async () => {
  const { listId } = await client.changedMedia(0, 1);
  expect((await client.changedMedia(0, 1)).listId).toBe(listId);

  cloud.control.setTokenLife(1e9);
  cloud.control.advanceClock(60 * 24 * 3_600_000);

  const { client: again } = await signedIn(cloud);
  const after = await again.changedMedia(0, 1);
  expect(after.items.every(({ isDeleted }) => isDeleted)).toBe(true);
  expect(after.listId).not.toBe(listId);
});
