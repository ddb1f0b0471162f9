import type { MediaItem } from '../media/media-store.ts';
import type { Device } from '../world.ts';

interface Account {
  readonly id: number;
  readonly tier: string;
}

const base = (accountId: number, device: Device) =>
  `/api/v3/media/accounts/${accountId}/networks/${device.networkId}/${device.type}/${device.id}`;

/** Where a device's own picture lies, in whichever of the three forms this device's pictures have. */
export function thumbnailOf(account: Account, device: Device): string {
  if (device.addresses === 'time') return String(device.pictureTs);
  if (device.addresses === 'path')
    return `${oldFolder(account, device)}/${oldName(device, device.pictureTs)}`;
  return thumbnailPath(account.id, device);
}

/** The whole address: its `ts` makes every picture a new one. */
export const thumbnailPath = (accountId: number, device: Device) =>
  `${base(accountId, device)}/thumbnail/thumbnail.jpg?ts=${device.pictureTs}&ext=`;

const oldFolder = ({ id, tier }: Account, device: Device) =>
  `/media/${tier}/account/${id}/network/${device.networkId}/camera/${device.id}/thumbnail`;

/** The picture's name of 2020; `.jpg` comes after it. */
export const oldName = (device: Device, ts: number) =>
  `fw_${device.firmware}__${lettersOf(ts)}_${oldTime(ts)}`;

/** When the picture of that name was taken, to the letter; undefined when the device never had it. */
export const namedPicture = (device: Device, name: string): number | undefined =>
  [device.pictureTs, device.formerPicture?.ts].find(
    (ts) => ts !== undefined && oldName(device, ts) === name,
  );

/** `2020_06_01__15_36PM`, in UTC. */
function oldTime(ts: number) {
  const at = new Date(ts * 1000);
  const [day = '', time = ''] = at.toISOString().split('T');
  const half = at.getUTCHours() < 12 ? 'AM' : 'PM';
  return `${day.replaceAll('-', '_')}__${time.slice(0, 5).replace(':', '_')}${half}`;
}

const lettersOf = (ts: number) => Buffer.from(`p${ts}`).toString('base64url').slice(-8);

/** Where a recording and its still lie. The oldest cameras' stills come without their ending. */
export function mediaPaths(accountId: number, item: MediaItem) {
  if (item.device.addresses === 'path') {
    const folder = `/api/v2/accounts/${accountId}/media`;
    return { media: `${folder}/clip/${item.id}.mp4`, thumbnail: `${folder}/thumb/${item.id}` };
  }
  const file = `${base(accountId, item.device)}/${item.source}/${item.fileNumber}`;
  return { media: `${file}.mp4`, thumbnail: `${file}.jpg?ext=` };
}
