import type { HealthChange, Finding, HealthCause } from '../notifications/notification-events.ts';
import type { HomeState } from '../../../shared/app-state.ts';
import type { DeviceId, NetworkId } from '../../../shared/ids.ts';
import type { Doubt, Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';

/** A cause as it is remembered from answer to answer. */
export interface KnownCause extends Finding {
  /** First seen, or first missed again. */
  readonly since: Timestamp;
  readonly state: 'appearing' | 'told' | 'leaving';
}

export type HealthMemory = readonly KnownCause[];

/** Cameras by what their recordings prove; in neither set where nothing can be told. */
export interface Recording {
  readonly silent: ReadonlySet<DeviceId>;
  readonly busy: ReadonlySet<DeviceId>;
}

/** What one answer proves. Of a cause that is neither here nor gone nothing can be told. */
export interface Evidence {
  readonly here: readonly Finding[];
  /** Keys of causes that cannot hold any more. */
  readonly gone: ReadonlySet<string>;
}

/** What is wrong now, and what is surely not. A camera behind an offline sync module has no fault of its own. */
export function evidenceIn(home: HomeState, recording: Recording): Evidence {
  const isCutOff = (id: NetworkId) =>
    home.syncModules.some(({ networkId, isOnline }) => networkId === id && !isOnline);
  // Of what is in doubt nothing can be told: neither that it broke nor that it works again.
  const modules = home.syncModules
    .filter(isHeard)
    .map(({ networkId, name, isOnline }) =>
      judged('sync-module-offline', { id: networkId, networkId, name }, !isOnline, isOnline),
    );
  const devices = home.devices.filter(isHeard).flatMap((device) => {
    const { id, networkId, isOnline, battery } = device;
    const isLow = battery === 'low';
    const isSilent = isOnline && recording.silent.has(id);
    return [
      judged('camera-offline', device, !isOnline && !isCutOff(networkId), isOnline),
      // Of a camera that is not heard, the battery is an old story.
      judged('battery-low', device, isLow, !isLow && isOnline),
      judged('camera-silent', device, isSilent, recording.busy.has(id)),
    ];
  });
  const all = [...modules, ...devices];
  const here = all.flatMap(({ finding, isHere }) => (isHere ? [finding] : []));
  const isHere = new Set(here.map(({ key }) => key));
  const gone = all.flatMap(({ finding: { key }, isGone }) =>
    isGone && !isHere.has(key) ? [key] : [],
  );
  return { here, gone: new Set(gone) };
}

const isHeard = ({ doubt }: { readonly doubt?: Doubt }): boolean => doubt === undefined;

interface Part {
  readonly id: NetworkId | DeviceId;
  readonly networkId: NetworkId;
  readonly name: string;
}

const judged = (
  cause: HealthCause,
  { id, networkId, name }: Part,
  isHere: boolean,
  isGone: boolean,
) => ({ finding: { key: `${cause} ${id}`, cause, networkId, name }, isHere, isGone });

/** Remembers what an answer showed, and says what is to be told now. A cause counts when it lasts. */
export function nextHealth(
  memory: HealthMemory,
  { here, gone }: Evidence,
  now: Timestamp,
  /** Nothing is to be told now: what lasts is told afterwards. */
  isQuiet = false,
): { readonly memory: HealthMemory; readonly changes: readonly HealthChange[] } {
  const changes: HealthChange[] = [];
  const isHere = new Set(here.map(({ key }) => key));
  const isKnown = new Set(memory.map(({ key }) => key));

  const kept = memory.flatMap((known): KnownCause[] => {
    const isOld = !isQuiet && hasLasted(known, now);
    const next = isHere.has(known.key)
      ? present(known, now, isOld)
      : gone.has(known.key)
        ? absent(known, now, isOld)
        : untold(known, now);
    if (next?.state === 'told' && known.state === 'appearing') changes.push(change(known, 'began'));
    if (next === null && known.state === 'leaving') changes.push(change(known, 'ended'));
    return next === null ? [] : [next];
  });
  const fresh = here
    .filter(({ key }) => !isKnown.has(key))
    .map((found): KnownCause => ({ ...found, since: now, state: 'appearing' }));
  return { memory: [...kept, ...fresh], changes };
}

function present(known: KnownCause, now: Timestamp, isOld: boolean): KnownCause {
  if (known.state === 'leaving') return { ...known, state: 'told', since: now };
  if (known.state === 'told' || !isOld) return known;
  return { ...known, state: 'told', since: now };
}

function absent(known: KnownCause, now: Timestamp, isOld: boolean): KnownCause | null {
  if (known.state === 'appearing') return null;
  if (known.state === 'told') return { ...known, state: 'leaving', since: now };
  return isOld ? null : known;
}

/** Neither a fault that may have passed nor a recovery that may have not: both are to be seen anew. */
function untold(known: KnownCause, now: Timestamp): KnownCause | null {
  if (known.state === 'appearing') return null;
  return known.state === 'leaving' ? { ...known, state: 'told', since: now } : known;
}

const hasLasted = ({ since }: KnownCause, now: Timestamp): boolean =>
  now - since >= lastingMs || now < since;

export const change = (known: KnownCause, kind: HealthChange['change']): HealthChange => ({
  key: known.key,
  cause: known.cause,
  networkId: known.networkId,
  name: known.name,
  change: kind,
});

/** Cameras drop out for a moment all the time: only what two answers in a row say counts. */
const lastingMs = minutes(3);
