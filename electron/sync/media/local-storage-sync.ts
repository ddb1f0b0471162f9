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
  /** Clips worth a banner, oldest first, each once, after they are durable. Never for a system's first listing. */
  readonly onNewClips: (clips: readonly Clip[]) => void;
  /** A stick has been listed: its clips have numbers that hold. */
  readonly onListed: () => void;
  readonly onWarning: (message: string, error: unknown) => void;
}

export interface LocalStorageSync extends Pick<Poller, 'start' | 'stop'> {
  /**
   * A person wants to know now: armed or not, and although the looks are paused. Answers when every hub that can be
   * asked has been; rejects with the failure of the first that could not. `not-supported` where there is none.
   */
  checkNow(): Promise<void>;
  /** Orders a fresh list of one system's USB storage and records it. `not-supported` while there is none online. */
  listUsb(id: NetworkId, signal: AbortSignal): Promise<Manifest>;
}

/**
 * Looks at what lies on sync modules' USB storage: once in every armed system, so that nothing that lies there stays
 * unknown, and then every 15 minutes where recordings never reach the cloud. Each look keeps the hub busy for some
 * seconds; the person may turn them off.
 */
export function createLocalStorageSync(deps: LocalStorageSyncDeps): LocalStorageSync {
  const { accountId, gate, index, store, clock, onNewClips, onListed, onWarning } = deps;

  async function look(signal: AbortSignal): Promise<void> {
    for (const network of await localOnly()) {
      if (signal.aborted) return;
      // One hub that does not answer must not keep the others from being heard.
      await list(network, signal).catch((error: unknown) => onWarning('stick not listed', error));
    }
  }

  function withStick(): readonly Network[] {
    const { home } = store.get();
    const hubs = home.syncModules.filter((hub) => hub.isOnline && hub.hasLocalStorage);
    return home.networks.filter(({ id }) => hubs.some((hub) => hub.networkId === id));
  }

  async function localOnly(): Promise<readonly Network[]> {
    const { home, preferences } = store.get();
    if (home.isStale || !preferences.hasLocalChecks || gate.isRefused()) return [];
    const armed = withStick().filter(({ isArmed }) => isArmed);
    const listed = await listedOnce();
    const newest = await Promise.all(armed.map(({ id }) => index.newestInCloud(id)));
    return armed.filter(({ id }, at) => {
      const recordedAt = newest[at] ?? null;
      const isSilent = recordedAt === null || clock.now() - recordedAt > cloudSilenceMs;
      return isSilent || !listed.includes(id);
    });
  }

  const listedOnce = async () => parseListed(await index.mark(accountId, 'local-listed'));

  /** A hub makes one manifest at a time: whoever wants the same shares it. */
  const checkNow = coalesce(async () => {
    const networks = withStick();
    if (networks.length === 0) throw new AppError('not-supported', 'no local storage online');
    const failures: unknown[] = [];
    for (const network of networks) {
      await list(network, ending.signal).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw toAppError(failures[0]);
  });

  async function list(network: Network, signal: AbortSignal): Promise<Manifest> {
    const manifest = await gate.ask(
      (client, ending) => client.localStorage.manifest(network.id, ending),
      signal,
    );
    const clips = toListedClips(accountId, store.get().home, network, manifest);
    const { added } = await index.recordListing(clips, clock.now());
    onListed();
    const listed = await listedOnce();
    if (!listed.includes(network.id)) {
      const all = JSON.stringify([...listed, network.id]);
      await index.setMark(accountId, 'local-listed', all);
    } else if (added.length > 0) onNewClips(added);
    return manifest;
  }

  const poller = createPoller({
    clock,
    poll: look,
    gapMs: seconds(20),
    // A refused look is left out, the next one comes in its time.
    isRefused: () => false,
    delayAfter: () => periodMs,
    onError: (error) => onWarning('sticks not looked at', error),
  });
  let stopWaiting: Dispose = () => undefined;
  const ending = new AbortController();

  return {
    start() {
      // Nothing is known of any hub before the first homescreen.
      stopWaiting = store.subscribe('home', () => {
        if (store.get().home.isStale) return;
        stopWaiting();
        poller.start();
      });
    },
    checkNow,
    async listUsb(id, signal) {
      const network = withStick().find((each) => each.id === id);
      if (network === undefined) throw new AppError('not-supported', 'no USB storage online');
      return list(network, signal);
    },
    stop() {
      ending.abort(new AppError('not-signed-in', 'signed out'));
      stopWaiting();
      return poller.stop();
    },
  };
}

/** A system that has put nothing into the cloud for so long keeps its clips to itself. */
const cloudSilenceMs = minutes(7 * 24 * 60);
const periodMs = minutes(15);

const listedSchema = v.pipe(v.string(), v.parseJson(), v.array(v.custom<NetworkId>(isNetworkId)));

const parseListed = (mark: string | null): readonly NetworkId[] => {
  const result = v.safeParse(listedSchema, mark);
  return result.success ? result.output : [];
};

/** What a manifest lists, as the index takes it. */
export const toListedClips = (
  accountId: AccountId,
  home: Pick<HomeState, 'devices'>,
  network: Network,
  { clips, manifestId }: Manifest,
): readonly ListedClip[] =>
  clips.map((clip): ListedClip => {
    const device = cameraOf(home.devices, network.id, clip);
    return {
      accountId,
      originKind: 'local',
      remoteId: remoteIdOf(network.id, clip),
      networkId: network.id,
      networkName: network.name,
      // A camera that is not there any more is known by its name only.
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

/** Where a clip lay when it was last listed: both numbers hold until the next manifest. */
export function parseLocalRef(ref: string): { manifestId: string; clipId: string } {
  const [, manifestId, clipId] = /^(\d{1,24})\/(\d{1,24})$/.exec(ref) ?? [];
  if (manifestId === undefined || clipId === undefined) {
    throw new AppError('clip-gone', 'no place on the stick');
  }
  return { manifestId, clipId };
}

/** A hub's own numbers change when it restarts: camera and time do not. */
export const remoteIdOf = (id: NetworkId, { cameraName, recordedAt }: LocalClip): string =>
  `${id} ${foldName(cameraName)} ${new Date(recordedAt).toISOString()}`;

function cameraOf(
  devices: readonly Device[],
  id: NetworkId,
  { cameraName }: LocalClip,
): Device | undefined {
  const name = foldName(cameraName);
  return devices.find((device) => device.networkId === id && foldName(device.name) === name);
}
