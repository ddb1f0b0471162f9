import { toAppError } from '../../../shared/errors.ts';
import type { DeviceId } from '../../../shared/ids.ts';
import type { Device } from '../../../shared/models.ts';
import type { PictureFiles } from '../../store/picture-cache.ts';
import { findDevice } from '../../store/app-store.ts';
import type { CloudAccess } from '../account/account-service.ts';

/** What a person can ask of one camera. */
export interface CameraService {
  /** Resolves when the new picture is in the state. */
  takePicture(id: DeviceId): Promise<void>;
  /** The newest picture, or the last one stored while the cloud cannot be reached. Never rejects. */
  picture(id: DeviceId): Promise<Uint8Array | null>;
}

export function createCameraService({
  store,
  pictures,
  cloud,
}: CloudAccess & { readonly pictures: PictureFiles }): CameraService {
  const running = new Map<DeviceId, Promise<void>>();
  const current = createPictureSource(pictures, (key) => [lastKey(key)]);

  async function take(device: Device): Promise<void> {
    const session = cloud();
    await session.api.ask((client, signal) => client.cameras.takePicture(device, signal));
    await session.home.refresh();
  }

  async function fetchCurrent(id: DeviceId): Promise<Uint8Array | null> {
    const session = cloud();
    const ref = session.home.pictureRef(id);
    return ref === null
      ? null
      : session.api.fetchMedia((client, signal) => client.picture(ref, signal));
  }

  return {
    async takePicture(id) {
      const device = findDevice(store, id);
      const work = running.get(id) ?? take(device).finally(() => running.delete(id));
      running.set(id, work);
      return work;
    },
    async picture(id) {
      const version = store.get().home.devices.find((device) => device.id === id)?.picture?.version;
      const found =
        version === undefined
          ? null
          : await current.get(pictureKey(id, version), () => fetchCurrent(id));
      return found ?? pictures.read(lastKey(pictureKey(id, ''))).catch(() => null);
    },
  };
}

// A device id has three parts, a version may have any.
const pictureKey = (id: DeviceId, version: string): string => `picture ${id} ${version}`;

const lastKey = (key: string): string => `last ${key.split(' ')[1] ?? ''}`;

/** Stills by key, each downloaded once ever and once at a time. */
export interface PictureSource {
  /** The stored picture, else the fetched one; null when there is none to be had now. */
  get(key: string, fetch: () => Promise<Uint8Array | null>): Promise<Uint8Array | null>;
}

/** `remember` lists further keys under which a freshly fetched picture is stored. */
export function createPictureSource(
  pictures: PictureFiles,
  remember: (key: string) => readonly string[] = () => [],
): PictureSource {
  const running = new Map<string, Promise<Uint8Array | null>>();
  const missing = new Set<string>();

  async function find(
    key: string,
    fetch: () => Promise<Uint8Array | null>,
  ): Promise<Uint8Array | null> {
    const stored = await readOrNull(pictures, key);
    if (stored !== null || missing.has(key)) return stored;
    try {
      const bytes = await fetch();
      if (bytes === null) return null;
      for (const name of [key, ...remember(key)]) await writePicture(pictures, name, bytes);
      return bytes;
    } catch (error) {
      // A missing picture is no error: trouble with the cloud is shown elsewhere.
      if (isGone(toAppError(error).code)) missing.add(key);
      return null;
    }
  }

  return {
    get(key, fetch) {
      const work = running.get(key) ?? find(key, fetch).finally(() => running.delete(key));
      running.set(key, work);
      return work;
    },
  };
}

const isGone = (code: string): boolean => code === 'not-found' || code === 'bad-answer';

const readOrNull = (pictures: PictureFiles, key: string): Promise<Uint8Array | null> =>
  pictures.read(key).catch(() => null);

/** Rejects for bytes that are no picture; on a full disk the picture is shown and downloaded again next time. */
async function writePicture(pictures: PictureFiles, key: string, bytes: Uint8Array): Promise<void> {
  try {
    await pictures.write(key, bytes);
  } catch (error) {
    if (toAppError(error).code === 'bad-answer') throw error;
  }
}
