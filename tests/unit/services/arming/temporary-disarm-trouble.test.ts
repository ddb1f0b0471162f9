import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import { AppError } from '../../../../shared/errors.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { homeId } from '../../../fixtures/samples.ts';
import { setUpTemporaryDisarms as setUp } from './temporary-disarm-setup.ts';

describe('a temporary disarm in trouble', () => {
  it('that could not be kept never arms later', async () => {
    const { clock, settings, service, temporary, isArmed, inMinutes } = await setUp();
    settings.problem = new AppError('disk-full');
    await expect(temporary.disarmUntil(homeId, inMinutes(15))).rejects.toThrow('disk-full');
    settings.problem = null;
    await service.disarm(homeId);
    settings.update({ binDays: 7 });
    await clock.advance(minutes(60));
    expect([isArmed(), settings.get().temporaryDisarms]).toEqual([false, {}]);
  });

  it('that the person ends on a full disk is over, and saved as over when there is room', async () => {
    const { clock, settings, phone, service, temporary, shown, isArmed, inMinutes } = await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    settings.problem = new AppError('disk-full');
    await service.disarm(homeId);
    await settled();
    expect(shown()).toBeUndefined();
    await clock.advance(minutes(60));
    expect(isArmed()).toBe(false);
    settings.problem = null;
    await phone(false);
    await settled();
    expect(settings.get().temporaryDisarms).toEqual({});
  });

  it('overdue while the cloud cannot be reached is told once, and carried out as soon as it can', async () => {
    const { client, clock, store, sync, phone, news, temporary, inMinutes, isArmed } =
      await setUp();
    await temporary.disarmUntil(homeId, inMinutes(15));
    sync.home.markStale();
    client.fail('homescreen', ...Array.from({ length: 500 }, () => new AppError('offline')));
    let drawn = 0;
    store.subscribe('temporaryDisarms', () => (drawn += 1));
    await clock.advance(minutes(18));
    expect(news).toMatchObject([{ kind: 'failed', problem: 'offline' }]);
    expect(drawn).toBeGreaterThan(0);
    await clock.advance(minutes(30));
    expect(news).toHaveLength(1);
    client.fail('homescreen');
    await phone(false);
    await clock.advance(seconds(5));
    expect(isArmed()).toBe(true);
    expect(news.map(({ kind }) => kind)).toEqual(['failed', 'rearmed']);
  });
});
