import type { PowerMonitor as ElectronPowerMonitor } from 'electron';
import type { Timestamp } from '../../../shared/models.ts';
import type { Clock } from '../../lib/clock.ts';
import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import { createEmitter } from '../../lib/emitter.ts';

/** A change that one source reports. Several sources may report the same. */
export type PowerSignal =
  | { readonly kind: 'sleep'; readonly isAsleep: boolean }
  /** `by` names the source: the screen counts as locked while any source says so. */
  | { readonly kind: 'lock'; readonly by: string; readonly isLocked: boolean }
  | { readonly kind: 'battery'; readonly isOnBattery: boolean }
  | { readonly kind: 'network'; readonly isUp: boolean };

/** What the application reacts to; a change that several sources report is one event. */
export type PowerEvent = 'suspend' | 'resume' | 'lock' | 'unlock' | 'power' | 'network-up';

/** Starts to report. */
export type PowerSource = (report: (signal: PowerSignal) => void) => Dispose;

/** Sleep, lock, battery and network of this computer. */
export interface PowerMonitor {
  isLocked(): boolean;
  /** Locked, or on battery: the cloud is polled less often. */
  isResting(): boolean;
  /** The start of the application, or the end of the last sleep. */
  awakeSince(): Timestamp;
  onEvent(listener: (event: PowerEvent) => void): Dispose;
  stop(): void;
}

export function createPowerMonitor(clock: Clock, sources: readonly PowerSource[]): PowerMonitor {
  const events = createEmitter<PowerEvent>();
  const lockedBy = new Set<string>();
  let isAsleep = false;
  let isOnBattery = false;
  let isUp = true;
  let awakeSince = clock.now();

  function onSleep(next: boolean): void {
    if (next === isAsleep) return;
    isAsleep = next;
    if (!next) awakeSince = clock.now();
    events.emit(next ? 'suspend' : 'resume');
  }

  function onLock(by: string, isLocked: boolean): void {
    const before = lockedBy.size > 0;
    if (isLocked) lockedBy.add(by);
    else lockedBy.delete(by);
    const after = lockedBy.size > 0;
    if (before !== after) events.emit(after ? 'lock' : 'unlock');
  }

  function onBattery(next: boolean): void {
    if (next === isOnBattery) return;
    isOnBattery = next;
    events.emit('power');
  }

  function onNetwork(next: boolean): void {
    const cameBack = next && !isUp;
    isUp = next;
    if (cameBack) events.emit('network-up');
  }

  function onSignal(signal: PowerSignal): void {
    if (signal.kind === 'sleep') onSleep(signal.isAsleep);
    else if (signal.kind === 'lock') onLock(signal.by, signal.isLocked);
    else if (signal.kind === 'battery') onBattery(signal.isOnBattery);
    else onNetwork(signal.isUp);
  }

  return {
    isLocked: () => lockedBy.size > 0,
    isResting: () => lockedBy.size > 0 || isOnBattery,
    awakeSince: () => awakeSince,
    onEvent: (listener) => events.on(listener),
    stop: disposeAll(...sources.map((source) => source(onSignal))),
  };
}

/** For macOS and Windows. On Linux Electron reports neither lock nor battery. */
export const electronPowerSource =
  (monitor: ElectronPowerMonitor): PowerSource =>
  (report) => {
    const sleep = (isAsleep: boolean) => () => report({ kind: 'sleep', isAsleep });
    const lock = (isLocked: boolean) => () => report({ kind: 'lock', by: 'system', isLocked });
    const battery = (isOnBattery: boolean) => () => report({ kind: 'battery', isOnBattery });
    battery(monitor.onBatteryPower)();
    monitor.on('suspend', sleep(true));
    monitor.on('resume', sleep(false));
    monitor.on('lock-screen', lock(true));
    monitor.on('unlock-screen', lock(false));
    monitor.on('on-battery', battery(true));
    monitor.on('on-ac', battery(false));
    // Electron's monitor lives as long as the process, so its listeners need not be removed.
    return () => undefined;
  };
