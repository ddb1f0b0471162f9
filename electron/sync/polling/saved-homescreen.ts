import * as v from 'valibot';
import type { HomeState } from '../../../shared/app-state.ts';
import {
  isDeviceId,
  isNetworkId,
  type AccountId,
  type DeviceId,
  type NetworkId,
} from '../../../shared/ids.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { ClipIndex } from '../../store/clips/clip-index.ts';

export interface SavedHomescreenDeps {
  readonly accountId: AccountId;
  readonly index: Pick<ClipIndex, 'mark' | 'setMark' | 'isReadOnly'>;
  readonly store: AppStore;
}

/** Saves the last homescreen for a start without a connection. Not in a read-only index. */
export async function saveHome(
  { index, accountId }: SavedHomescreenDeps,
  home: HomeState,
): Promise<void> {
  if (!index.isReadOnly) await index.setMark(accountId, 'last-home', JSON.stringify(home));
}

/** Shows the homescreen of an earlier run, as stale; never over an answer of this run. */
export async function restoreHome({ index, accountId, store }: SavedHomescreenDeps): Promise<void> {
  const home = parseHome(await index.mark(accountId, 'last-home'));
  if (home === null || store.get().home.checkedAt !== null) return;
  store.set('home', { ...home, isStale: true });
}

/** Null when it cannot be read, which is no failure. */
export function parseHome(text: string | null): HomeState | null {
  if (text === null) return null;
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), homeSchema), text);
  return parsed.success ? parsed.output : null;
}

const networkIdSchema = v.custom<NetworkId>(isNetworkId);
const deviceIdSchema = v.custom<DeviceId>(isDeviceId);

const doubtSchema = v.object({ heardAt: v.nullable(v.number()), missedBy: v.number() });

const networkSchema = v.object({
  id: networkIdSchema,
  name: v.string(),
  timeZone: v.string(),
  isArmed: v.boolean(),
  savesLiveViews: v.optional(v.nullable(v.boolean()), null),
  hasSiren: v.optional(v.boolean(), false),
  doubt: v.exactOptional(doubtSchema),
});

const syncModuleSchema = v.object({
  networkId: networkIdSchema,
  name: v.string(),
  isOnline: v.boolean(),
  // Missing in what older versions have saved.
  hasLocalStorage: v.optional(v.boolean(), false),
  doubt: v.exactOptional(doubtSchema),
});

const deviceSchema = v.object({
  id: deviceIdSchema,
  networkId: networkIdSchema,
  family: v.picklist(['camera', 'owl', 'doorbell']),
  type: v.string(),
  name: v.string(),
  isMotionEnabled: v.boolean(),
  isOnline: v.boolean(),
  battery: v.picklist(['ok', 'low', 'mains']),
  batteryBars: v.optional(v.nullable(v.number()), null),
  wifiBars: v.nullable(v.number()),
  temperatureF: v.nullable(v.number()),
  isTemperatureUnsure: v.exactOptional(v.literal(true)),
  picture: v.nullable(v.object({ version: v.string(), takenAt: v.nullable(v.number()) })),
  hasLamp: v.optional(v.boolean(), false),
  snoozedUntil: v.optional(v.nullable(v.number()), null),
  doubt: v.exactOptional(doubtSchema),
});

const homeSchema = v.object({
  networks: v.array(networkSchema),
  syncModules: v.array(syncModuleSchema),
  devices: v.array(deviceSchema),
  namelessNetworks: v.exactOptional(v.number()),
  changedAt: v.optional(v.record(v.custom<NetworkId>(isNetworkId), v.number()), {}),
  checkedAt: v.nullable(v.number()),
  isStale: v.boolean(),
});
