import { describe, expect, it, vi } from 'vitest';
import { one } from '../blink/blink-world.ts';
import { asked, bodies, ids, setUpSignedIn } from './setup.ts';
import { demoPerson } from '../blink/walk-sign-in.ts';

describe('an account that Blink closes while it is polled', () => {
  it('is asked nothing more, keeps its sign-in, and goes on when the person signs in again', async () => {
    const all = await setUpSignedIn();
    const { cloud, account, store, secrets } = all;
    const kept = [...secrets.entries];
    cloud.control.fault({ name: 'account-suspended' });

    await expect(account.cloud().home.refresh()).rejects.toThrow();
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
    await account.cloud().home.refresh();
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

    await all.account.cloud().home.refresh();
    const gate = all.store.get().home.devices.find(({ id }) => id === ids.gate);
    expect(gate).toMatchObject({ temperatureF: 19, isTemperatureUnsure: true });
  });
});

describe('an installation that Blink wants confirmed', () => {
  it('asks the person for the code Blink sends, and goes on at once', async () => {
    const all = await setUpSignedIn();
    const { cloud, account, store } = all;
    cloud.control.fault({ name: 'client-not-verified' });
    await expect(account.cloud().home.refresh()).rejects.toMatchObject({ code: 'not-verified' });
    await vi.waitFor(() => {
      expect(store.get().connection).toMatchObject({ status: 'paused', problem: 'not-verified' });
    });

    await account.sendVerificationCode();
    expect(await account.verifyInstallation('000000')).toBe('wrong-code');
    expect(store.get().connection.status).toBe('paused');
    expect(await account.verifyInstallation(demoPerson.code)).toBe('verified');
    // Not held back by the pause any more.
    await account.cloud().home.refresh();

    await vi.waitFor(() => {
      expect(store.get().connection).toMatchObject({ status: 'online', problem: null });
    }, 15_000);
    expect(asked(all, 'POST', '/client_verification/pin/resend')).toHaveLength(1);
    expect(bodies(all, 'POST', '/client_verification/pin/verify')).toEqual([
      { pin: '000000', trusted: true },
      { pin: demoPerson.code, trusted: true },
    ]);
  });
});
