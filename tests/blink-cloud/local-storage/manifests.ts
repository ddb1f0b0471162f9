import type { Timeline } from '../clock.ts';
import type { Command, Commands } from '../commands/commands.ts';
import type { LocalClip } from './store.ts';

/** A list of what a storage holds, as it was when it was made. */
export interface Manifest {
  readonly id: string;
  readonly networkId: number;
  readonly clips: readonly LocalClip[];
  /** When the next one took its place; Infinity for the newest. */
  replacedAt: number;
}

export interface Manifests {
  /** The module has answered; the list can be had a moment later, and takes the place of the one before. */
  make(command: Command, clips: readonly LocalClip[]): void;
  ofRequest(networkId: number, requestId: number): Manifest | 'unknown' | 'not-ready';
  /** A manifest whose clips can be asked for: the newest, and for a while those before it. */
  usable(networkId: number, manifestId: string): Manifest | undefined;
  isNewest(manifest: Manifest): boolean;
}

const FIRST_ID = 8977;
/** The list arrives after the command was said to be done, at speed 1. */
const LATER_MS = 1500;
/** How long clips of a replaced manifest can still be asked for. */
const REPLACED_KEPT_MS = 10 * 60_000;

/** The lists sync modules have made of their storages. */
export function createManifests(timeline: Timeline, commands: Commands): Manifests {
  const byRequest = new Map<number, Manifest>();
  const byId = new Map<string, Manifest>();
  const newest = new Map<number, Manifest>();
  let nextId = FIRST_ID;

  function add(requestId: number, networkId: number, clips: readonly LocalClip[]) {
    const id = String(nextId++);
    const manifest = { id, networkId, clips: [...clips], replacedAt: Infinity };
    const before = newest.get(networkId);
    if (before) before.replacedAt = timeline.now();
    byRequest.set(requestId, manifest);
    byId.set(id, manifest);
    newest.set(networkId, manifest);
  }

  return {
    make({ id: requestId, order }, clips) {
      const readyAt = timeline.now() + LATER_MS / commands.speed();
      timeline.at(readyAt, () => add(requestId, order.networkId, clips));
    },
    ofRequest(networkId, requestId) {
      const order = commands.byId(requestId)?.order;
      if (order?.networkId !== networkId || order.command !== 'local_storage_manifest') {
        return 'unknown';
      }
      return byRequest.get(requestId) ?? 'not-ready';
    },
    usable(networkId, manifestId) {
      const manifest = byId.get(manifestId);
      if (manifest?.networkId !== networkId) return undefined;
      return timeline.now() < manifest.replacedAt + REPLACED_KEPT_MS ? manifest : undefined;
    },
    isNewest: (manifest) => newest.get(manifest.networkId) === manifest,
  };
}
