import { cloudTime, type Timeline } from '../clock.ts';
import type { Fault } from '../faults/fault-schema.ts';
import type { Faults } from '../faults/faults.ts';
import type { Session } from '../live-view/sessions.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { World } from '../world.ts';

/** What the simulated world looks like from behind. */
export interface CloudState {
  readonly now: string;
  readonly networks: readonly NetworkState[];
  readonly media: MediaCounts;
  readonly tokens: { readonly access: number; readonly refresh: number };
  readonly faults: readonly Fault[];
}

export interface NetworkState {
  readonly id: number;
  readonly name: string;
  readonly armed: boolean;
  readonly devices: readonly DeviceState[];
}

export interface DeviceState {
  readonly id: number;
  readonly family: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly pictureAt: string;
}

export interface MediaCounts {
  readonly listed: number;
  readonly unwatched: number;
  readonly deleted: number;
}

/** One live view and what its client has done. */
export interface LiveViewState {
  readonly commandId: number;
  readonly device: string;
  readonly connectionId: string;
  readonly isConnected: boolean;
  /** `done`, `duration`, `no keepalive`, `never connected`, `disconnected`, `closed early`, `refused`; null while it goes on. */
  readonly endedBy: string | null;
  readonly sentBytes: number;
  /** What its header said. */
  readonly header: object | null;
  /** How many frames of each type came in, by number of type. */
  readonly frames: Readonly<Record<string, number>>;
}

interface StateDeps {
  readonly world: World;
  readonly media: MediaStore;
  readonly timeline: Timeline;
  readonly tokens: Tokens;
  readonly faults: Faults;
}

export function stateOf({ world, media, timeline, tokens, faults }: StateDeps): CloudState {
  const items = media.all();
  const listed = items.filter((item) => !item.deleted);
  return {
    now: cloudTime(timeline.now()),
    networks: world.systems.map(({ id, name, armed, devices }) => ({
      id,
      name,
      armed,
      devices: devices.map((device) => ({
        id: device.id,
        family: device.family,
        name: device.name,
        enabled: device.enabled,
        pictureAt: cloudTime(device.pictureTs * 1000),
      })),
    })),
    media: {
      listed: listed.length,
      unwatched: listed.filter((item) => !item.watched).length,
      deleted: items.length - listed.length,
    },
    tokens: tokens.counts(),
    faults: faults.list(),
  };
}

export const liveViewState = (session: Session): LiveViewState => ({
  commandId: session.command.id,
  device: session.device.name,
  connectionId: session.connectionId,
  isConnected: session.isConnected,
  endedBy: session.endedBy ?? null,
  sentBytes: session.heard.sentBytes,
  header: session.heard.header ?? null,
  frames: Object.fromEntries(session.heard.frames),
});
