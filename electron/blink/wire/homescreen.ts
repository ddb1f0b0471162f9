import * as v from 'valibot';
import {
  deviceId,
  deviceKey,
  networkId,
  type AccountId,
  type DeviceFamily,
} from '../../../shared/ids.ts';
import type { BatteryState, Device, Doubt, Network, SyncModule } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';
import type { CloudStorage, MediaRef } from '../models.ts';
import {
  answerOfLists,
  maybeFlag,
  maybeId,
  maybeList,
  maybeNumber,
  maybeText,
  wireId,
} from './schema-helpers.ts';
import { readThumbnail, type Thumbnail } from './thumbnails.ts';

/** The homescreen's lists, their rows still unread. */
export const homescreenSchema = answerOfLists({
  networks: maybeList,
  sync_modules: maybeList,
  cameras: maybeList,
  owls: maybeList,
  // `hawks` beside `owls`, `lotus` instead of `doorbells`: each is known from one other client only.
  hawks: maybeList,
  doorbells: maybeList,
  lotus: maybeList,
  sirens: maybeList,
});

/** `armed` is never guessed: without it, the state of the network is unknown. */
export const networkSchema = v.object({
  id: wireId,
  name: maybeText,
  time_zone: maybeText,
  armed: maybeFlag,
  lv_save: maybeFlag,
});

/** A siren; only which networks have one is read. */
export const sirenSchema = v.object({ network_id: wireId });

export const syncModuleSchema = v.object({
  id: maybeId,
  network_id: wireId,
  name: maybeText,
  status: maybeText,
  local_storage_enabled: maybeFlag,
  local_storage_status: maybeText,
});

/** A camera, a Mini or a doorbell. */
export const deviceSchema = v.object({
  id: wireId,
  network_id: wireId,
  name: maybeText,
  type: maybeText,
  enabled: maybeFlag,
  onboarded: maybeFlag,
  status: maybeText,
  battery: maybeText,
  snooze: maybeFlag,
  snooze_time_remaining: maybeNumber,
  signals: v.fallback(
    v.nullish(v.object({ wifi: maybeNumber, temp: maybeNumber, battery: maybeNumber })),
    null,
  ),
  thumbnail: v.fallback(
    v.nullish(v.union([v.string(), v.pipe(v.number(), v.safeInteger())])),
    null,
  ),
});

/** What the homescreen holds beside its lists. */
export const extrasSchema = v.object({
  video_stats: v.fallback(
    v.nullish(
      v.object({
        storage: maybeNumber,
        auto_delete_days: maybeNumber,
        auto_delete_day_options: v.fallback(maybeList, []),
      }),
    ),
    null,
  ),
  accessories: v.fallback(v.nullish(v.object({ storm: v.fallback(maybeList, []) })), null),
});

/** A lamp mounted at a camera. */
export const lampSchema = v.object({ id: wireId, target: maybeText, target_id: wireId });

export type WireHomescreen = v.InferOutput<typeof homescreenSchema>;
export type WireNetwork = v.InferOutput<typeof networkSchema>;
export type WireSyncModule = v.InferOutput<typeof syncModuleSchema>;
export type WireExtras = v.InferOutput<typeof extrasSchema>;
export type WireDevice = v.InferOutput<typeof deviceSchema>;

/** A device, and where its still lies. */
export interface MappedDevice {
  readonly device: Device;
  readonly pictureRef: MediaRef | null;
}

/** `hasSiren` comes from another list. */
export const toNetwork = (accountId: AccountId, wire: WireNetwork, hasSiren: boolean): Network => ({
  id: networkId(accountId, wire.id),
  name: wire.name ?? `${wire.id}`,
  timeZone: wire.time_zone ?? 'UTC',
  isArmed: wire.armed === true,
  savesLiveViews: wire.lv_save,
  hasSiren,
  ...doubtUnless(wire.armed !== null),
});

/** The mark of a row that has an id but no readable state. */
const doubtUnless = (isKnown: boolean): { readonly doubt?: Doubt } =>
  isKnown ? {} : { doubt: { heardAt: null, missedBy: 0 } };

export const toSyncModule = (accountId: AccountId, wire: WireSyncModule): SyncModule => ({
  networkId: networkId(accountId, wire.network_id),
  name: wire.name ?? '',
  isOnline: wire.status === 'online',
  hasLocalStorage: wire.local_storage_enabled === true && wire.local_storage_status === 'active',
  ...doubtUnless(wire.status !== null),
});

/** `family` is the list the device was in: its type decides nothing. */
export function toDevice(
  accountId: AccountId,
  wire: WireDevice,
  { family, hasMountedLamp }: { readonly family: DeviceFamily; readonly hasMountedLamp: boolean },
): MappedDevice {
  const type = wire.type ?? family;
  const owner = { accountId, network: wire.network_id, type, device: wire.id };
  const thumbnail: Thumbnail | null = readThumbnail(wire.thumbnail, owner);
  const device: Device = {
    id: deviceId(accountId, family, wire.id),
    networkId: networkId(accountId, wire.network_id),
    family,
    type,
    name: wire.name ?? type,
    isMotionEnabled: wire.enabled === true,
    isOnline: wire.status !== 'offline',
    battery: toBattery(wire.battery),
    batteryBars: toBars(wire.signals?.battery ?? null),
    wifiBars: toBars(wire.signals?.wifi ?? null),
    temperatureF: wire.signals?.temp ?? null,
    picture: thumbnail?.picture ?? null,
    hasLamp: hasMountedLamp || type === 'superior_owl',
    snoozedUntil: null,
    ...doubtUnless(wire.enabled !== null),
  };
  return { device, pictureRef: thumbnail?.ref ?? null };
}

/** How long its alerts are still held back; null when they are not. */
export function toSnoozedMs(wire: WireDevice): number | null {
  const left = wire.snooze_time_remaining ?? 0;
  return wire.snooze === true && left > 0 ? minutes(left) : null;
}

export const toStorage = ({ video_stats: stats }: WireExtras): CloudStorage => ({
  usedPercent: stats?.storage ?? null,
  autoDeleteDays: stats?.auto_delete_days ?? null,
  autoDeleteChoices: (stats?.auto_delete_day_options ?? []).filter(
    (days) => typeof days === 'number',
  ),
});

/** A device without a battery state is on mains power. */
function toBattery(state: string | null): BatteryState {
  if (state === null) return 'mains';
  return /low|critical|replace|empty/i.test(state) ? 'low' : 'ok';
}

const toBars = (bars: number | null): number | null =>
  bars !== null && Number.isInteger(bars) && bars >= 0 && bars <= 5 ? bars : null;

/** Which list a device is in, for answers that name only its number and its type. */
export interface DeviceFamilies {
  learn(devices: readonly Device[]): void;
  familyOf(device: number, type: string | null): DeviceFamily;
}

/** The homescreen's lists count first: numbers of different lists may coincide, and new types appear. */
export function createFamilies(): DeviceFamilies {
  let known: readonly KnownDevice[] = [];

  return {
    learn(devices) {
      known = devices.map(({ id, type }) => {
        const { device, family } = deviceKey(id);
        return { device, type, family };
      });
    },
    familyOf(device, type) {
      const sameNumber = known.filter((one) => one.device === device);
      const same =
        sameNumber.find((one) => one.type === type) ??
        (sameNumber.length === 1 ? sameNumber[0] : known.find((one) => one.type === type));
      return same?.family ?? familyByType.get(type ?? '') ?? 'camera';
    },
  };
}

interface KnownDevice {
  readonly device: number;
  readonly type: string;
  readonly family: DeviceFamily;
}

const familyByType = new Map<string, DeviceFamily>([
  ['owl', 'owl'],
  ['hawk', 'owl'],
  ['superior_owl', 'owl'],
  ['lotus', 'doorbell'],
]);
