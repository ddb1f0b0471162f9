import type { PowerMonitor as ElectronPowerMonitor } from 'electron';
import type { Timestamp } from '../../../shared/models.ts';
import type { Clock } from '../../lib/clock.ts';
import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import { createEmitter } from '../../lib/emitter.ts';

/** What a source of this desktop has noticed. Several may notice the same. */
export type PowerSignal =
  | { readonly kind: 'sleep'; readonly isAsleep: boolean }
  /** `by` tells sources apart: locked is what any of them says. */
  | { readonly kind: 'lock'; readonly by: string; readonly isLocked: boolean }
  | { readonly kind: 'battery'; readonly isOnBattery: boolean }
  | { readonly kind: 'network'; readonly isUp: boolean };

/** What changed for us. */
export type PowerEvent = 'suspend' | 'resume' | 'lock' | 'unlock' | 'power' | 'network-up';

export type PowerSource = (tell: (sighting: PowerSignal) => void) => Dispose;

/** Whether somebody is there, and what the computer runs on. */
export interface PowerMonitor {
  isLocked(): boolean;
  /** Locked, or on battery: ask less often. */
  isResting(): boolean;
  /** Since when a person could have been told something: the start, or the end of the last sleep. */
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

  function notice(sighting: PowerSignal): void {
    if (sighting.kind === 'sleep') onSleep(sighting.isAsleep);
    else if (sighting.kind === 'lock') onLock(sighting.by, sighting.isLocked);
    else if (sighting.kind === 'battery') onBattery(sighting.isOnBattery);
    else onNetwork(sighting.isUp);
  }

  return {
    isLocked: () => lockedBy.size > 0,
    isResting: () => lockedBy.size > 0 || isOnBattery,
    awakeSince: () => awakeSince,
    onEvent: (listener) => events.on(listener),
    stop: disposeAll(...sources.map((source) => source(notice))),
  };
}

/** macOS and Windows tell through Electron. On Linux it knows neither lock nor battery. */
export const electronPowerSource =
  (monitor: ElectronPowerMonitor): PowerSource =>
  (tell) => {
    const sleep = (isAsleep: boolean) => () => tell({ kind: 'sleep', isAsleep });
    const lock = (isLocked: boolean) => () => tell({ kind: 'lock', by: 'system', isLocked });
    const battery = (isOnBattery: boolean) => () => tell({ kind: 'battery', isOnBattery });
    battery(monitor.onBatteryPower)();
    monitor.on('suspend', sleep(true));
    monitor.on('resume', sleep(false));
    monitor.on('lock-screen', lock(true));
    monitor.on('unlock-screen', lock(false));
    monitor.on('on-battery', battery(true));
    monitor.on('on-ac', battery(false));
    // The monitor lives as long as the program: there is nothing to take back.
    return () => undefined;
  };
