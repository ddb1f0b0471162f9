import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { homeWith } from '../../../fixtures/fake-client.ts';
import { settled, startOfTests } from '../../../fixtures/fake-clock.ts';
import { cabinId, homeId, network } from '../../../fixtures/samples.ts';
import { setUpTemporaryDisarms } from './temporary-disarm-setup.ts';

const setUp = setUpTemporaryDisarms;

const outcomeOf = (work: Promise<void>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

describe('a temporary disarm', () => {
  it('disarms now and arms again when it is due', async () => {
    const { clock, temporary, shown, isArmed, news, inMinutes } = await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    expect(isArmed()).toBe(false);
    expect(shown()).toEqual({ rearmAt: inMinutes(15), phase: 'counting' });
    await clock.advance(minutes(15) - 1);
    expect(isArmed()).toBe(false);
    await clock.advance(1);
    expect(isArmed()).toBe(true);
    expect(shown()).toBeUndefined();
    expect(news).toEqual([{ kind: 'rearmed', network: network({ isArmed: false }), lateMs: 0 }]);
  });

  it('ends when a homescreen shows that somebody has armed meanwhile', async () => {
    const { clock, temporary, shown, phone, commands, news, inMinutes } = await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    await phone(true);
    expect(shown()).toBeUndefined();
    await phone(false);
    await clock.advance(minutes(60));
    expect(commands()).toBe(1);
    expect(news).toEqual([]);
  });

  it('ends when the person disarms for good', async () => {
    const { clock, temporary, service, shown, isArmed, inMinutes } = await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    await service.disarm(homeId);
    expect(shown()).toBeUndefined();
    await clock.advance(minutes(60));
    expect(isArmed()).toBe(false);
  });

  it('can be made to last', async () => {
    const { clock, temporary, shown, isArmed, inMinutes } = await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    await temporary.stayDisarmed(homeId);
    expect(shown()).toBeUndefined();
    await clock.advance(minutes(60));
    expect(isArmed()).toBe(false);
  });

  it('can be given another end', async () => {
    const { clock, temporary, isArmed, inMinutes } = await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    await temporary.disarmUntil(homeId, inMinutes(30));
    await clock.advance(minutes(29));
    expect(isArmed()).toBe(false);
    await clock.advance(minutes(1));
    expect(isArmed()).toBe(true);
  });

  it('is none when the cloud refused to disarm', async () => {
    const { client, temporary, shown, isArmed, inMinutes } = await setUp();
    client.fail('setArmed', new AppError('module-busy'));
    expect(await outcomeOf(temporary.disarmUntil(homeId, inMinutes(15)))).toBe('module-busy');
    expect(shown()).toBeUndefined();
    expect(isArmed()).toBe(true);
  });

  it('waits for the truth when nobody knows whether the disarm came through', async () => {
    const { client, clock, sync, temporary, shown, isArmed, inMinutes } = await setUp();
    client.fail('untilDone', new AppError('offline'));
    client.fail('homescreen', new AppError('offline'));
    expect(await outcomeOf(temporary.disarmUntil(homeId, inMinutes(15)))).toBe('offline');
    expect(shown()?.phase).toBe('starting');
    await sync.home.refresh();
    expect(shown()?.phase).toBe('counting');
    await clock.advance(minutes(15));
    expect(isArmed()).toBe(true);
  });

  it('tries again when arming fails, and tells it once', async () => {
    const { client, clock, temporary, isArmed, news, inMinutes } = await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    const busy = Array.from({ length: 5 }, () => new AppError('module-busy'));
    client.fail('setArmed', ...busy);
    await clock.advance(minutes(16));
    expect(news.map(({ kind }) => kind)).toEqual(['failed']);
    expect(isArmed()).toBe(false);
    await clock.advance(minutes(40));
    expect(isArmed()).toBe(true);
    expect(news.map(({ kind }) => kind)).toEqual(['failed', 'rearmed']);
  });

  it('ends although a click on "arm" fails just when it is due, and the click says so', async () => {
    const { client, clock, temporary, service, store, isArmed, news, inMinutes } = await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    await clock.advance(minutes(15) - 1);
    const release = client.hold('setArmed');
    const click = outcomeOf(service.arm(homeId));
    await clock.advance(seconds(1));
    client.fail('setArmed', new AppError('module-busy'));
    release();
    expect(await click).toBe('module-busy');
    await clock.advance(seconds(10));
    expect(isArmed()).toBe(true);
    expect(store.get().arming).toEqual({});
    expect(news).toMatchObject([{ kind: 'rearmed' }]);
  });

  it.each([0, -1, 7 * 24 * 60 + 1])('refuses an end %d minutes away', async (count) => {
    const { temporary, shown, commands, inMinutes } = await setUp();
    expect(await outcomeOf(temporary.disarmUntil(homeId, inMinutes(count)))).toBe(
      'invalid-argument',
    );
    expect([shown(), commands()]).toEqual([undefined, 0]);
  });

  it('disarms nothing when it cannot be kept', async () => {
    const { settings, temporary, shown, commands, inMinutes } = await setUp();
    settings.problem = new AppError('disk-full');
    expect(await outcomeOf(temporary.disarmUntil(homeId, inMinutes(15)))).toBe('disk-full');
    expect([shown(), commands()]).toEqual([undefined, 0]);
  });

  it('is forgotten with the account', async () => {
    const { store, settings, temporary, inMinutes } = await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    store.set('account', { phase: 'signed-out', problem: null });
    await settled();
    expect(settings.get().temporaryDisarms).toEqual({});
  });
});

describe('a temporary disarm of an earlier run', () => {
  const dueIn = (count: number, phase: 'starting' | 'counting' = 'counting') => ({
    temporaryDisarms: {
      [homeId]: {
        rearmAt: startOfTests + minutes(count),
        startedAt: startOfTests - minutes(120),
        phase,
      },
    },
  });

  it('goes on counting', async () => {
    const { clock, shown, phone, isArmed } = await setUp(dueIn(10));
    // What `setUp` shows as armed came before the disarm was read.
    expect(shown()?.phase).toBe('counting');
    await phone(false);
    await clock.advance(minutes(10));
    expect(isArmed()).toBe(true);
  });

  it('overdue is made good at once, and its lateness told', async () => {
    const { phone, isArmed, news } = await setUp(dueIn(-20));
    await phone(false);
    await settled();
    expect(isArmed()).toBe(true);
    expect(news).toMatchObject([{ kind: 'rearmed', lateMs: minutes(20) }]);
  });

  it('overdue by more than an hour asks first', async () => {
    const { clock, temporary, service, phone, isArmed, shown, news } = await setUp(dueIn(-61));
    await phone(false);
    await clock.advance(minutes(60));
    expect(isArmed()).toBe(false);
    expect(shown()?.phase).toBe('asking');
    expect(news).toMatchObject([{ kind: 'asking', rearmAt: startOfTests - minutes(61) }]);
    await service.arm(homeId);
    expect(shown()).toBeUndefined();
    await temporary.stayDisarmed(homeId);
  });

  it('is over when somebody has armed while nobody was there', async () => {
    const { phone, shown, commands } = await setUp(dueIn(-61));
    await phone(true);
    expect(shown()).toBeUndefined();
    expect(commands()).toBe(0);
  });

  it('that was cut off in the middle follows what the cloud says', async () => {
    const one = await setUp(dueIn(10, 'starting'));
    await one.phone(true);
    expect(one.shown()).toBeUndefined();
    const other = await setUp(dueIn(10, 'starting'));
    await other.phone(false);
    expect(other.shown()?.phase).toBe('counting');
  });

  it('survives answers that do not name its system, and arms when they do again', async () => {
    const { client, clock, sync, phone, shown, isArmed } = await setUp(dueIn(10));
    for (const networks of [[network({ id: cabinId })], []]) {
      client.home = homeWith({ networks });
      // One without any system is no answer at all.
      await sync.home.refresh().catch(() => undefined);
      await settled();
      expect(shown()?.phase).toBe('counting');
    }
    await clock.advance(minutes(12));
    await phone(false);
    await clock.advance(seconds(5));
    expect(isArmed()).toBe(true);
  });

  it('of a system that is gone for good is forgotten a week after its end', async () => {
    const { client, clock, sync, shown } = await setUp(dueIn(10));
    client.home = homeWith({ networks: [network({ id: cabinId })] });
    clock.jump(minutes(7 * 24 * 60 + 11));
    await sync.home.refresh();
    // One answer without it is no proof.
    await sync.home.refresh();
    await settled();
    expect(shown()).toBeUndefined();
  });
});

describe('clock jumps', () => {
  it('a clock set back does not make it longer', async () => {
    const { clock, temporary, isArmed, inMinutes } = await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    clock.jump(-minutes(600));
    await clock.advance(minutes(15));
    expect(isArmed()).toBe(true);
  });

  it('a computer that slept past its end arms at the first homescreen', async () => {
    const { clock, sync, temporary, isArmed, inMinutes } = await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    clock.jump(minutes(40));
    await sync.home.refresh();
    await clock.advance(seconds(1));
    expect(isArmed()).toBe(true);
  });
});
