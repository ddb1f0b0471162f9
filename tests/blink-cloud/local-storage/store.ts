import type { Device, World } from '../world.ts';
import type { Random } from '../random.ts';

/** A recording on a sync module's storage. */
export interface LocalClip {
  /** Its number now; a restart of the module gives another one. */
  id: number;
  /** Ours, which never changes. */
  readonly key: string;
  readonly device: Device;
  readonly createdAt: number;
}

/** What lies on the storage of every sync module. */
export interface LocalStorage {
  add(device: Device, createdAt: number): LocalClip | undefined;
  /** Oldest first. */
  clipsOf(networkId: number): readonly LocalClip[];
  clip(networkId: number, id: number): LocalClip | undefined;
  remove(networkId: number, id: number): void;
  clear(networkId: number): void;
  isMounted(networkId: number): boolean;
  setMounted(networkId: number, isMounted: boolean): void;
  /** The module restarts: every clip gets another number. */
  renumber(networkId: number): void;
}

const FIRST_ID = 2_718_594_887;

/** The storages of a world's modules; those that are `unavailable` keep nothing. */
export function createLocalStorage(world: World, random: Random): LocalStorage {
  const clips = new Map<number, readonly LocalClip[]>();
  const ejected = new Set<number>();
  let nextId = FIRST_ID;
  let nextKey = 1;

  const clipsOf = (networkId: number) => clips.get(networkId) ?? [];

  return {
    add(device, createdAt) {
      const { networkId } = device;
      const isActive = world.system(networkId)?.syncModule?.localStorage === 'active';
      if (!isActive || ejected.has(networkId)) return undefined;
      const clip = { id: nextId++, key: `local ${nextKey++}`, device, createdAt };
      clips.set(networkId, [...clipsOf(networkId), clip]);
      return clip;
    },
    clipsOf,
    clip: (networkId, id) => clipsOf(networkId).find((clip) => clip.id === id),
    remove: (networkId, id) =>
      void clips.set(
        networkId,
        clipsOf(networkId).filter((clip) => clip.id !== id),
      ),
    clear: (networkId) => void clips.delete(networkId),
    isMounted: (networkId) => !ejected.has(networkId),
    setMounted(networkId, isMounted) {
      if (isMounted) ejected.delete(networkId);
      else ejected.add(networkId);
    },
    renumber(networkId) {
      nextId += random.between(1000, 9000);
      for (const clip of clipsOf(networkId)) clip.id = nextId++;
    },
  };
}
