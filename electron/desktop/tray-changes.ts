import type { ConnectionState, SliceChange, SliceName } from '../../shared/app-state.ts';

/** Tells of each change whether icon, tooltip or menu look different after it. */
export function createTrayChanges(first: ConnectionState): (change: SliceChange) => boolean {
  let connection = first;
  return (change) => {
    if (change.slice !== 'connection') return drawn.has(change.slice);
    const before = connection;
    connection = change.value;
    return !looksSame(before, connection);
  };
}

const drawn: ReadonlySet<SliceName> = new Set<SliceName>([
  'account',
  'home',
  'arming',
  'temporaryDisarms',
  'mute',
  'clips',
  'desktop',
]);

/** Requests are counted all the time and shown nowhere here: a menu that is open would flicker with each. */
const looksSame = (one: ConnectionState, other: ConnectionState): boolean =>
  one.status === other.status &&
  one.problem === other.problem &&
  one.pausedUntil === other.pausedUntil;
