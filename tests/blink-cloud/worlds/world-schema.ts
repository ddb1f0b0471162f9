import * as v from 'valibot';
import { SCENE_NAMES } from '../drawing/scene.ts';
import { DAYS, timeOf } from '../networks/schedules.ts';
import type { WorldFile } from './world-file.ts';

const id = v.pipe(v.number(), v.integer(), v.minValue(1));
const words = v.pipe(v.string(), v.nonEmpty());
const bars = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(5));
const count = v.pipe(v.number(), v.minValue(0));
const maybe = v.exactOptional;

const isTimeZone = (zone: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== '';
  } catch {
    return false;
  }
};

const Account = v.strictObject({
  id,
  userId: id,
  email: words,
  password: words,
  twoFactorCode: words,
  phone: words,
  tier: v.pipe(v.string(), v.regex(/^[a-z0-9]{2,8}$/)),
  temperatureUnits: maybe(v.picklist(['c', 'f'])),
  autoDeleteDays: maybe(id),
  autoDeleteOptions: maybe(v.array(id)),
});

const SyncModule = v.strictObject({
  id,
  name: words,
  serial: words,
  type: words,
  subtype: words,
  firmware: words,
  status: v.picklist(['online', 'offline']),
  wifiBars: bars,
  localStorage: v.picklist(['active', 'unavailable']),
});

const Device = v.strictObject({
  id,
  family: v.picklist(['cameras', 'owls', 'doorbells']),
  type: words,
  name: words,
  serial: words,
  firmware: words,
  scene: v.picklist(SCENE_NAMES),
  enabled: v.boolean(),
  status: v.picklist(['done', 'online', 'offline']),
  battery: maybe(v.strictObject({ state: v.picklist(['ok', 'low']), bars })),
  bars: v.strictObject({ lfr: bars, wifi: bars }),
  temperatureF: maybe(v.number()),
  pictureAgeMinutes: count,
  recordsTo: maybe(v.picklist(['cloud', 'local', 'both'])),
  addresses: maybe(v.picklist(['path', 'time', 'full'])),
  settings: maybe(v.record(v.string(), v.unknown())),
  accessories: maybe(
    v.array(v.strictObject({ id, type: v.picklist(['storm', 'rosie']), serial: words })),
  ),
  usageSeconds: maybe(count),
  liveView: maybe(v.literal('rtsps')),
});

const Program = v.strictObject({
  id,
  name: words,
  enabled: v.boolean(),
  schedule: v.array(
    v.strictObject({
      dow: v.array(v.picklist(DAYS)),
      devices: maybe(v.array(id)),
      time: v.pipe(
        v.string(),
        v.check((written) => timeOf(written) !== undefined, 'no time of day'),
      ),
      action: v.picklist(['arm', 'disarm']),
    }),
  ),
});

const System = v.strictObject({
  id,
  name: words,
  timeZone: v.pipe(v.string(), v.check(isTimeZone, 'no time zone')),
  armed: v.boolean(),
  syncModule: maybe(SyncModule),
  devices: v.array(Device),
  programs: maybe(v.array(Program)),
  sirens: maybe(v.array(v.strictObject({ id, name: words, serial: maybe(words) }))),
  savesLiveViews: maybe(v.boolean()),
});

const hour = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(23));
const recorded = {
  device: words,
  source: v.pipe(v.string(), v.regex(/^\w+$/)),
  isLocal: maybe(v.boolean()),
};

const namesOf = ({ systems }: WorldFile) =>
  systems.flatMap(({ devices }) => devices.map(({ name }) => name));
const hasUniqueNames = (world: WorldFile) => new Set(namesOf(world)).size === namesOf(world).length;
const namesKnownDevices = (world: WorldFile) =>
  [...world.clips, ...world.habits].every(({ device }) => namesOf(world).includes(device));

const Fields: v.GenericSchema<unknown, WorldFile> = v.strictObject({
  name: words,
  account: Account,
  mediaPageSize: id,
  systems: v.array(System),
  clips: v.array(
    v.strictObject({
      ...recorded,
      minutesAgo: count,
      watched: v.boolean(),
      description: maybe(words),
      detections: maybe(v.array(words)),
    }),
  ),
  historyDays: count,
  habits: v.array(
    v.strictObject({
      ...recorded,
      perDay: count,
      hours: v.tuple([hour, hour]),
      endedDaysAgo: maybe(count),
    }),
  ),
  order: maybe(
    v.strictObject({
      systems: v.array(id),
      devices: v.record(v.string(), v.array(id)),
    }),
  ),
  firstClipId: maybe(count),
  clipBytes: maybe(count),
});

/** A world file, checked: what is not in the list of its fields is a mistake. */
export const WorldSchema: v.GenericSchema<unknown, WorldFile> = v.pipe(
  Fields,
  v.check(hasUniqueNames, 'two devices have the same name'),
  v.check(namesKnownDevices, 'a clip or a habit names a device that is not there'),
);
