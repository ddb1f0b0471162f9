import { AppError } from '../../../shared/errors.ts';
import {
  deviceId,
  networkId,
  type AccountId,
  type DeviceFamily,
  type DeviceId,
  type NetworkId,
} from '../../../shared/ids.ts';
import { get, legacy, type ApiClient } from '../api-client.ts';
import type { Homescreen, HomescreenGaps, HomescreenList } from '../models.ts';
import {
  createFamilies,
  deviceSchema,
  homescreenSchema,
  lampSchema,
  networkSchema,
  sirenSchema,
  extrasSchema,
  syncModuleSchema,
  toDevice,
  toNetwork,
  toSnoozedMs,
  toStorage,
  toSyncModule,
  type DeviceFamilies,
  type WireDevice,
  type WireHomescreen,
  type WireExtras,
  type WireSyncModule,
} from '../wire/homescreen.ts';
import { parseAnswer, readRows } from '../wire/schema-helpers.ts';
import type { TemperatureUnit } from './temperature-unit.ts';

/** Blink's one call that returns everything, and the numbers in its last answer. */
export interface HomescreenCalls {
  read(signal?: AbortSignal): Promise<Homescreen>;
  readonly families: DeviceFamilies;
  /** Blink's number of this installation; read with the homescreen unless it is known. */
  clientId(signal?: AbortSignal): Promise<string>;
  /** Blink's number of the network's sync module, read like the above; null when it has none. */
  syncModule(id: NetworkId, signal?: AbortSignal): Promise<number | null>;
  /** Blink's number of the lamp mounted at a camera; null when the last homescreen listed none. */
  mountedLamp(id: DeviceId): number | null;
}

export interface HomescreenDeps {
  readonly api: ApiClient;
  readonly unit: TemperatureUnit;
  /** This installation's number, where the sign-in has returned it. */
  readonly clientId: string | null;
  /** Rows that could not be read, for the log. */
  readonly onUnreadable: ((name: string, rows: number) => void) | undefined;
}

export function createHomescreenCalls(deps: HomescreenDeps): HomescreenCalls {
  const { api, unit, onUnreadable } = deps;
  const families = createFamilies();
  let ids: BlinkIds = { clientId: deps.clientId, syncModules: new Map(), mountedLamps: new Map() };

  async function read(signal?: AbortSignal): Promise<Homescreen> {
    const answer = await readHomescreen(api, signal);
    const { homescreen, unreadable } = answer;
    families.learn(homescreen.devices);
    ids = { ...answer.ids, clientId: answer.ids.clientId ?? ids.clientId };
    if (unreadable > 0) onUnreadable?.(name, unreadable);
    const devices = homescreen.devices.map((device) => ({
      ...device,
      ...unit.doubtSoFar(device.temperatureF),
    }));
    return { ...homescreen, devices };
  }

  return {
    read,
    families,
    async clientId(signal) {
      if (ids.clientId === null) await read(signal);
      if (ids.clientId === null) throw new AppError('bad-answer', `${name}: no Client-Id`);
      return ids.clientId;
    },
    async syncModule(id, signal) {
      if (!ids.syncModules.has(id)) await read(signal);
      return ids.syncModules.get(id) ?? null;
    },
    mountedLamp: (id) => ids.mountedLamps.get(id) ?? null,
  };
}

/** Blink's numbers for things that others know by our ids only. */
interface BlinkIds {
  /** Of this installation; null when the answer did not name it. */
  readonly clientId: string | null;
  readonly syncModules: ReadonlyMap<NetworkId, number>;
  /** Of the lamps, by their cameras. */
  readonly mountedLamps: ReadonlyMap<DeviceId, number>;
}

interface HomescreenAnswer {
  readonly homescreen: Homescreen;
  readonly ids: BlinkIds;
  readonly unreadable: number;
}

async function readHomescreen(api: ApiClient, signal?: AbortSignal): Promise<HomescreenAnswer> {
  const { accountId } = api;
  const variants = [legacy(get(`/api/v3/accounts/${accountId}/homescreen`))] as const;
  const { value, headers } = await api.json({ kind: 'homescreen', name, variants, signal });
  const lists = readLists(parseAnswer(name, homescreenSchema, value), value);
  const extras = parseAnswer(name, extrasSchema, value);
  const ids = {
    clientId: clientIdIn(headers),
    syncModules: syncModulesIn(accountId, lists),
    mountedLamps: lampsIn(accountId, extras),
  };
  const homescreen = toHomescreen(lists, extras, { accountId, mountedLamps: ids.mountedLamps });
  return { homescreen, ids, unreadable: lists.unreadable };
}

/** Our lists, and under which names the cloud sends them. */
const listNames: Readonly<Record<HomescreenList, readonly string[]>> = {
  networks: ['networks'],
  syncModules: ['sync_modules'],
  camera: ['cameras'],
  owl: ['owls', 'hawks'],
  doorbell: ['doorbells', 'lotus'],
};

const name = 'homescreen';

interface Lists {
  readonly networks: readonly Parameters<typeof toNetwork>[1][];
  readonly syncModules: readonly WireSyncModule[];
  readonly devices: readonly { readonly family: DeviceFamily; readonly wire: WireDevice }[];
  readonly withSiren: ReadonlySet<number>;
  readonly unreadable: number;
  readonly gaps: HomescreenGaps;
}

function readLists(wire: WireHomescreen, value: unknown): Lists {
  const networks = readRows(networkSchema, wire.networks);
  const syncModules = readRows(syncModuleSchema, wire.sync_modules);
  const families = familyLists(wire).map(([family, list]) => ({
    family,
    ...readRows(deviceSchema, list),
  }));
  const sirens = readRows(sirenSchema, wire.sirens);
  const unreadable: Readonly<Record<HomescreenList, number>> = {
    networks: networks.unreadable,
    syncModules: syncModules.unreadable,
    ...unreadableOf(families),
  };
  return {
    networks: networks.rows,
    syncModules: syncModules.rows,
    devices: families.flatMap(({ family, rows }) =>
      rows.filter((row) => row.onboarded !== false).map((row) => ({ family, wire: row })),
    ),
    withSiren: new Set(sirens.rows.map((row) => row.network_id)),
    unreadable: Object.values(unreadable).reduce((sum, rows) => sum + rows, 0),
    gaps: {
      networksWithoutId: networks.unreadable,
      completeLists: new Set(
        allLists.filter((list) => unreadable[list] === 0 && isPresent(value, list)),
      ),
    },
  };
}

const allLists: readonly HomescreenList[] = [
  'networks',
  'syncModules',
  'camera',
  'owl',
  'doorbell',
];

const isPresent = (value: unknown, list: HomescreenList): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([key, rows]) => listNames[list].includes(key) && Array.isArray(rows));

function unreadableOf(
  families: readonly { readonly family: DeviceFamily; readonly unreadable: number }[],
): Readonly<Record<DeviceFamily, number>> {
  const of = (family: DeviceFamily) =>
    families.find((each) => each.family === family)?.unreadable ?? 0;
  return { camera: of('camera'), owl: of('owl'), doorbell: of('doorbell') };
}

function toHomescreen(
  lists: Lists,
  extras: WireExtras,
  { accountId, mountedLamps }: { readonly accountId: AccountId } & Pick<BlinkIds, 'mountedLamps'>,
): Homescreen {
  const mapped = lists.devices.map(({ family, wire }) => {
    const hasMountedLamp = mountedLamps.has(deviceId(accountId, family, wire.id));
    return { wire, ...toDevice(accountId, wire, { family, hasMountedLamp }) };
  });
  const devices = new Map(mapped.map(({ device }) => [device.id, device]));
  return {
    networks: lists.networks.map((row) => toNetwork(accountId, row, lists.withSiren.has(row.id))),
    syncModules: lists.syncModules.map((row) => toSyncModule(accountId, row)),
    devices: [...devices.values()],
    pictureRefs: mapOf(mapped, ({ device, pictureRef }) => [device.id, pictureRef]),
    snoozedMs: mapOf(mapped, ({ device, wire }) => [device.id, toSnoozedMs(wire)]),
    storage: toStorage(extras),
    gaps: lists.gaps,
  };
}

/** Leaves out what has no value. */
function mapOf<Row, Key, Value>(
  rows: readonly Row[],
  entryOf: (row: Row) => readonly [Key, Value | null],
): ReadonlyMap<Key, Value> {
  return new Map(
    rows.flatMap((row): [Key, Value][] => {
      const [key, value] = entryOf(row);
      return value === null ? [] : [[key, value]];
    }),
  );
}

const syncModulesIn = (
  accountId: AccountId,
  { syncModules }: Lists,
): ReadonlyMap<NetworkId, number> =>
  mapOf(syncModules, ({ network_id: network, id }) => [networkId(accountId, network), id ?? null]);

function lampsIn(accountId: AccountId, extras: WireExtras): ReadonlyMap<DeviceId, number> {
  const { rows } = readRows(lampSchema, extras.accessories?.storm ?? []);
  return mapOf(rows, ({ id, target, target_id: camera }) => [
    deviceId(accountId, 'camera', camera),
    target === null || target === 'camera' ? id : null,
  ]);
}

function clientIdIn(headers: Headers): string | null {
  const id = headers.get('client-id');
  return id !== null && /^\d{1,16}$/.test(id) ? id : null;
}

const familyLists = (wire: WireHomescreen): readonly (readonly [DeviceFamily, unknown[]])[] => [
  ['camera', wire.cameras],
  ['owl', [...wire.owls, ...wire.hawks]],
  ['doorbell', [...wire.doorbells, ...wire.lotus]],
];
