import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { armedDisplay } from '../../../../shared/armed-display.ts';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import {
  armingDeadlineMs,
  createArmingService,
} from '../../../../electron/services/arming/arming-service.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { cabinId, homeId, network } from '../../../fixtures/samples.ts';
import { setUpBelow } from '../setup.ts';

const setUp = async () => {
  const below = await setUpBelow();
  const { client, store } = below;
  const service = createArmingService(below);
  const arming = () => store.get().arming[homeId];
  const shown = () => armedDisplay(store.get(), store.get().home.networks[0] ?? network());
  const commands = () => client.calls.filter((call) => call.startsWith('setArmed'));
  return { ...below, service, arming, shown, commands };
};

/** The outcome without waiting for it. */
const outcomeOf = (work: Promise<void>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('arming', () => {
  it('shows the wish at once and the truth when the cloud has confirmed it', async () => {
    const { client, service, arming, shown } = await setUp();
    const release = client.hold('untilDone');
    const outcome = outcomeOf(service.arm(homeId));
    await settled();
    expect(shown()).toBe('arming');
    release();
    expect(await outcome).toBe('done');
    expect(arming()).toBeUndefined();
    expect(shown()).toBe('armed');
  });

  it('works the other way too', async () => {
    const { service, shown, commands } = await setUp();
    await service.arm(homeId);
    await service.disarm(homeId);
    expect(shown()).toBe('disarmed');
    expect(commands()).toEqual([`setArmed ${homeId} true`, `setArmed ${homeId} false`]);
  });

  it('is done and warns when nothing there watches for motion', async () => {
    const { client, service, arming, shown } = await setUp();
    client.warning = 'no-motion-cameras';
    expect(await outcomeOf(service.arm(homeId))).toBe('no-motion-cameras');
    expect(arming()).toBeUndefined();
    expect(shown()).toBe('armed');
  });

  it('refuses a system nobody knows', async () => {
    const { service, commands } = await setUp();
    expect(await outcomeOf(service.arm(cabinId))).toBe('not-found');
    expect(commands()).toEqual([]);
  });
});

describe('arming that fails', () => {
  it('is undone with the reason, for a minute', async () => {
    const { clock, client, service, arming, shown } = await setUp();
    client.fail('setArmed', new AppError('module-busy'));
    expect(await outcomeOf(service.arm(homeId))).toBe('module-busy');
    expect(arming()).toMatchObject({
      targetState: 'armed',
      phase: 'failed',
      problem: 'module-busy',
    });
    expect(shown()).toBe('disarmed');
    await clock.advance(minutes(1));
    expect(arming()).toBeUndefined();
  });

  it('forgets the reason at the next click', async () => {
    const { clock, client, service, arming } = await setUp();
    client.fail('setArmed', new AppError('module-busy'));
    await outcomeOf(service.arm(homeId));
    await clock.advance(seconds(59));
    const release = client.hold('setArmed');
    const outcome = outcomeOf(service.arm(homeId));
    expect(arming()?.phase).toBe('asking');
    await clock.advance(seconds(30));
    expect(arming()?.phase).toBe('asking');
    release();
    expect(await outcome).toBe('done');
  });

  it('says so when the cloud did not do what it was told', async () => {
    const { client, service, arming, shown } = await setUp();
    client.obeys = false;
    expect(await outcomeOf(service.arm(homeId))).toBe('command-failed');
    expect(arming()?.problem).toBe('command-failed');
    expect(shown()).toBe('disarmed');
  });

  it('was done after all when only the answer was lost', async () => {
    const { client, service, arming, shown } = await setUp();
    client.fail('untilDone', new AppError('timeout'));
    expect(await outcomeOf(service.arm(homeId))).toBe('done');
    expect(arming()).toBeUndefined();
    expect(shown()).toBe('armed');
  });

  it('leaves the state unknown when nobody can say what became of it', async () => {
    const { client, service, sync, shown } = await setUp();
    client.fail('untilDone', new AppError('offline'));
    client.fail('homescreen', new AppError('offline'));
    expect(await outcomeOf(service.arm(homeId))).toBe('offline');
    expect(shown()).toBe('unknown');
    await sync.home.refresh();
    expect(shown()).toBe('armed');
  });

  it('does not doubt the last truth when nothing was sent', async () => {
    const { client, service, sync, shown, commands } = await setUp();
    client.fail('homescreen', new AppError('rate-limited'));
    await sync.home.refresh().catch(() => undefined);
    expect(await outcomeOf(service.arm(homeId))).toBe('rate-limited');
    expect(shown()).toBe('disarmed');
    expect(commands()).toEqual([]);
  });

  it.each(['rate-limited', 'unauthorized', 'refused-for-now'] as const)(
    'shows nothing as known when %s came after the order may have been taken',
    async (code) => {
      const { client, service, shown } = await setUp();
      client.fail('setArmed', new AppError(code));
      client.fail('homescreen', new AppError('offline'));
      expect(await outcomeOf(service.arm(homeId))).toBe(code);
      expect(shown()).toBe('unknown');
    },
  );

  it('never predicts beyond the deadline', async () => {
    const { clock, client, service, arming, shown } = await setUp();
    client.hold('setArmed');
    client.hold('homescreen');
    const outcome = outcomeOf(service.arm(homeId));
    await clock.advance(armingDeadlineMs - 1);
    expect(arming()?.phase).toBe('asking');
    await clock.advance(1);
    expect(arming()).toMatchObject({ phase: 'failed', problem: 'command-timeout' });
    expect(shown()).toBe('unknown');
    expect(await outcome).toBe('command-timeout');
  });

  it('leaves no trace when the person has signed out meanwhile', async () => {
    const { client, store, sync, service } = await setUp();
    client.hold('setArmed');
    const outcome = outcomeOf(service.arm(homeId));
    await settled();
    await sync.stop();
    store.set('arming', {});
    store.set('account', { phase: 'signed-out', problem: null });
    expect(await outcome).toBe('not-signed-in');
    expect(store.get().arming).toEqual({});
  });
});

describe('all systems at once', () => {
  const setUpTwo = async (isArmed: boolean) => {
    const all = await setUp();
    all.client.home = {
      ...all.client.home,
      networks: [network({ isArmed }), network({ id: cabinId, isArmed })],
    };
    await all.sync.home.refresh();
    return all;
  };

  it.each([
    ['armAll', true],
    ['disarmAll', false],
  ] as const)('%s sends each of them the same wish', async (what, isArmed) => {
    const { service, commands, store } = await setUpTwo(!isArmed);
    await service[what]();
    expect(commands().toSorted()).toEqual([
      `setArmed ${homeId} ${isArmed}`,
      `setArmed ${cabinId} ${isArmed}`,
    ]);
    expect(store.get().home.networks.map((one) => one.isArmed)).toEqual([isArmed, isArmed]);
  });

  it('of which one fails: the others are done, and the reason is told', async () => {
    const { client, service, store } = await setUpTwo(false);
    client.fail('setArmed', new AppError('module-busy'));
    expect(await outcomeOf(service.armAll())).toBe('module-busy');
    expect(store.get().home.networks.filter((one) => one.isArmed)).toHaveLength(1);
  });
});

describe('several clicks', () => {
  it('end in the last wish, one command at a time', async () => {
    const { client, service, shown, commands } = await setUp();
    const release = client.hold('setArmed');
    const outcomes = [service.arm(homeId), service.disarm(homeId), service.arm(homeId)];
    outcomes.push(service.disarm(homeId));
    await settled();
    expect(shown()).toBe('disarming');
    expect(commands()).toHaveLength(1);
    release();
    await Promise.all(outcomes);
    expect(commands()).toEqual([`setArmed ${homeId} true`, `setArmed ${homeId} false`]);
    expect(shown()).toBe('disarmed');
  });

  it('of the same wish are one command', async () => {
    const { service, commands } = await setUp();
    await Promise.all([service.arm(homeId), service.arm(homeId), service.arm(homeId)]);
    expect(commands()).toHaveLength(1);
  });

  it('on two systems do not wait for each other', async () => {
    const { client, service, sync, store, commands } = await setUp();
    client.home = { ...client.home, networks: [network(), network({ id: cabinId })] };
    await sync.home.refresh();
    const release = client.hold('untilDone');
    const both = Promise.all([service.arm(homeId), service.arm(cabinId)]);
    await settled();
    expect(commands()).toHaveLength(2);
    release();
    await both;
    expect(store.get().home.networks.every(({ isArmed }) => isArmed)).toBe(true);
  });
});
