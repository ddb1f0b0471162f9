import type { HomeState } from '../../shared/app-state.ts';
import { AppError } from '../../shared/errors.ts';
import { deviceId, type AccountId, type NetworkId } from '../../shared/ids.ts';
import type { Device, Network } from '../../shared/models.ts';
import type { LocalClip, Manifest } from '../blink/endpoints/local-storage.ts';
import type { ListedClip } from '../store/clips/clip-index.ts';
import { foldName } from '../store/clips/clip-ids.ts';

/** What a manifest lists, as the index takes it. */
export const listedOf = (
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
