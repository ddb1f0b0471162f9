import type { HomeState } from '../../../shared/app-state.ts';
import type { Device, Doubt, Network, SyncModule, Timestamp } from '../../../shared/models.ts';
import type { Homescreen } from '../../blink/models.ts';

type Home = Pick<HomeState, 'networks' | 'syncModules' | 'devices' | 'namelessNetworks'>;

/**
 * Merges an answer with the state before it: rows that are missing or cannot be read keep their last state and are
 * marked. Two complete answers in a row without a row remove it.
 */
export function withMissing(answer: Homescreen, before: HomeState): Home {
  const { completeLists, networksWithoutId } = answer.gaps;
  const heardAt = before.checkedAt;
  const networks = mergeRows<Network>({
    answered: answer.networks,
    before: before.networks,
    keyOf: ({ id }) => id,
    isWhole: () => completeLists.has('networks'),
    heardAt,
  });
  const syncModules = mergeRows<SyncModule>({
    answered: answer.syncModules,
    before: before.syncModules,
    keyOf: ({ networkId }) => networkId,
    isWhole: () => completeLists.has('syncModules'),
    heardAt,
  });
  const devices = mergeRows<Device>({
    answered: answer.devices,
    before: before.devices,
    keyOf: ({ id }) => id,
    isWhole: ({ family }) => completeLists.has(family),
    heardAt,
  });
  const missing = networks.length - answer.networks.length;
  // A row without a name is most likely the missing network.
  return { networks, syncModules, devices, ...nameless(networksWithoutId - missing) };
}

const nameless = (count: number) => (count > 0 ? { namelessNetworks: count } : {});

/** True for an answer that cannot be right: an account does not lose everything at once. */
export function isEmptied(answer: Homescreen, before: HomeState): boolean {
  if (before.networks.length > 0) return answer.networks.length === 0;
  const hadDevices = before.devices.length > 0;
  const hasNoList = answer.gaps.completeLists.size === 0;
  return answer.devices.length === 0 && (hadDevices || hasNoList);
}

interface Doubtful {
  readonly doubt?: Doubt;
}

interface Merge<Row extends Doubtful> {
  readonly answered: readonly Row[];
  readonly before: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Whether the list of this row was in the answer and complete. */
  readonly isWhole: (row: Row) => boolean;
  /** When the cloud sent the state before. */
  readonly heardAt: Timestamp | null;
}

function mergeRows<Row extends Doubtful>(merge: Merge<Row>): readonly Row[] {
  const { answered, before, keyOf, isWhole, heardAt } = merge;
  const known = new Map(before.map((row) => [keyOf(row), row]));
  const named = new Set(answered.map(keyOf));
  const answeredRows = answered.map((row) => {
    const last = known.get(keyOf(row));
    return row.doubt === undefined || last === undefined ? row : withDoubt(last, heardAt, 0);
  });
  const missing = before.flatMap((row) => {
    if (named.has(keyOf(row))) return [];
    const missedBy = isWhole(row) ? (row.doubt?.missedBy ?? 0) + 1 : 0;
    return missedBy >= maxMisses ? [] : [withDoubt(row, heardAt, missedBy)];
  });
  return [...answeredRows, ...missing];
}

const withDoubt = <Row extends Doubtful>(
  row: Row,
  heardAt: Timestamp | null,
  missedBy: number,
): Row => ({
  ...row,
  doubt: { heardAt: row.doubt === undefined ? heardAt : row.doubt.heardAt, missedBy },
});

const maxMisses = 2;
