/** Blink's number for one login. */
export type AccountId = number;

/** Which list of the homescreen a device is in: it decides how the cloud is asked, never the device's `type` word. */
export type DeviceFamily = 'camera' | 'owl' | 'doorbell';

/** One Blink system: `account:network`. */
export type NetworkId = `${number}:${number}`;

/** One device: `account:family:id`, because camera, owl and doorbell numbers may coincide. */
export type DeviceId = `${number}:${DeviceFamily}:${number}`;

/** Our own name for a clip, given at first sight and never changed: `c<media id>` or `l<hash>`. */
export type ClipId = `c${number}` | `l${string}`;

export interface NetworkKey {
  readonly accountId: AccountId;
  readonly network: number;
}

export interface DeviceKey {
  readonly accountId: AccountId;
  readonly family: DeviceFamily;
  readonly device: number;
}

export const networkId = (accountId: AccountId, network: number): NetworkId =>
  `${accountId}:${network}`;

export const deviceId = (accountId: AccountId, family: DeviceFamily, device: number): DeviceId =>
  `${accountId}:${family}:${device}`;

export const cloudClipId = (mediaId: number): ClipId => `c${mediaId}`;

/** The numbers inside a network id. */
export function networkKey(id: NetworkId): NetworkKey {
  const [accountId, network] = id.split(':').map(Number);
  return { accountId: accountId ?? 0, network: network ?? 0 };
}

/** The parts of a device id. */
export function deviceKey(id: DeviceId): DeviceKey {
  const [accountId, family, device] = id.split(':');
  return { accountId: Number(accountId), family: toFamily(family), device: Number(device) };
}

export const isNetworkId = (value: unknown): value is NetworkId =>
  typeof value === 'string' && /^\d{1,16}:\d{1,16}$/.test(value);

export const isDeviceId = (value: unknown): value is DeviceId =>
  typeof value === 'string' && /^\d{1,16}:(camera|owl|doorbell):\d{1,16}$/.test(value);

export const isClipId = (value: unknown): value is ClipId =>
  typeof value === 'string' && /^(c\d{1,20}|l[0-9a-f]{8,64})$/.test(value);

const toFamily = (word: string | undefined): DeviceFamily =>
  word === 'owl' || word === 'doorbell' ? word : 'camera';
