import * as v from 'valibot';
import type { HomeState } from '../../../shared/app-state.ts';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { deviceId, isNetworkId, type AccountId, type NetworkId } from '../../../shared/ids.ts';
import type { Clip, Device, Network } from '../../../shared/models.ts';
import type { LocalClip, Manifest } from '../../blink/endpoints/local-storage.ts';
import { minutes, seconds, type Clock } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { coalesce } from '../../lib/throttle.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import { foldName } from '../../store/clips/clip-ids.ts';
import type { ClipIndex, ListedClip } from '../../store/clips/clip-index.ts';
import { createPoller, type Poller } from '../polling/poller.ts';
import type { RequestGate } from '../polling/request-gate.ts';

export interface LocalStorageSyncDeps {
  readonly accountId: AccountId;
  readonly gate: RequestGate;
  readonly index: Pick<ClipIndex, 'recordListing' | 'newestInCloud' | 'mark' | 'setMark'>;
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  /** Clips to notify about, oldest first, each once, after they are saved. Never for a network's first listing. */
  readonly onNewClips: (clips: readonly Clip[]) => void;
  /** A network's USB storage has been listed: the numbers of its clips are valid now. */
  readonly onListed: () => void;
  readonly onWarning: (message: string, error: unknown) => void;
}

export interface LocalStorageSync extends Pick<Poller, 'start' | 'stop'> {
  /**
   * Lists all USB storage now, armed or not, even when the regular checks are turned off. Resolves when every sync module
   * online has been asked; rejects with the first failure. `not-supported` while there is none online.
   */
  checkNow(): Promise<void>;
  /** Requests a new list of one network's USB storage and records it. `not-supported` while there is none online. */
  listUsb(id: NetworkId, signal: AbortSignal): Promise<Manifest>;
}

/**
 * Lists the clips on USB storage: once in every armed network, so that none stays unknown, and then every 15 minutes
 * where recordings never reach the cloud. Each list keeps the sync module busy for some seconds; the person may turn
 * these checks off.
 */
export function createLocalStorageSync(deps: LocalStorageSyncDeps): LocalStorageSync {
  const { accountId, gate, index, store, clock, onNewClips, onListed, onWarning } = deps;

  async function listAll(signal: AbortSignal): Promise<void> {
    for (const network of await networksToList()) {
      if (signal.aborted) return;
      // One sync module that does not answer must not delay the others.
      await listNetwork(network, signal).catch((error: unknown) =>
        onWarning('USB storage not listed', error),
      );
    }
  }

  function networksWithUsb(): readonly Network[] {
    const { home } = store.get();
    const online = home.syncModules.filter((each) => each.isOnline && each.hasLocalStorage);
    return home.networks.filter(({ id }) => online.some((each) => each.networkId === id));
  }

  async function networksToList(): Promise<readonly Network[]> {
    const { home, preferences } = store.get();
    if (home.isStale || !preferences.hasLocalChecks || gate.isRefused()) return [];
    const armed = networksWithUsb().filter(({ isArmed }) => isArmed);
    const listed = await readListedNetworks();
    const newest = await Promise.all(armed.map(({ id }) => index.newestInCloud(id)));
    return armed.filter(({ id }, at) => {
      const recordedAt = newest[at] ?? null;
      const isSilent = recordedAt === null || clock.now() - recordedAt > cloudSilenceMs;
      return isSilent || !listed.includes(id);
    });
  }

  const readListedNetworks = async () => parseListed(await index.mark(accountId, 'local-listed'));

  /** A sync module makes one manifest at a time: callers share it. */
  const checkNow = coalesce(async () => {
    const networks = networksWithUsb();
    if (networks.length === 0) throw new AppError('not-supported', 'no local storage online');
    const failures: unknown[] = [];
    for (const network of networks) {
      await listNetwork(network, ending.signal).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw toAppError(failures[0]);
  });

  async function listNetwork(network: Network, signal: AbortSignal): Promise<Manifest> {
    const manifest = await gate.ask(
      (client, ending) => client.localStorage.manifest(network.id, ending),
      signal,
    );
    const clips = toListedClips(manifest, {
      accountId,
      network,
      devices: store.get().home.devices,
    });
    const { added } = await index.recordListing(clips, clock.now());
    onListed();
    const listed = await readListedNetworks();
    if (!listed.includes(network.id)) {
      const all = JSON.stringify([...listed, network.id]);
      await index.setMark(accountId, 'local-listed', all);
    } else if (added.length > 0) onNewClips(added);
    return manifest;
  }

  const poller = createPoller({
    clock,
    poll: listAll,
    gapMs: seconds(20),
    // During a refusal a check is left out; the next one comes after the usual interval.
    isRefused: () => false,
    delayAfter: () => periodMs,
    onError: (error) => onWarning('USB storage not checked', error),
  });
  let stopWaiting: Dispose = () => undefined;
  const ending = new AbortController();

  return {
    start() {
      // No sync module is known before the first homescreen.
      stopWaiting = store.subscribe('home', () => {
        if (store.get().home.isStale) return;
        stopWaiting();
        poller.start();
      });
    },
    checkNow,
    async listUsb(id, signal) {
      const network = networksWithUsb().find((each) => each.id === id);
      if (network === undefined) throw new AppError('not-supported', 'no USB storage online');
      return listNetwork(network, signal);
    },
    stop() {
      ending.abort(new AppError('not-signed-in', 'signed out'));
      stopWaiting();
      return poller.stop();
    },
  };
}

/** A network that has uploaded nothing for so long records on USB storage only. */
const cloudSilenceMs = minutes(7 * 24 * 60);
const periodMs = minutes(15);

const listedSchema = v.pipe(v.string(), v.parseJson(), v.array(v.custom<NetworkId>(isNetworkId)));

const parseListed = (mark: string | null): readonly NetworkId[] => {
  const result = v.safeParse(listedSchema, mark);
  return result.success ? result.output : [];
};

/** Whose USB storage a manifest lists. */
interface UsbOwner {
  readonly accountId: AccountId;
  readonly network: Network;
  readonly devices: HomeState['devices'];
}

/** The clips of a manifest, as the index records them. */
export const toListedClips = (
  { clips, manifestId }: Manifest,
  { accountId, network, devices }: UsbOwner,
): readonly ListedClip[] =>
  clips.map((clip): ListedClip => {
    const device = findDeviceByName(devices, network.id, clip);
    return {
      accountId,
      originKind: 'local',
      remoteId: remoteIdOf(network.id, clip),
      networkId: network.id,
      networkName: network.name,
      // A camera that was removed is known by its name only.
      deviceId: device?.id ?? deviceId(accountId, 'camera', 0),
      deviceName: device?.name ?? clip.cameraName,
      deviceType: device?.type ?? 'camera',
      recordedAt: clip.recordedAt,
      updatedAt: clip.recordedAt,
      timeZone: network.timeZone,
      source: 'local',
      kind: 'motion',
      isWatched: false,
      isDeleted: false,
      labels: [],
      description: null,
      clipRef: `${manifestId}/${clip.clipId}`,
      stillRef: null,
    };
  });

/** Manifest and number of a clip in the last list; both are valid until the next manifest. */
export function parseLocalRef(ref: string): { manifestId: string; clipId: string } {
  const [, manifestId, clipId] = /^(\d{1,24})\/(\d{1,24})$/.exec(ref) ?? [];
  if (manifestId === undefined || clipId === undefined) {
    throw new AppError('clip-gone', 'no place on the USB storage');
  }
  return { manifestId, clipId };
}

/** The sync module's own numbers change when it restarts; camera and time do not. */
export const remoteIdOf = (id: NetworkId, { cameraName, recordedAt }: LocalClip): string =>
  `${id} ${foldName(cameraName)} ${new Date(recordedAt).toISOString()}`;

function findDeviceByName(
  devices: readonly Device[],
  id: NetworkId,
  { cameraName }: LocalClip,
): Device | undefined {
  const name = foldName(cameraName);
  return devices.find((device) => device.networkId === id && foldName(device.name) === name);
}
