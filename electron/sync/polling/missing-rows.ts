import type { HomeState } from '../../../shared/app-state.ts';
import type { Device, Doubt, Network, SyncModule, Timestamp } from '../../../shared/models.ts';
import type { Homescreen } from '../../blink/models.ts';

type Home = Pick<HomeState, 'networks' | 'syncModules' | 'devices' | 'namelessNetworks'>;

/**
 * An answer put together with what was known before it: what it leaves out, or tells in a form that cannot be read, keeps
 * its last state, marked. Two whole answers in a row that do not name it remove it.
 */
export function withMissing(answer: Homescreen, before: HomeState): Home {
  const { completeLists, networksWithoutId } = answer.gaps;
  const heardAt = before.checkedAt;
  const networks = merged<Network>({
    answered: answer.networks,
    before: before.networks,
    keyOf: ({ id }) => id,
    isWhole: () => completeLists.has('networks'),
    heardAt,
  });
  const syncModules = merged<SyncModule>({
    answered: answer.syncModules,
    before: before.syncModules,
    keyOf: ({ networkId }) => networkId,
    isWhole: () => completeLists.has('syncModules'),
    heardAt,
  });
  const devices = merged<Device>({
    answered: answer.devices,
    before: before.devices,
    keyOf: ({ id }) => id,
    isWhole: ({ family }) => completeLists.has(family),
    heardAt,
  });
  const missing = networks.length - answer.networks.length;
  // A row without a name is most likely the system that is missing.
  return { networks, syncModules, devices, ...nameless(networksWithoutId - missing) };
}

const nameless = (count: number) => (count > 0 ? { namelessNetworks: count } : {});

/** Whether an answer cannot be true: an account that had something does not lose all of it at once. */
export function isEmptied(answer: Homescreen, before: HomeState): boolean {
  if (before.networks.length > 0) return answer.networks.length === 0;
  const hadDevices = before.devices.length > 0;
  const isNothingTold = answer.gaps.completeLists.size === 0;
  return answer.devices.length === 0 && (hadDevices || isNothingTold);
}

interface Doubtful {
  readonly doubt?: Doubt;
}

interface Merge<Row extends Doubtful> {
  readonly answered: readonly Row[];
  readonly before: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Whether the list this row belongs in is there and whole. */
  readonly isWhole: (row: Row) => boolean;
  /** When the state before was told. */
  readonly heardAt: Timestamp | null;
}

function merged<Row extends Doubtful>(merge: Merge<Row>): readonly Row[] {
  const { answered, before, keyOf, isWhole, heardAt } = merge;
  const known = new Map(before.map((row) => [keyOf(row), row]));
  const named = new Set(answered.map(keyOf));
  const told = answered.map((row) => {
    const last = known.get(keyOf(row));
    return row.doubt === undefined || last === undefined ? row : doubted(last, heardAt, 0);
  });
  const missing = before.flatMap((row) => {
    if (named.has(keyOf(row))) return [];
    const missedBy = isWhole(row) ? (row.doubt?.missedBy ?? 0) + 1 : 0;
    return missedBy >= enoughMisses ? [] : [doubted(row, heardAt, missedBy)];
  });
  return [...told, ...missing];
}

const doubted = <Row extends Doubtful>(
  row: Row,
  heardAt: Timestamp | null,
  missedBy: number,
): Row => ({
  ...row,
  doubt: { heardAt: row.doubt === undefined ? heardAt : row.doubt.heardAt, missedBy },
});

const enoughMisses = 2;
