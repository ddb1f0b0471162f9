import { describe, expect, it, vi } from 'vitest';
import type { DesktopBus } from '../../../../electron/desktop/dbus.ts';
import { watchTrayHost } from '../../../../electron/desktop/tray/tray-host.ts';
import { settled } from '../../../fixtures/fake-clock.ts';

/** A bus with a watcher of tray items on it; `isHost` is what it says of itself, or how it fails. */
function setUp() {
  const desktop = { isHost: (): Promise<unknown> => Promise.resolve(true) };
  const signals = new Map<string, () => void>();
  let owner: (hasOwner: boolean) => void = () => undefined;
  const bus: DesktopBus = {
    call: () => Promise.reject(new Error('nobody calls')),
    property: () => desktop.isHost(),
    onSignal(_object, member, listener) {
      signals.set(member, () => listener([]));
      return () => signals.delete(member);
    },
    onProperties: () => () => undefined,
    watchOwner(_service, onChange) {
      owner = onChange;
      return () => undefined;
    },
    close: () => undefined,
  };
  const told = vi.fn<(hasTrayHost: boolean) => void>();
  const stop = watchTrayHost({ platform: 'linux', bus }, told);
  return {
    desktop,
    told,
    stop,
    signals,
    owned: async (hasOwner: boolean) => {
      owner(hasOwner);
      await settled();
    },
    signal: async (member: string) => {
      signals.get(member)?.();
      await settled();
    },
  };
}

describe('a tray on Linux', () => {
  it('is there when the watcher says that something shows its items', async () => {
    const { told, owned } = setUp();
    await owned(true);
    expect(told.mock.calls).toEqual([[true]]);
  });

  it('is not there when nobody has the name', async () => {
    const { told, owned } = setUp();
    await owned(false);
    expect(told.mock.calls).toEqual([[false]]);
  });

  it('is not there when the watcher has nobody to show its items', async () => {
    const { told, owned, desktop } = setUp();
    desktop.isHost = () => Promise.resolve(false);
    await owned(true);
    expect(told.mock.calls).toEqual([[false]]);
  });

  it('comes and goes with what shows the items', async () => {
    const { told, owned, signal, desktop } = setUp();
    desktop.isHost = () => Promise.resolve(false);
    await owned(true);
    desktop.isHost = () => Promise.resolve(true);
    await signal('StatusNotifierHostRegistered');
    desktop.isHost = () => Promise.resolve(false);
    await signal('StatusNotifierHostUnregistered');
    expect(told.mock.calls).toEqual([[false], [true], [false]]);
  });

  it('counts as there when the watcher cannot be asked', async () => {
    const { told, owned, desktop } = setUp();
    desktop.isHost = () => Promise.reject(new Error('no such property'));
    await owned(true);
    expect(told.mock.calls).toEqual([[true]]);
  });

  it('stays away when the watcher ends before it has answered', async () => {
    const { told, owned, desktop } = setUp();
    let answer: (isHost: boolean) => void = () => undefined;
    desktop.isHost = () => new Promise((resolve) => (answer = resolve));
    await owned(true);
    await owned(false);
    answer(true);
    await settled();
    expect(told.mock.calls).toEqual([[false]]);
  });

  it('is no longer listened for after the end', () => {
    const { stop, signals } = setUp();
    stop();
    expect(signals.size).toBe(0);
  });
});

describe('a tray elsewhere', () => {
  it.each([
    ['darwin', true],
    ['win32', true],
    ['linux', false],
  ] as const)('without a bus, on %s: %s', (platform, hasTrayHost) => {
    const told = vi.fn();
    watchTrayHost({ platform, bus: null }, told);
    expect(told.mock.calls).toEqual([[hasTrayHost]]);
  });
});
