import {
  deviceId,
  networkId,
  type AccountId,
  type DeviceFamily,
  type DeviceId,
  type NetworkId,
} from '../../../shared/ids.ts';
import { get, in2020, type Caller } from '../forms.ts';
import type { Numbers } from '../known.ts';
import { toDevice, toNetwork, toSnoozedMs, toStorage, toSyncModule } from '../mappers.ts';
import type { Homescreen } from '../models.ts';
import {
  deviceSchema,
  homescreenSchema,
  lampSchema,
  networkSchema,
  surroundingsSchema,
  syncModuleSchema,
  type WireDevice,
  type WireHomescreen,
  type WireSurroundings,
  type WireSyncModule,
} from '../wire/homescreen.ts';
import { parseAnswer, readRows } from '../wire/tolerant.ts';

/** The homescreen, with what its head and its unreadable rows tell. */
export interface HomescreenAnswer {
  readonly homescreen: Homescreen;
  readonly numbers: Numbers;
  readonly unreadable: number;
}

export async function readHomescreen(
  caller: Caller,
  signal?: AbortSignal,
): Promise<HomescreenAnswer> {
  const { value, headers } = await caller.ask({
    kind: 'homescreen',
    name,
    forms: [in2020(get(`/api/v3/accounts/${caller.accountId}/homescreen`))],
    signal,
  });
  const lists = readLists(parseAnswer(name, homescreenSchema, value));
  const around = parseAnswer(name, surroundingsSchema, value);
  const mountedLamps = lampsOf(caller.accountId, around);
  return {
    homescreen: toHomescreen(caller.accountId, lists, around, mountedLamps),
    numbers: { clientId: clientIdIn(headers), hubs: hubsOf(caller.accountId, lists), mountedLamps },
    unreadable: lists.unreadable,
  };
}

const name = 'homescreen';

interface Lists {
  readonly networks: readonly Parameters<typeof toNetwork>[1][];
  readonly syncModules: readonly WireSyncModule[];
  readonly devices: readonly { readonly family: DeviceFamily; readonly wire: WireDevice }[];
  readonly unreadable: number;
}

function readLists(wire: WireHomescreen): Lists {
  const networks = readRows(networkSchema, wire.networks);
  const syncModules = readRows(syncModuleSchema, wire.sync_modules);
  const families = familyLists(wire).map(([family, list]) => ({
    family,
    ...readRows(deviceSchema, list),
  }));
  return {
    networks: networks.rows,
    syncModules: syncModules.rows,
    devices: families.flatMap(({ family, rows }) =>
      rows.filter((row) => row.onboarded !== false).map((row) => ({ family, wire: row })),
    ),
    unreadable: [networks, syncModules, ...families].reduce(
      (sum, list) => sum + list.unreadable,
      0,
    ),
  };
}

function toHomescreen(
  accountId: AccountId,
  lists: Lists,
  around: WireSurroundings,
  mountedLamps: ReadonlyMap<DeviceId, number>,
): Homescreen {
  const mapped = lists.devices.map(({ family, wire }) => ({
    wire,
    ...toDevice(accountId, family, wire),
  }));
  const devices = new Map(mapped.map(({ device }) => [device.id, device]));
  const ownLamps = mapped.filter(({ wire }) => wire.type === 'superior_owl');
  return {
    networks: lists.networks.map((row) => toNetwork(accountId, row)),
    syncModules: lists.syncModules.map((row) => toSyncModule(accountId, row)),
    devices: [...devices.values()],
    pictureRefs: mapOf(mapped, ({ device, pictureRef }) => [device.id, pictureRef]),
    snoozedMs: mapOf(mapped, ({ device, wire }) => [device.id, toSnoozedMs(wire)]),
    lamps: new Set([...mountedLamps.keys(), ...ownLamps.map(({ device }) => device.id)]),
    storage: toStorage(around),
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
