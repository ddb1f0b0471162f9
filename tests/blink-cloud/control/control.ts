import { cloudTime, type Timeline } from '../clock.ts';
import type { Clips } from '../media/clips.ts';
import type { Commands } from '../commands/commands.ts';
import { mediaControl, type MediaControl } from './control-media.ts';
import { liveViewState, stateOf, type CloudState, type LiveViewState } from './control-state.ts';
import type { Fault } from '../faults/fault-schema.ts';
import type { Faults } from '../faults/faults.ts';
import type { Journal, JournalEntry } from '../http/journal.ts';
import type { Flaw } from '../live-view/certificate.ts';
import type { LiveViewService } from '../live-view/service.ts';
import type { RulesChange, Sessions } from '../live-view/sessions.ts';
import type { LocalStorage } from '../local-storage/store.ts';
import type { MediaStore } from '../media/media-store.ts';
import type { Motion } from '../media/motion.ts';
import type { Tokens } from '../auth/tokens.ts';
import type { Device, System, World } from '../world.ts';

export interface MotionRequest {
  readonly cameraId?: number | undefined;
  readonly cameraName?: string | undefined;
  /** `pir` when absent. */
  readonly source?: string | undefined;
  readonly immediate?: boolean | undefined;
  /** What the newer plans say about it. */
  readonly description?: string | undefined;
  readonly detections?: readonly string[] | undefined;
}

export interface DeviceChange {
  readonly enabled?: boolean | undefined;
  readonly online?: boolean | undefined;
  readonly battery?: 'ok' | 'low' | undefined;
  readonly temperatureF?: number | undefined;
}

export interface LocalClipState {
  readonly id: number;
  readonly device: string;
  readonly createdAt: string;
}

/** What tests do to the cloud, typed; the same functions answer under /__control. */
export interface Control extends MediaControl {
  /** `mediaId` is null when the cloud gets no recording: disarmed, disabled, offline, or kept by the module. Throws for an unknown camera. */
  motion(request: MotionRequest): { readonly mediaId: number | null };
  /** Breaks something; throws when the fault makes no sense. */
  fault(fault: Fault): Fault;
  /** The same for a fault from outside, unread. */
  breakDown(fault: unknown): Fault;
  clearFaults(name?: string): void;
  requests(): readonly JournalEntry[];
  clearRequests(): void;
  state(): CloudState;
  /** Somebody arms or disarms with the phone: at once, without a command. Throws for an unknown system. */
  setArmed(networkId: number, armed: boolean): void;
  /** Somebody switches a device's motion detection, or it drops off, comes back, runs low, gets warm. */
  setDevice(name: string, change: DeviceChange): void;
  /** A sync module drops off or comes back. Throws for a system without one. */
  setModule(networkId: number, online: boolean): void;
  /** A sync module restarts: its local recordings get other numbers. */
  renumberLocalClips(networkId: number): void;
  /** What lies on a sync module's storage, oldest first. */
  localClips(networkId: number): readonly LocalClipState[];
  /** Every live view asked for, oldest first. */
  liveViews(): readonly LiveViewState[];
  /** For live views asked for from now on; the patience for keepalives for all. */
  setLiveViewRules(change: RulesChange): void;
  /** SHA-256 of the certificates live views show. */
  liveViewFingerprints(): readonly string[];
  /** Live views are served with new keys from now on. */
  renewLiveViewCertificates(flaw?: Flaw): void;
  /** Makes the cloud's clock jump forward, and what is due happen. */
  advanceClock(ms: number): void;
  /** Commands and recordings take the usual time divided by this. */
  setSpeed(factor: number): void;
  /** For tokens given out from now on. */
  setTokenLife(seconds: number): void;
  expireTokens(): void;
  /** The account is signed out everywhere. */
  revoke(): void;
  /** From now on a device has another name; what it recorded keeps the old one. */
  rename(name: string, newName: string): void;
  /** A device is taken off the account; what it recorded stays. */
  removeDevice(name: string): void;
  /** Nobody can reach the cloud for so long: connections break, new ones are refused. */
  outage(ms: number): void;
}

/** What only whoever runs the cloud can do. */
export interface Operator {
  outage(ms: number): void;
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
  readonly localStorage: LocalStorage;
  readonly sessions: Sessions;
  readonly liveView: Pick<LiveViewService, 'fingerprints' | 'renewCertificates'>;
  readonly operator: Operator;
}

/** A request about something this world does not have. */
export class UnknownThingError extends Error {
  override readonly name = 'UnknownThingError';
}

export function createControl(deps: ControlDeps): Control {
  const { timeline, faults, journal } = deps;
  return {
    ...worldControl(deps),
    ...liveViewControl(deps),
    ...mediaControl({
      ...deps,
      deviceNamed: (cameraName) => deviceOf(deps.world, { cameraName }),
    }),
    rename(name, newName) {
      deviceOf(deps.world, { cameraName: name }).name = newName;
    },
    removeDevice: (name) => deps.world.remove(deviceOf(deps.world, { cameraName: name })),
    ...deps.operator,
    ...tokenControl(deps),
    fault: (fault) => faults.add(fault),
    breakDown: (fault) => faults.add(fault),
    clearFaults: (name) => faults.clear(name),
    requests: () => journal.entries(),
    clearRequests: () => journal.clear(),
    state() {
      timeline.settle();
      return stateOf(deps);
    },
    advanceClock: (ms) => timeline.advance(ms),
    setSpeed(factor) {
      deps.commands.setSpeed(factor);
      deps.motion.setSpeed(factor);
    },
  };
}

function worldControl({ world, timeline, motion, localStorage }: ControlDeps) {
  return {
    motion(request: MotionRequest) {
      timeline.settle();
      const device = deviceOf(world, request);
      const { source = 'pir', immediate = false, description, detections } = request;
      const happening = { device, source, immediate, description, detections };
      return { mediaId: motion.happen(happening) ?? null };
    },
    setArmed(networkId: number, armed: boolean) {
      timeline.settle();
      systemOf(world, networkId).armed = armed;
    },
    setDevice(name: string, { enabled, online, battery, temperatureF }: DeviceChange) {
      timeline.settle();
      const device = deviceOf(world, { cameraName: name });
      device.enabled = enabled ?? device.enabled;
      if (online !== undefined) device.status = online ? onlineWord(device) : 'offline';
      if (battery !== undefined)
        device.battery = { state: battery, bars: battery === 'ok' ? 3 : 1 };
      device.temperatureF = temperatureF ?? device.temperatureF;
    },
    setModule(networkId: number, online: boolean) {
      timeline.settle();
      const { syncModule } = systemOf(world, networkId);
      if (!syncModule) throw new UnknownThingError(`no sync module in ${networkId}`);
      if (online) syncModule.heardUntil = undefined;
      else syncModule.heardUntil ??= timeline.now();
      syncModule.status = online ? 'online' : 'offline';
    },
    renumberLocalClips(networkId: number) {
      timeline.settle();
      localStorage.renumber(networkId);
    },
    localClips(networkId: number) {
      timeline.settle();
      return localStorage.clipsOf(networkId).map(({ id, device, createdAt }) => ({
        id,
        device: device.name,
        createdAt: cloudTime(createdAt),
      }));
    },
  };
}

const liveViewControl = ({ sessions, liveView, timeline }: ControlDeps) => ({
  liveViews() {
    timeline.settle();
    return sessions.all().map(liveViewState);
  },
  setLiveViewRules: (change: RulesChange) => sessions.setRules(change),
  liveViewFingerprints: () => liveView.fingerprints(),
  renewLiveViewCertificates: (flaw?: Flaw) => liveView.renewCertificates(flaw),
});

const tokenControl = ({ tokens }: ControlDeps) => ({
  setTokenLife: (seconds: number) => tokens.setLife(seconds),
  expireTokens: () => tokens.expireAccess(),
  revoke: () => tokens.revokeAll(),
});

const onlineWord = (device: Device) => (device.family === 'cameras' ? 'done' : 'online');

function systemOf(world: World, networkId: number): System {
  const system = world.system(networkId);
  if (!system) throw new UnknownThingError(`no system ${networkId}`);
  return system;
}

function deviceOf(world: World, { cameraId, cameraName }: MotionRequest): Device {
  const device = world.devices.find((d) => d.id === cameraId || d.name === cameraName);
  if (!device) throw new UnknownThingError(`no camera ${cameraName ?? cameraId ?? ''}`);
  return device;
}
