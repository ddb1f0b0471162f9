import type { AccountId, DeviceFamily } from '../../../shared/ids.ts';
import type { AccountCloud } from '../authorized.ts';
import type { Homescreen } from '../client.ts';
import { toDevice, toNetwork, toSyncModule } from '../mappers.ts';
import {
  deviceSchema,
  homescreenSchema,
  networkSchema,
  syncModuleSchema,
  type WireHomescreen,
} from '../wire/homescreen.ts';
import { parseAnswer, readRows } from '../wire/tolerant.ts';

/** The homescreen, with what its head and its unreadable rows tell. */
export interface HomescreenAnswer {
  readonly homescreen: Homescreen;
  /** Blink's number of this installation, if the head named it. */
  readonly clientId: string | null;
  readonly unreadable: number;
}

export async function readHomescreen(
  cloud: AccountCloud,
  signal?: AbortSignal,
): Promise<HomescreenAnswer> {
  const path = homescreenPath(cloud.accountId);
  const { value, headers } = await cloud.json({ kind: 'homescreen', name, path, signal });
  const wire = parseAnswer(name, homescreenSchema, value);
  const clientId = headers.get('client-id');
  return {
    ...mapHomescreen(cloud.accountId, wire),
    clientId: clientId !== null && /^\d{1,16}$/.test(clientId) ? clientId : null,
  };
}

const name = 'homescreen';
const homescreenPath = (account: AccountId) => `/api/v3/accounts/${account}/homescreen`;

function mapHomescreen(accountId: AccountId, wire: WireHomescreen) {
  const networks = readRows(networkSchema, wire.networks);
  const syncModules = readRows(syncModuleSchema, wire.sync_modules);
  const families = familyLists(wire).map(([family, list]) => ({
    family,
    ...readRows(deviceSchema, list),
  }));
  const mapped = families.flatMap(({ family, rows }) =>
    rows.filter((row) => row.onboarded !== false).map((row) => toDevice(accountId, family, row)),
  );
  const devices = new Map(mapped.map(({ device }) => [device.id, device]));
  const homescreen: Homescreen = {
    networks: networks.rows.map((row) => toNetwork(accountId, row)),
    syncModules: syncModules.rows.map((row) => toSyncModule(accountId, row)),
    devices: [...devices.values()],
    pictureRefs: new Map(
      mapped.flatMap(({ device, pictureRef }) =>
        pictureRef === null ? [] : [[device.id, pictureRef]],
      ),
    ),
  };
  const lists = [networks, syncModules, ...families];
  return { homescreen, unreadable: lists.reduce((sum, list) => sum + list.unreadable, 0) };
}

const familyLists = (wire: WireHomescreen): readonly (readonly [DeviceFamily, unknown[]])[] => [
  ['camera', wire.cameras],
  ['owl', [...wire.owls, ...wire.hawks]],
  ['doorbell', [...wire.doorbells, ...wire.lotus]],
];
