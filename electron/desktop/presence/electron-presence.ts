import type { PowerMonitor } from 'electron';
import type { PresenceSource } from '../power/power-monitor.ts';

/** macOS and Windows tell through Electron. On Linux it knows neither lock nor battery. */
export const electronPresence =
  (monitor: PowerMonitor): PresenceSource =>
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
