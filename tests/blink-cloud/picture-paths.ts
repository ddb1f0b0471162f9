import type { MediaItem } from './media-store.ts';
import type { Device } from './world.ts';

const base = (accountId: number, device: Device) =>
  `/api/v3/media/accounts/${accountId}/networks/${device.networkId}/${device.type}/${device.id}`;

/** Where a device's own picture lies: its `ts` makes every picture a new address. */
export const thumbnailPath = (accountId: number, device: Device) =>
  `${base(accountId, device)}/thumbnail/thumbnail.jpg?ts=${device.pictureTs}&ext=`;

/** Where a recording and its still lie. */
export const mediaPaths = (accountId: number, item: MediaItem) => {
  const file = `${base(accountId, item.device)}/${item.source}/${item.fileNumber}`;
  return { media: `${file}.mp4`, thumbnail: `${file}.jpg?ext=` };
};
