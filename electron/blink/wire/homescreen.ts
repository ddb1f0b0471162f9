import * as v from 'valibot';
import {
  deviceId,
  deviceKey,
  networkId,
  type AccountId,
  type DeviceFamily,
} from '../../../shared/ids.ts';
import type {
  BatteryState,
  ClipKind,
  Device,
  Doubt,
  Network,
  SyncModule,
} from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';
import type { CloudStorage, MediaItem, MediaRef } from '../models.ts';
import type { WireMediaItem } from './media.ts';
import {
  answerOfLists,
  maybeFlag,
  maybeId,
  maybeList,
  maybeNumber,
  maybeText,
  wireId,
} from './schema-helpers.ts';
import { mediaStillRef, readThumbnail, type Thumbnail } from './thumbnails.ts';

/** The homescreen's lists, their rows still unread. */
export const homescreenSchema = answerOfLists({
  networks: maybeList,
  sync_modules: maybeList,
  cameras: maybeList,
  owls: maybeList,
  // Seen beside `owls` and instead of `doorbells` by one reader each.
  hawks: maybeList,
  doorbells: maybeList,
  lotus: maybeList,
  sirens: maybeList,
});

/** `armed` is never guessed: without it, a system is one of which nothing is known. */
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

/** What the homescreen tells beside its lists. */
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

/** A device with the place of its still. */
export interface MappedDevice {
  readonly device: Device;
  readonly pictureRef: MediaRef | null;
}

/** `hasSiren` is told by another list. */
export const toNetwork = (accountId: AccountId, wire: WireNetwork, hasSiren: boolean): Network => ({
  id: networkId(accountId, wire.id),
  name: wire.name ?? `${wire.id}`,
  timeZone: wire.time_zone ?? 'UTC',
  isArmed: wire.armed === true,
  savesLiveViews: wire.lv_save,
  hasSiren,
  ...doubtUnless(wire.armed !== null),
});

/** Rows that say which they are, but not how they are. */
const doubtUnless = (isKnown: boolean): { readonly doubt?: Doubt } =>
  isKnown ? {} : { doubt: { heardAt: null, missedBy: 0 } };

export const toSyncModule = (accountId: AccountId, wire: WireSyncModule): SyncModule => ({
  networkId: networkId(accountId, wire.network_id),
  name: wire.name ?? '',
  isOnline: wire.status === 'online',
  hasLocalStorage: wire.local_storage_enabled === true && wire.local_storage_status === 'active',
  ...doubtUnless(wire.status !== null),
});

/** `family` is the list the device was in: its type word decides nothing. */
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

export function toMediaItem(
  accountId: AccountId,
  families: DeviceFamilies,
  wire: WireMediaItem,
): MediaItem {
  const type = wire.device ?? '';
  const source = wire.source ?? '';
  return {
    mediaId: wire.id,
    accountId,
    networkId: networkId(accountId, wire.network_id),
    networkName: wire.network_name ?? '',
    deviceId: deviceId(accountId, families.familyOf(wire.device_id, wire.device), wire.device_id),
    deviceName: wire.device_name ?? type,
    deviceType: type,
    recordedAt: wire.created_at,
    updatedAt: wire.updated_at ?? wire.created_at,
    timeZone: wire.time_zone ?? 'UTC',
    source,
    kind: kindOf(source),
    isDeleted: wire.deleted === true,
    isWatched: wire.watched === true,
    labels: (wire.cv_detection ?? []).filter((label) => typeof label === 'string'),
    description: wire.ai_vd?.short_description ?? null,
    clipRef: wire.media,
    stillRef: wire.thumbnail === null ? null : mediaStillRef(wire.thumbnail),
  };
}

/** What made a camera record, by the cloud's word. */
export function kindOf(source: string): ClipKind {
  const word = source.toLowerCase();
  if (word === 'pir' || word.startsWith('cv_')) return 'motion';
  if (word.startsWith('button')) return 'doorbell';
  if (word === 'liveview' || word === 'live_view') return 'live-view';
  return word === 'snapshot' ? 'snapshot' : 'other';
}

/** A device that says nothing of a battery hangs on the mains. */
function toBattery(word: string | null): BatteryState {
  if (word === null) return 'mains';
  return /low|critical|replace|empty/i.test(word) ? 'low' : 'ok';
}

const toBars = (bars: number | null): number | null =>
  bars !== null && Number.isInteger(bars) && bars >= 0 && bars <= 5 ? bars : null;

/** Which list a device is in, for answers that name only its number and its product word. */
export interface DeviceFamilies {
  learn(devices: readonly Device[]): void;
  familyOf(device: number, type: string | null): DeviceFamily;
}

/** What the homescreen's lists said counts first: numbers of different lists may coincide, product words come and go. */
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
