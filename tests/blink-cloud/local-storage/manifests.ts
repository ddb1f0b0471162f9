import type { Timeline } from '../clock.ts';
import type { Command, Commands } from '../commands.ts';
import type { LocalClip } from './store.ts';

/** A list of what a storage holds, as it was when it was made. */
export interface Manifest {
  readonly id: string;
  readonly clips: readonly LocalClip[];
}

export interface Manifests {
  /** The module has answered; the list can be had a moment later. Earlier lists are worth nothing from then on. */
  make(command: Command, clips: readonly LocalClip[]): void;
  ofRequest(networkId: number, requestId: number): Manifest | 'unknown' | 'not-ready';
  /** Whether clips of this manifest can be asked for. */
  isCurrent(networkId: number, manifestId: string): boolean;
}

const FIRST_ID = 8977;
/** The list arrives after the command was said to be done, at speed 1. */
const LATER_MS = 1500;

/** The lists sync modules have made of their storages. */
export function createManifests(timeline: Timeline, commands: Commands): Manifests {
  const byRequest = new Map<number, Manifest>();
  const current = new Map<number, string>();
  let nextId = FIRST_ID;

  return {
    make({ id: requestId, order }, clips) {
      timeline.at(timeline.now() + LATER_MS / commands.speed(), () => {
        const manifest = { id: String(nextId++), clips: [...clips] };
        byRequest.set(requestId, manifest);
        current.set(order.networkId, manifest.id);
      });
    },
    ofRequest(networkId, requestId) {
      const order = commands.byId(requestId)?.order;
      if (order?.networkId !== networkId || order.command !== 'local_storage_manifest') {
        return 'unknown';
      }
      return byRequest.get(requestId) ?? 'not-ready';
    },
    isCurrent: (networkId, manifestId) => current.get(networkId) === manifestId,
  };
}
