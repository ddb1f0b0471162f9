import type { HomeState } from '../../shared/app-state.ts';
import type { DeviceId, NetworkId } from '../../shared/ids.ts';
import type { Timestamp } from '../../shared/models.ts';
import { minutes } from '../lib/timing.ts';

export type HealthCause =
  'sync-module-offline' | 'camera-offline' | 'battery-low' | 'camera-silent';

/** Something that keeps a system from doing its work, seen in one answer of the cloud. */
export interface Finding {
  /** The same cause has the same key for as long as it lasts. */
  readonly key: string;
  readonly cause: HealthCause;
  readonly networkId: NetworkId;
  /** The camera's name, or the sync module's. */
  readonly name: string;
}

/** What is told of a cause: once when it begins, once when it ends. */
export interface HealthChange extends Finding {
  readonly change: 'began' | 'ended';
}

/** A cause as it is remembered from answer to answer. */
export interface KnownCause extends Finding {
  /** First seen, or first missed again. */
  readonly since: Timestamp;
  readonly state: 'appearing' | 'told' | 'leaving';
}

export type HealthMemory = readonly KnownCause[];

/** What is wrong now. A camera behind an offline sync module has no fault of its own. */
export function findingsIn(home: HomeState, silent: ReadonlySet<DeviceId>): readonly Finding[] {
  const offline = home.syncModules.filter(({ isOnline }) => !isOnline);
  const isCutOff = (id: NetworkId) => offline.some(({ networkId }) => networkId === id);
  const modules = offline.map(({ networkId, name }) =>
    finding('sync-module-offline', networkId, networkId, name),
  );
  const devices = home.devices.flatMap(({ id, networkId, name, isOnline, battery }) => {
    const isOffline = !isOnline && !isCutOff(networkId);
    return [
      ...(isOffline ? [finding('camera-offline', id, networkId, name)] : []),
      ...(battery === 'low' ? [finding('battery-low', id, networkId, name)] : []),
      ...(isOnline && silent.has(id) ? [finding('camera-silent', id, networkId, name)] : []),
    ];
  });
  return [...modules, ...devices];
}

const finding = (cause: HealthCause, of: string, networkId: NetworkId, name: string): Finding => ({
  key: `${cause} ${of}`,
  cause,
  networkId,
  name,
});

/** Remembers what an answer showed, and says what is to be told now. A cause counts when it lasts. */
export function nextHealth(
  memory: HealthMemory,
  findings: readonly Finding[],
  now: Timestamp,
): { readonly memory: HealthMemory; readonly changes: readonly HealthChange[] } {
  const changes: HealthChange[] = [];
  const isHere = new Set(findings.map(({ key }) => key));
  const isKnown = new Set(memory.map(({ key }) => key));

  const kept = memory.flatMap((known): KnownCause[] => {
    const next = isHere.has(known.key) ? present(known, now) : absent(known, now);
    if (next?.state === 'told' && known.state === 'appearing') changes.push(change(known, 'began'));
    if (next === null && known.state === 'leaving') changes.push(change(known, 'ended'));
    return next === null ? [] : [next];
  });
  const fresh = findings
    .filter(({ key }) => !isKnown.has(key))
    .map((found): KnownCause => ({ ...found, since: now, state: 'appearing' }));
  return { memory: [...kept, ...fresh], changes };
}

function present(known: KnownCause, now: Timestamp): KnownCause {
  if (known.state === 'leaving') return { ...known, state: 'told', since: now };
  if (known.state === 'told' || !hasLasted(known, now)) return known;
  return { ...known, state: 'told', since: now };
}

function absent(known: KnownCause, now: Timestamp): KnownCause | null {
  if (known.state === 'appearing') return null;
  if (known.state === 'told') return { ...known, state: 'leaving', since: now };
  return hasLasted(known, now) ? null : known;
}

const hasLasted = ({ since }: KnownCause, now: Timestamp): boolean =>
  now - since >= lastingMs || now < since;

const change = (known: KnownCause, kind: HealthChange['change']): HealthChange => ({
  key: known.key,
  cause: known.cause,
  networkId: known.networkId,
  name: known.name,
  change: kind,
});

/** Cameras drop out for a moment all the time: only what two answers in a row say counts. */
const lastingMs = minutes(3);
