import {
  deviceId,
  networkId,
  type AccountId,
  type DeviceFamily,
  type DeviceId,
  type NetworkId,
} from '../../../shared/ids.ts';
import { get, legacy, type EndpointClient } from '../api-client.ts';
import type { Homescreen, HomescreenGaps, HomescreenList } from '../models.ts';
import {
  createFamilies,
  deviceSchema,
  homescreenSchema,
  lampSchema,
  networkSchema,
  sirenPlaceSchema,
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
  type WireSurroundings,
  type WireSyncModule,
} from '../wire/homescreen.ts';
import { parseAnswer, readRows } from '../wire/schema-helpers.ts';

/** The homescreen, with what its head and its unreadable rows tell. */
export interface HomescreenAnswer {
  readonly homescreen: Homescreen;
  readonly numbers: BlinkIds;
  readonly unreadable: number;
}

export async function readHomescreen(
  caller: EndpointClient,
  signal?: AbortSignal,
): Promise<HomescreenAnswer> {
  const { value, headers } = await caller.ask({
    kind: 'homescreen',
    name,
    forms: [legacy(get(`/api/v3/accounts/${caller.accountId}/homescreen`))],
    signal,
  });
  const lists = readLists(parseAnswer(name, homescreenSchema, value), value);
  const around = parseAnswer(name, extrasSchema, value);
  const mountedLamps = lampsOf(caller.accountId, around);
  return {
    homescreen: toHomescreen(caller.accountId, lists, around, mountedLamps),
    numbers: { clientId: clientIdIn(headers), hubs: hubsOf(caller.accountId, lists), mountedLamps },
    unreadable: lists.unreadable,
  };
}

/** A place on the homescreen and the lists it is told by. */
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
  const sirens = readRows(sirenPlaceSchema, wire.sirens);
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
      namelessNetworks: networks.unreadable,
      whole: new Set(allLists.filter((list) => unreadable[list] === 0 && isThere(value, list))),
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

const isThere = (value: unknown, list: HomescreenList): boolean =>
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
  accountId: AccountId,
  lists: Lists,
  around: WireSurroundings,
  mountedLamps: ReadonlyMap<DeviceId, number>,
): Homescreen {
  const mapped = lists.devices.map(({ family, wire }) => ({
    wire,
    ...toDevice(accountId, family, wire, mountedLamps.has(deviceId(accountId, family, wire.id))),
  }));
  const devices = new Map(mapped.map(({ device }) => [device.id, device]));
  return {
    networks: lists.networks.map((row) => toNetwork(accountId, row, lists.withSiren.has(row.id))),
    syncModules: lists.syncModules.map((row) => toSyncModule(accountId, row)),
    devices: [...devices.values()],
    pictureRefs: mapOf(mapped, ({ device, pictureRef }) => [device.id, pictureRef]),
    snoozedMs: mapOf(mapped, ({ device, wire }) => [device.id, toSnoozedMs(wire)]),
    storage: toStorage(around),
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

const hubsOf = (accountId: AccountId, { syncModules }: Lists): ReadonlyMap<NetworkId, number> =>
  mapOf(syncModules, ({ network_id: network, id }) => [networkId(accountId, network), id ?? null]);

function lampsOf(accountId: AccountId, around: WireSurroundings): ReadonlyMap<DeviceId, number> {
  const { rows } = readRows(lampSchema, around.accessories?.storm ?? []);
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

/** Blink's numbers for things that others know by our names only. */
export interface BlinkIds {
  /** Of this installation; null when the answer did not tell. */
  readonly clientId: string | null;
  /** Of each system's hub. */
  readonly hubs: ReadonlyMap<NetworkId, number>;
  /** Of the lamps mounted at cameras. */
  readonly mountedLamps: ReadonlyMap<DeviceId, number>;
}

/** What the last homescreen told about the account, for the calls that need it. */
export interface KnownIds {
  readonly families: DeviceFamilies;
  numbers(): BlinkIds;
  learn(homescreen: Homescreen, numbers: BlinkIds): void;
}

/** `clientId` is what the sign-in told, if it did. */
export function createKnown(clientId: string | null): KnownIds {
  const families = createFamilies();
  let numbers: BlinkIds = { clientId, hubs: new Map(), mountedLamps: new Map() };

  return {
    families,
    numbers: () => numbers,
    learn(homescreen, learnt) {
      families.learn(homescreen.devices);
      numbers = { ...learnt, clientId: learnt.clientId ?? numbers.clientId };
    },
  };
}
