import type { HomeState } from '../../../shared/app-state.ts';
import type { DeviceId, NetworkId } from '../../../shared/ids.ts';
import type { Doubt, Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';
import type { Finding, HealthCause, HealthChange } from '../notifications/notification-events.ts';

/** A cause as it is remembered from one homescreen to the next. */
export interface KnownCause extends Finding {
  /** First seen, or first no longer seen. */
  readonly since: Timestamp;
  /** `told`: its beginning was notified. These words are stored. */
  readonly state: 'appearing' | 'told' | 'leaving';
}

export type HealthMemory = readonly KnownCause[];

/** Cameras by what their recordings prove; in neither set where that is unknown. */
export interface Recording {
  readonly silent: ReadonlySet<DeviceId>;
  readonly busy: ReadonlySet<DeviceId>;
}

/** What one homescreen proves. A cause that is neither here nor gone is unknown for now. */
export interface Evidence {
  readonly here: readonly Finding[];
  /** Keys of causes that cannot hold any more. */
  readonly gone: ReadonlySet<string>;
}

/** What is wrong now, and what is surely not. A camera behind an offline sync module has no fault of its own. */
export function evidenceIn(home: HomeState, recording: Recording): Evidence {
  const isCutOff = (id: NetworkId) =>
    home.syncModules.some(({ networkId, isOnline }) => networkId === id && !isOnline);
  // Entries in doubt prove nothing: neither that something broke nor that it works again.
  const modules = home.syncModules.filter(isCertain).map(({ networkId, name, isOnline }) =>
    judge(
      'sync-module-offline',
      { id: networkId, networkId, name },
      {
        isHere: !isOnline,
        isGone: isOnline,
      },
    ),
  );
  const devices = home.devices.filter(isCertain).flatMap((device) => {
    const { id, networkId, isOnline, battery } = device;
    const isLow = battery === 'low';
    const isSilent = isOnline && recording.silent.has(id);
    return [
      judge('camera-offline', device, {
        isHere: !isOnline && !isCutOff(networkId),
        isGone: isOnline,
      }),
      // The battery level of an offline camera is out of date.
      judge('battery-low', device, { isHere: isLow, isGone: !isLow && isOnline }),
      judge('camera-silent', device, { isHere: isSilent, isGone: recording.busy.has(id) }),
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

const isCertain = ({ doubt }: { readonly doubt?: Doubt }): boolean => doubt === undefined;

interface Part {
  readonly id: NetworkId | DeviceId;
  readonly networkId: NetworkId;
  readonly name: string;
}

const judge = (
  cause: HealthCause,
  { id, networkId, name }: Part,
  { isHere, isGone }: { readonly isHere: boolean; readonly isGone: boolean },
) => ({ finding: { key: `${cause} ${id}`, cause, networkId, name }, isHere, isGone });

/** Adds what one homescreen showed to the memory, and answers what is to be notified now. A cause counts when it lasts. */
export function nextHealth(
  memory: HealthMemory,
  { here, gone }: Evidence,
  { now, isQuiet }: { readonly now: Timestamp; readonly isQuiet: boolean },
): { readonly memory: HealthMemory; readonly changes: readonly HealthChange[] } {
  const changes: HealthChange[] = [];
  const isHere = new Set(here.map(({ key }) => key));
  const isKnown = new Set(memory.map(({ key }) => key));

  const kept = memory.flatMap((known): KnownCause[] => {
    // While it is quiet nothing is notified: what lasts is notified afterwards.
    const isOld = !isQuiet && hasLasted(known, now);
    const next = isHere.has(known.key)
      ? present(known, now, isOld)
      : gone.has(known.key)
        ? absent(known, now, isOld)
        : unproven(known, now);
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

/** A fault may have passed, a recovery may not have happened: both have to be seen again. */
function unproven(known: KnownCause, now: Timestamp): KnownCause | null {
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

/** Cameras drop out for a moment all the time: only what two homescreens in a row show counts. */
const lastingMs = minutes(3);
