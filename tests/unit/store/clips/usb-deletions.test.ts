import { describe, expect, test } from 'vitest';
import type { ClipIndex, KeptFile } from '../../../../electron/store/clips/clip-index.ts';
import { cloudClipId, networkId } from '../../../../shared/ids.ts';
import { accountId, garage, listed, noon, openIndex } from '../support.ts';

const first = cloudClipId(1);
const file: KeptFile = { path: '1000001/Home/a.mp4', sizeBytes: 99, sha256: 'ab' };
const all = { shelf: 'all', limit: 200, before: null, deviceId: null } as const;

async function indexOfThree(): Promise<ClipIndex> {
  const index = await openIndex();
  await index.recordListing([listed(1), listed(2), listed(3)], noon);
  await index.setKept(first, file, noon);
  return index;
}

describe('a deletion on USB storage', () => {
  const home = networkId(accountId, 2001);
  const onUsb = (camera: string) => `${home} ${camera} 2026-11-22T12:09:00.000Z`;
  const onlyOnUsb = listed(9, {
    ...{ originKind: 'local', remoteId: onUsb('garage'), deviceName: 'Garage', deviceId: garage },
  });
  // The same recording as c1: the same camera, the same start.
  const alsoOnUsb = listed(1, { originKind: 'local', remoteId: onUsb('frontyard') });

  test('is asked for beside the one in the cloud, and neither waits for the other', async () => {
    const index = await indexOfThree();
    await index.recordListing([alsoOnUsb], noon);
    expect(await index.placesOf([first])).toEqual({
      ...{ isInBin: true, isInCloud: true, isOnUsb: true },
    });
    await index.bin([first], noon);
    const inCloud = [{ id: 'c1', mediaId: 1 }];
    const onStick = [{ id: 'c1', remoteId: onUsb('frontyard') }];

    expect(await index.toDelete(accountId, noon, 9)).toEqual(inCloud);
    expect(await index.toDeleteOnUsb(home, noon, 9)).toEqual(onStick);
    expect(await index.toDeleteOnUsb(home, noon - 1, 9)).toEqual([]);
    expect(await index.toDeleteOnUsb(networkId(accountId, 2002), noon, 9)).toEqual([]);

    await index.setDeleted([first], noon + 1);
    expect(await index.oldestDeletion(accountId)).toBeNull();
    expect(await index.toDeleteOnUsb(home, noon, 9)).toEqual(onStick);
    expect(await index.usbDeletions(accountId)).toEqual([{ networkId: home, askedAt: noon }]);

    await index.setDeletedOnUsb(first, noon + 2);
    expect(await index.usbDeletions(accountId)).toEqual([]);
    expect(await index.get(first)).toMatchObject({ place: 'kept', isInCloud: false });
  });

  test('that is done first leaves the one in the cloud to do', async () => {
    const index = await indexOfThree();
    await index.recordListing([alsoOnUsb], noon);
    await index.bin([first], noon);
    await index.setDeletedOnUsb(first, noon + 2);

    expect(await index.usbDeletions(accountId)).toEqual([]);
    expect(await index.toDelete(accountId, noon, 9)).toEqual([{ id: 'c1', mediaId: 1 }]);
  });

  test('of a clip that lies nowhere else is asked for, and is called off by an undo', async () => {
    const index = await indexOfThree();
    await index.recordListing([onlyOnUsb], noon);
    const clips = (await index.page(all)).clips;
    const ids = clips.filter(({ deviceName }) => deviceName === 'Garage').map(({ id }) => id);
    expect(await index.placesOf(ids)).toEqual({
      ...{ isInBin: false, isInCloud: false, isOnUsb: true },
    });
    await index.bin(ids, noon);
    expect(await index.oldestDeletion(accountId)).toBeNull();
    expect(await index.usbDeletions(accountId)).toHaveLength(1);
    expect(await index.usbDeletions(5)).toEqual([]);
    await index.unbin(ids);
    expect(await index.usbDeletions(accountId)).toEqual([]);
  });
});
