import { describe, expect, it } from 'vitest';
import {
  electronPowerSource,
  createPowerMonitor,
  type PowerSignal,
} from '../../../../electron/desktop/power/power-monitor.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';

function setUp() {
  const clock = createFakeClock();
  const told: ((sighting: PowerSignal) => void)[] = [];
  const presence = createPowerMonitor(clock, [
    (tell) => {
      told.push(tell);
      return () => undefined;
    },
  ]);
  const events: string[] = [];
  presence.onEvent((event) => events.push(event));
  return { clock, presence, events, see: (sighting: PowerSignal) => told[0]?.(sighting) };
}

describe('presence', () => {
  it('is asleep once, and awake since the end of it', async () => {
    const { clock, presence, events, see } = setUp();
    see({ kind: 'sleep', isAsleep: true });
    see({ kind: 'sleep', isAsleep: true });
    await clock.advance(5_000);
    see({ kind: 'sleep', isAsleep: false });
    expect(events).toEqual(['suspend', 'resume']);
    expect(presence.awakeSince()).toBe(clock.now());
  });

  it('is locked as long as anybody says so', () => {
    const { presence, events, see } = setUp();
    see({ kind: 'lock', by: 'login1', isLocked: true });
    see({ kind: 'lock', by: 'screensaver', isLocked: true });
    see({ kind: 'lock', by: 'login1', isLocked: false });
    expect([presence.isLocked(), presence.isResting()]).toEqual([true, true]);
    see({ kind: 'lock', by: 'screensaver', isLocked: false });
    expect([presence.isLocked(), events]).toEqual([false, ['lock', 'unlock']]);
  });

  it('rests on battery, and tells when the network is back', () => {
    const { presence, events, see } = setUp();
    see({ kind: 'battery', isOnBattery: true });
    see({ kind: 'network', isUp: true });
    see({ kind: 'network', isUp: false });
    see({ kind: 'network', isUp: true });
    expect([presence.isResting(), events]).toEqual([true, ['power', 'network-up']]);
  });
});

describe('macOS and Windows', () => {
  it('tell through Electron’s own events', () => {
    const listeners = new Map<string, () => void>();
    const monitor = {
      onBatteryPower: true,
      on: (name: string, listener: () => void) => void listeners.set(name, listener),
    };
    const seen: PowerSignal[] = [];
    // Only what is used of the monitor.
    electronPowerSource(monitor as never)((sighting) => seen.push(sighting));
    for (const name of ['suspend', 'resume', 'lock-screen', 'unlock-screen', 'on-ac', 'on-battery'])
      listeners.get(name)?.();
    expect(seen).toEqual([
      { kind: 'battery', isOnBattery: true },
      { kind: 'sleep', isAsleep: true },
      { kind: 'sleep', isAsleep: false },
      { kind: 'lock', by: 'system', isLocked: true },
      { kind: 'lock', by: 'system', isLocked: false },
      { kind: 'battery', isOnBattery: false },
      { kind: 'battery', isOnBattery: true },
    ]);
  });
});
