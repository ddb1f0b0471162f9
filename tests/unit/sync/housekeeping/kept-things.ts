import type { HousekeepingDeps } from '../../../../electron/sync/housekeeping/housekeeping.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { ClipId } from '../../../../shared/ids.ts';
import type { Clip, Timestamp } from '../../../../shared/models.ts';
import { clip } from '../../../fixtures/samples.ts';
import type { KeptClip } from '../../../../electron/store/clips/clip-index.ts';

/** A clip as far as its file goes. */
export interface Thing {
  readonly recordedAt: Timestamp;
  readonly sizeBytes: number;
  readonly isInCloud: boolean;
  place: string;
  path: string | null;
  binPath: string | null;
  binnedAt: Timestamp | null;
  isStarred: boolean;
}

type Index = HousekeepingDeps['index'];
type Files = HousekeepingDeps['files'];

/** An index and a disk that hold nothing but files, and that a test may let die at any call. */
export function createKeptThings() {
  const things = new Map<ClipId, Thing>();
  const disk = new Set<string>();
  const marks = new Map<string, string>();
  const world = { diesAfter: Infinity, isAway: false, isReadOnly: false };
  const calls: string[] = [];

  /** Every call is two points at which the computer may die: before it and after it. */
  const point = (name: string): void => {
    calls.push(name);
    if (calls.length > world.diesAfter) throw new AppError('archive-away', 'dead');
  };
  const step = async <T>(name: string, work: () => T): Promise<T> => {
    point(name);
    const value = work();
    point(`${name} done`);
    return value;
  };
  const onDisk = <T>(name: string, work: () => T): Promise<T> =>
    step(name, () => {
      if (world.isAway) throw new AppError('archive-away');
      return work();
    });

  const add = (number: number, change: Partial<Thing> = {}): ClipId => {
    const id: ClipId = `c${number}`;
    const thing: Thing = {
      recordedAt: number * 1_000,
      sizeBytes: 100,
      isInCloud: true,
      place: 'kept',
      path: `${id}.mp4`,
      binPath: null,
      binnedAt: null,
      isStarred: false,
      ...change,
    };
    things.set(id, thing);
    for (const path of [thing.path, thing.binPath]) if (path !== null) disk.add(path);
    return id;
  };
  const change = (id: ClipId, part: Partial<Thing>): void => {
    Object.assign(things.get(id) ?? {}, part);
  };
  const kept = (id: ClipId, path: string | null): KeptClip => {
    const { sizeBytes } = things.get(id) ?? { sizeBytes: 0 };
    return { id, file: { path: path ?? '', sizeBytes, sha256: 'invented' } };
  };
  const select = (isMeant: (thing: Thing) => boolean) =>
    [...things].filter(([, thing]) => isMeant(thing));

  const index: Index = {
    get isReadOnly() {
      return world.isReadOnly;
    },
    mark: async (accountId, name) => marks.get(`${accountId} ${name}`) ?? null,
    async get(id) {
      const thing = things.get(id);
      if (thing === undefined) return null;
      const { binnedAt, isStarred } = thing;
      return clip({ id, place: thing.place as Clip['place'], binnedAt, isStarred });
    },
    // Every file has its row here.
    source: async () => null,
    setKept: async () => undefined,
    async counts() {
      const usedBytes = select(({ path, binPath }) => (path ?? binPath) !== null).reduce(
        (sum, [, { sizeBytes }]) => sum + sizeBytes,
        0,
      );
      return { kept: 0, waiting: 0, unseen: 0, damaged: 0, missing: 0, binned: 0, usedBytes };
    },
    binBytes: async () =>
      select(({ binnedAt, place }) => binnedAt !== null && place === 'kept').reduce(
        (sum, [, { sizeBytes }]) => sum + sizeBytes,
        0,
      ),
    async toBin(until, limit) {
      const due = select(
        ({ binnedAt, path, place }) =>
          binnedAt !== null && binnedAt <= until && path !== null && place === 'kept',
      );
      return due.slice(0, limit).map(([id, { path }]) => kept(id, path));
    },
    setInBin: (id, binPath) =>
      step('setInBin', () => change(id, { binPath, path: null, place: 'kept' })),
    async toUnbin(limit) {
      const due = select(({ binnedAt, binPath }) => binnedAt === null && binPath !== null);
      return due.slice(0, limit).map(([id, { binPath }]) => kept(id, binPath));
    },
    setOutOfBin: (id, path) =>
      step('setOutOfBin', () => change(id, { path, binPath: null, place: 'kept' })),
    async inBin(until, limit) {
      const due = select(
        ({ binnedAt, binPath }) => binnedAt !== null && binnedAt < until && binPath !== null,
      );
      return due.slice(0, limit).map(([id, { binPath }]) => kept(id, binPath));
    },
    setErased: (ids) =>
      step('setErased', () => {
        for (const id of ids) change(id, { place: 'gone', path: null, binPath: null });
      }),
    setMissing: (id) => step('setMissing', () => change(id, { place: 'missing' })),
    async prunable(after, limit) {
      return select((thing) => isPrunable(thing) && thing.recordedAt > (after?.recordedAt ?? -1))
        .sort(([, one], [, other]) => one.recordedAt - other.recordedAt)
        .slice(0, limit)
        .map(([id, { path, recordedAt, isInCloud }]) => ({
          ...kept(id, path),
          recordedAt,
          isInCloud,
        }));
    },
    setPruned: (ids) =>
      step('setPruned', () => {
        const pruned = ids.filter((id) => isPrunable(things.get(id)));
        for (const id of pruned) change(id, { place: 'pruned', path: null });
        return pruned;
      }),
  };

  const move = (from: string, to: string): string => {
    if (!disk.has(from) && !disk.has(to)) throw new AppError('not-found', from);
    disk.delete(from);
    disk.add(to);
    return to;
  };
  const files: Files = {
    toBin: ({ path }) => onDisk('toBin', () => move(path, `.bin/${path}`)),
    fromBin: ({ path }) => onDisk('fromBin', () => move(path, path.replace('.bin/', ''))),
    recent: async () => [],
    verify: async () => 'good',
    noteStar: async () => undefined,
    remove: (kept) =>
      onDisk('remove', () => {
        for (const { path } of kept) disk.delete(path);
      }),
  };
  return { things, disk, marks, world, calls, add, change, index, files };
}

const isPrunable = (thing: Thing | undefined): boolean =>
  thing?.place === 'kept' && thing.path !== null && thing.binnedAt === null && !thing.isStarred;
