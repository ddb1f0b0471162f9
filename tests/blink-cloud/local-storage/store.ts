import type { Device, World } from '../world.ts';
import type { Random } from '../worlds/random.ts';

/** A recording on a sync module's storage. */
export interface LocalClip {
  /** Its number now; a restart of the module gives another one. */
  id: number;
  /** Ours, which never changes. */
  readonly key: string;
  readonly device: Device;
  readonly createdAt: number;
}

interface KeptClip extends LocalClip {
  /** When it was deleted, milliseconds; undefined while its file is there. */
  deletedAt?: number;
}

/** What lies on the storage of every sync module. */
export interface LocalStorage {
  add(device: Device, createdAt: number): LocalClip | undefined;
  /** Oldest first. */
  clipsOf(networkId: number): readonly LocalClip[];
  /** What the module puts into a manifest: also what was deleted a moment ago. */
  listedOf(networkId: number): readonly LocalClip[];
  clip(networkId: number, id: number): LocalClip | undefined;
  remove(networkId: number, id: number): void;
  clear(networkId: number): void;
  isMounted(networkId: number): boolean;
  setMounted(networkId: number, isMounted: boolean): void;
  /** The module restarts: every clip gets another number. */
  renumber(networkId: number): void;
}

export interface LocalStorageDeps {
  readonly world: World;
  readonly random: Random;
  readonly now: () => number;
  /** How long a deleted recording stays in the manifests that are made. */
  readonly deletedStaysMs: () => number;
}

const FIRST_ID = 2_718_594_887;

/** The storages of a world's modules; those that are `unavailable` keep nothing. */
export function createLocalStorage(deps: LocalStorageDeps): LocalStorage {
  const { world, random, now } = deps;
  const clips = new Map<number, readonly KeptClip[]>();
  const ejected = new Set<number>();
  let nextId = FIRST_ID;
  let nextKey = 1;

  const listedOf = (networkId: number) =>
    (clips.get(networkId) ?? []).filter(
      ({ deletedAt = Infinity }) => now() < deletedAt + deps.deletedStaysMs(),
    );
  const clipsOf = (networkId: number) =>
    (clips.get(networkId) ?? []).filter(({ deletedAt }) => deletedAt === undefined);

  return {
    add(device, createdAt) {
      const { networkId } = device;
      const isActive = world.system(networkId)?.syncModule?.localStorage === 'active';
      if (!isActive || ejected.has(networkId)) return undefined;
      const clip = { id: nextId++, key: `local ${nextKey++}`, device, createdAt };
      clips.set(networkId, [...listedOf(networkId), clip]);
      return clip;
    },
    clipsOf,
    listedOf,
    clip: (networkId, id) => clipsOf(networkId).find((clip) => clip.id === id),
    remove(networkId, id) {
      const clip = clips.get(networkId)?.find((kept) => kept.id === id);
      if (clip) clip.deletedAt ??= now();
    },
    clear: (networkId) => void clips.delete(networkId),
    isMounted: (networkId) => !ejected.has(networkId),
    setMounted(networkId, isMounted) {
      if (isMounted) ejected.delete(networkId);
      else ejected.add(networkId);
    },
    renumber(networkId) {
      nextId += random.between(1000, 9000);
      for (const clip of listedOf(networkId)) clip.id = nextId++;
    },
  };
}
