import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { minutes } from '../../../../electron/lib/clock.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { homeId } from '../../../fixtures/samples.ts';
import { setUpTemporaryDisarms } from '../arming/temporary-disarm-setup.ts';

describe('a temporary disarm that is due', () => {
  it('is over, and nothing is called armed, when the person disarms while it arms again', async () => {
    const { client, clock, temporary, service, shown, isArmed, news, inMinutes } =
      await setUpTemporaryDisarms();
    await temporary.disarmUntil(homeId, inMinutes(15));
    const release = client.hold('untilDone');
    await clock.advance(minutes(15));
    const disarming = service.disarm(homeId);
    await settled();
    expect(shown()).toBeUndefined();
    release();
    await disarming;
    await clock.advance(minutes(60));
    expect([isArmed(), news]).toEqual([false, []]);
  });

  it('given another end while it arms again is counted anew, and nothing is called armed', async () => {
    const { client, clock, temporary, isArmed, news, inMinutes } = await setUpTemporaryDisarms();
    await temporary.disarmUntil(homeId, inMinutes(15));
    const release = client.hold('untilDone');
    await clock.advance(minutes(15));
    const disarming = temporary.disarmUntil(homeId, inMinutes(30));
    release();
    await disarming;
    expect([isArmed(), news]).toEqual([false, []]);
    await clock.advance(minutes(30));
    expect(isArmed()).toBe(true);
    expect(news.map(({ kind }) => kind)).toEqual(['rearmed']);
  });

  it('is not called armed before the truth says so', async () => {
    const { client, clock, sync, temporary, isArmed, shown, news, inMinutes } =
      await setUpTemporaryDisarms();
    await temporary.disarmUntil(homeId, inMinutes(15));
    client.fail('untilDone', new AppError('offline'));
    client.fail('homescreen', new AppError('offline'));
    await clock.advance(minutes(15));
    expect(isArmed()).toBe(true);
    expect(news.map(({ kind }) => kind)).toEqual(['failed']);
    expect(shown()?.phase).toBe('counting');
    await sync.home.refresh();
    expect(shown()).toBeUndefined();
    expect(news.map(({ kind }) => kind)).toEqual(['failed', 'rearmed']);
  });

  it('is told as failed when the cloud took the order and the home is disarmed all the same', async () => {
    const { clock, temporary, service, shown, news, inMinutes } = await setUpTemporaryDisarms();
    await temporary.disarmUntil(homeId, inMinutes(15));
    service.arm = async () => undefined;
    await clock.advance(minutes(15));
    expect(news).toMatchObject([{ kind: 'failed', problem: 'command-failed' }]);
    expect(shown()?.phase).toBe('counting');
  });

  it('says nothing while the order was taken and the truth is not known', async () => {
    const { clock, sync, phone, temporary, service, news, inMinutes } =
      await setUpTemporaryDisarms();
    await temporary.disarmUntil(homeId, inMinutes(15));
    service.arm = async () => sync.home.markStale();
    await clock.advance(minutes(15));
    expect(news).toEqual([]);
    await phone(true);
    expect(news).toMatchObject([{ kind: 'rearmed' }]);
  });
});
