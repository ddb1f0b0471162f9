import { afterEach, beforeEach, expect, it } from 'vitest';
import type { BlinkClient } from '../../electron/blink/blink-client.ts';
import type { MediaItem } from '../../electron/blink/models.ts';
import type { ClipArchive } from '../../electron/store/archive/clip-archive.ts';
import { startBlinkCloud, type BlinkCloud } from '../blink-cloud/start.ts';
import { small } from '../blink-cloud/worlds/small.ts';
import { newArchive } from '../unit/store/archive/archive-support.ts';
import { clipOf } from '../unit/store/support.ts';
import { signedIn } from './blink/signed-in.ts';

let cloud: BlinkCloud;
let client: BlinkClient;
let files: ClipArchive;
let item: MediaItem;
let whole: Buffer;

beforeEach(async () => {
  cloud = await startBlinkCloud({ world: small, speed: 100 });
  ({ client } = await signedIn(cloud));
  ({ files } = await newArchive());
  const [first] = (await client.changedMedia(0, 1)).items;
  if (first === undefined) throw new Error('no recording');
  item = first;
  whole = Buffer.from(cloud.control.clip(item.mediaId) ?? []);
  cloud.control.fault({ name: 'truncated-clip', times: 1 });
  cloud.control.clearRequests();
});
afterEach(() => cloud.stop());

const clip = () => clipOf(item.mediaId, { accountId: item.accountId });
const fetchOnce = async () =>
  files.keep(
    clip(),
    await client.openClip(item.clipRef ?? '', undefined, await files.part(clip())),
  );

it('a download the cloud cuts is gone on with, and no byte is asked for twice', async () => {
  await expect(fetchOnce()).rejects.toMatchObject({ code: 'offline' });
  const part = await files.part(clip());
  expect(part?.sizeBytes).toBeGreaterThan(0);

  const kept = await fetchOnce();

  expect(kept.sizeBytes).toBe(whole.length);
  expect(await files.verify(kept)).toBe('good');
  expect(cloud.control.requests().map(({ status, headers }) => [status, headers.range])).toEqual([
    [200, undefined],
    [206, `bytes=${part?.sizeBytes}-`],
  ]);
});

it('a server that has forgotten Range sends all of it, and all of it is kept', async () => {
  await expect(fetchOnce()).rejects.toMatchObject({ code: 'offline' });
  cloud.control.fault({ name: 'no-range' });

  const kept = await fetchOnce();

  expect(kept.sizeBytes).toBe(whole.length);
  expect(await files.verify(kept)).toBe('good');
});
