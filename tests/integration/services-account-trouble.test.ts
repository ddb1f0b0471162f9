import { describe, expect, it, vi } from 'vitest';
import { one } from './blink-world.ts';
import { ids, setUpSignedIn } from './services-setup.ts';

describe('an account that Blink closes while it is polled', () => {
  it('is asked nothing more, keeps its sign-in, and goes on when the person signs in again', async () => {
    const all = await setUpSignedIn();
    const { cloud, account, store, secrets } = all;
    const kept = [...secrets.entries];
    cloud.control.fault({ name: 'account-suspended' });

    await expect(account.cloud().refreshHome()).rejects.toThrow();
    await vi.waitFor(() => {
      const suspended = { phase: 'needs-sign-in', problem: 'account-suspended' };
      expect(store.get().account).toMatchObject(suspended);
      expect(() => account.cloud()).toThrow();
    });
    expect([...secrets.entries]).toEqual(kept);
    // What was on its way arrives.
    await new Promise((resolve) => setTimeout(resolve, 200));
    cloud.control.clearRequests();
    // Polls and their tries after a failure come every few seconds at most.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(cloud.control.requests()).toEqual([]);

    cloud.control.clearFaults();
    await account.signIn();
    await account.cloud().refreshHome();
    expect(store.get().account.phase).toBe('signed-in');
  });
});

describe('an account in Celsius', () => {
  it('has a small temperature doubted, on the cards and among the readings', async () => {
    const { account } = one;
    const all = await setUpSignedIn({
      world: { ...one, account: { ...account, temperatureUnits: 'c' } },
    });
    all.cloud.control.setDevice('Gate', { temperatureF: 19 });
    const { readings } = await all.deviceSettings.config(ids.gate);
    expect(readings).toMatchObject({ temperatureF: 19, isTemperatureUnsure: true });

    await all.account.cloud().refreshHome();
    const gate = all.store.get().home.devices.find(({ id }) => id === ids.gate);
    expect(gate).toMatchObject({ temperatureF: 19, isTemperatureUnsure: true });
  });
});
