import { cloudTime, type Timeline } from './clock.ts';
import type { Clips } from './clips.ts';
import type { Commands } from './commands.ts';
import type { Fault } from './fault-schema.ts';
import type { Faults } from './faults.ts';
import type { Journal, JournalEntry } from './journal.ts';
import type { MediaStore } from './media-store.ts';
import type { Motion } from './motion.ts';
import type { Tokens } from './tokens.ts';
import type { Device, World } from './world.ts';

export interface MotionRequest {
  readonly cameraId?: number | undefined;
  readonly cameraName?: string | undefined;
  /** `pir` when absent. */
  readonly source?: string | undefined;
  readonly immediate?: boolean | undefined;
}

export interface DeviceChange {
  readonly enabled?: boolean | undefined;
  readonly online?: boolean | undefined;
}

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

/** What tests do to the cloud, typed; the same functions answer under /__control. */
export interface Control {
  /** `mediaId` is null when the camera records nothing: disarmed, disabled or offline. Throws for an unknown camera. */
  motion(request: MotionRequest): { readonly mediaId: number | null };
  /** Breaks something; throws when the fault makes no sense. */
  fault(fault: Fault): Fault;
  clearFaults(name?: string): void;
  requests(): readonly JournalEntry[];
  clearRequests(): void;
  state(): CloudState;
  /** Somebody arms or disarms with the phone: at once, without a command. Throws for an unknown system. */
  setArmed(networkId: number, armed: boolean): void;
  /** Somebody switches a device's motion detection, or it drops off or comes back. */
  setDevice(name: string, change: DeviceChange): void;
  /** Makes the cloud's clock jump forward, and what is due happen. */
  advanceClock(ms: number): void;
  /** Commands and recordings take the usual time divided by this. */
  setSpeed(factor: number): void;
  /** For tokens given out from now on. */
  setTokenLife(seconds: number): void;
  expireTokens(): void;
  /** The account is signed out everywhere. */
  revoke(): void;
  /** The bytes a recording has, without counting as watched. */
  clip(mediaId: number): Buffer | undefined;
}

export interface ControlDeps {
  readonly world: World;
  readonly media: MediaStore;
  readonly timeline: Timeline;
  readonly commands: Commands;
  readonly motion: Motion;
  readonly faults: Faults;
  readonly journal: Journal;
  readonly tokens: Tokens;
  readonly clips: Clips;
}

/** A request about something this world does not have. */
export class UnknownThingError extends Error {
  override readonly name = 'UnknownThingError';
}

export function createControl(deps: ControlDeps): Control {
  const { world, media, timeline, faults, journal, tokens } = deps;
  return {
    motion(request) {
      timeline.settle();
      const device = deviceOf(world, request);
      const { source = 'pir', immediate = false } = request;
      return { mediaId: deps.motion.happen({ device, source, immediate }) ?? null };
    },
    fault: (fault) => faults.add(fault),
    clearFaults: (name) => faults.clear(name),
    requests: () => journal.entries(),
    clearRequests: () => journal.clear(),
    state() {
      timeline.settle();
      return stateOf(deps);
    },
    setArmed(networkId, armed) {
      timeline.settle();
      const system = world.system(networkId);
      if (!system) throw new UnknownThingError(`no system ${networkId}`);
      system.armed = armed;
    },
    setDevice(name, { enabled, online }) {
      const device = deviceOf(world, { cameraName: name });
      if (enabled !== undefined) device.enabled = enabled;
      if (online !== undefined) device.status = online ? onlineWord(device) : 'offline';
    },
    advanceClock: (ms) => timeline.advance(ms),
    setSpeed(factor) {
      deps.commands.setSpeed(factor);
      deps.motion.setSpeed(factor);
    },
    setTokenLife: (seconds) => tokens.setLife(seconds),
    expireTokens: () => tokens.expireAccess(),
    revoke: () => tokens.revokeAll(),
    clip(mediaId) {
      const item = media.byId(mediaId);
      return item && deps.clips.of(item);
    },
  };
}

const onlineWord = (device: Device) => (device.family === 'cameras' ? 'done' : 'online');

function deviceOf(world: World, { cameraId, cameraName }: MotionRequest): Device {
  const device = world.devices.find((d) => d.id === cameraId || d.name === cameraName);
  if (!device) throw new UnknownThingError(`no camera ${cameraName ?? cameraId ?? ''}`);
  return device;
}

function stateOf({ world, media, timeline, tokens, faults }: ControlDeps): CloudState {
  const items = media.newestFirst();
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
