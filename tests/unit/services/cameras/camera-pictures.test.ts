import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { deviceId } from '../../../../shared/ids.ts';
import { createCameraService } from '../../../../electron/services/cameras/camera-pictures.ts';
import { accountId, device, frontYardId } from '../../../fixtures/samples.ts';
import { setUpBelow } from '../setup.ts';

const setUp = async () => {
  const below = await setUpBelow();
  const camera = createCameraService(below);
  const textOf = async () => {
    const bytes = await camera.picture(frontYardId);
    return bytes === null ? null : new TextDecoder().decode(bytes);
  };
  const newPicture = async (version: string) => {
    below.client.home = {
      ...below.client.home,
      devices: [device({ picture: { version, takenAt: null } })],
      pictureRefs: new Map([[frontYardId, `/pictures/${version}.jpg`]]),
    };
    await below.sync.home.refresh();
  };
  return { ...below, camera, textOf, newPicture };
};

describe('taking a picture', () => {
  it('asks, waits for the camera, and reads the homescreen again', async () => {
    const { client, camera } = await setUp();
    await camera.takePicture(frontYardId);
    expect(client.calls.slice(1)).toEqual([
      `takePicture ${frontYardId}`,
      `untilDone ${frontYardId}`,
      'homescreen',
    ]);
  });

  it('is done once for several clicks', async () => {
    const { client, camera } = await setUp();
    await Promise.all([camera.takePicture(frontYardId), camera.takePicture(frontYardId)]);
    expect(client.count('takePicture')).toBe(1);
    await camera.takePicture(frontYardId);
    expect(client.count('takePicture')).toBe(2);
  });

  it('rejects with the reason', async () => {
    const { client, camera } = await setUp();
    client.fail('untilDone', new AppError('command-timeout'));
    await expect(camera.takePicture(frontYardId)).rejects.toMatchObject({
      code: 'command-timeout',
    });
    const stranger = deviceId(accountId, 'owl', 9);
    await expect(camera.takePicture(stranger)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('the picture of a camera', () => {
  it('is fetched once per version, however many look', async () => {
    const { client, textOf, newPicture } = await setUp();
    expect(await Promise.all([textOf(), textOf()])).toEqual([
      'picture /pictures/v1.jpg',
      'picture /pictures/v1.jpg',
    ]);
    await textOf();
    expect(client.count('picture')).toBe(1);
    await newPicture('v2');
    expect(await textOf()).toBe('picture /pictures/v2.jpg');
    expect(client.count('picture')).toBe(2);
  });

  it('is the last good one when the new one cannot be had', async () => {
    const { client, textOf, newPicture } = await setUp();
    await textOf();
    await newPicture('v2');
    client.fail('picture', new AppError('not-found'), new AppError('offline'));
    expect(await textOf()).toBe('picture /pictures/v1.jpg');
    expect(await textOf()).toBe('picture /pictures/v1.jpg');
    expect(client.count('picture')).toBe(2);
  });

  it('that is gone is not asked for again and again, one that was offline is', async () => {
    const { client, textOf, newPicture } = await setUp();
    client.fail('picture', new AppError('offline'), new AppError('not-found'));
    expect(await textOf()).toBeNull();
    expect(await textOf()).toBeNull();
    expect(await textOf()).toBeNull();
    expect(client.count('picture')).toBe(2);
    await newPicture('v2');
    expect(await textOf()).toBe('picture /pictures/v2.jpg');
  });

  it('is not shown when its bytes are no picture, but is when only the disk is full', async () => {
    const { pictures, textOf, newPicture } = await setUp();
    pictures.problem = new AppError('bad-answer');
    expect(await textOf()).toBeNull();
    pictures.problem = new AppError('disk-full');
    await newPicture('v2');
    expect(await textOf()).toBe('picture /pictures/v2.jpg');
  });

  it('of a stranger is none', async () => {
    const { camera } = await setUp();
    expect(await camera.picture(deviceId(accountId, 'owl', 9))).toBeNull();
  });

  it('comes from the disk when nobody is signed in', async () => {
    const { textOf, store, pictures } = await setUp();
    await textOf();
    const offline = createCameraService({
      store,
      pictures,
      cloud: () => {
        throw new AppError('not-signed-in');
      },
    });
    expect(await offline.picture(frontYardId)).not.toBeNull();
    await expect(offline.takePicture(frontYardId)).rejects.toMatchObject({ code: 'not-signed-in' });
  });
});
