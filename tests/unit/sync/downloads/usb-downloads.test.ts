import { describe, expect, it } from 'vitest';
import { minutes, seconds } from '../../../../electron/lib/clock.ts';
import type { LocalClipRef } from '../../../../electron/blink/endpoints/local-storage.ts';
import { AppError } from '../../../../shared/errors.ts';
import { cabinId, homeId } from '../../../fixtures/samples.ts';
import { setUpQueue, type Options } from './download-setup.ts';

/** Clips 1 to 3 lie on the stick of Home's hub, listed as manifest 9. */
const setUp = async (options: Partial<Options> = {}) => {
  const all = await setUpQueue({ clips: 3, ...options });
  const { client, store, fetched, putOnStick } = all;
  for (const id of [1, 2, 3]) putOnStick(id, `9/${id}`);
  const failures: (AppError | null)[] = [];
  let held: Promise<void> | null = null;
  const hold = () => {
    let release = (): unknown => undefined;
    held = new Promise((resolve) => (release = resolve));
    return () => {
      held = null;
      release();
    };
  };
  const asked: string[] = [];
  const clip = async ({ networkId, manifestId, clipId }: LocalClipRef) => {
    asked.push(`${networkId === homeId ? 'home' : 'cabin'} ${manifestId}/${clipId}`);
    await held;
    const failure = failures.shift() ?? null;
    if (failure !== null) throw failure;
    return client.openClip(`stick ${clipId}`);
  };
  Object.assign(client.localStorage, { clip });
  const setHub = (isOnline: boolean) =>
    store.update('home', (home) => ({
      ...home,
      isStale: false,
      syncModules: [{ networkId: homeId, name: 'Hub', isOnline, hasLocalStorage: true }],
    }));
  setHub(true);
  return { ...all, failures, hold, asked, setHub, fetched };
};

describe('clips that lie on a stick only', () => {
  it('are fetched one at a time, newest first, with rests for the hub in between', async () => {
    const { clock, queue, hold, asked } = await setUp();
    const release = hold();
    queue.start();
    await clock.advance(minutes(5));
    expect(asked).toEqual(['home 9/3']);
    release();
    await clock.advance(seconds(9));
    expect(asked).toHaveLength(1);
    await clock.advance(seconds(30));
    expect(asked).toEqual(['home 9/3', 'home 9/2', 'home 9/1']);
  });

  it('wait until everything of the cloud is here', async () => {
    const { clock, client, queue, list, asked, place } = await setUp();
    await list(4, 5);
    const release = client.hold('openClip');
    queue.start();
    await clock.advance(minutes(5));
    expect(asked).toEqual([]);
    release();
    await clock.advance(minutes(1));
    expect([1, 2, 3, 4, 5].map(place)).toEqual(Array(5).fill('kept'));
  });

  it('are fetched as slowly as the past', async () => {
    // The cloud's 118 leave two turns of the hour.
    const { clock, queue, asked } = await setUp({ clips: 121, historyPace: 'gentle' });
    queue.start();
    await clock.advance(minutes(59));
    expect(asked).toHaveLength(2);
    await clock.advance(minutes(5));
    expect(asked).toHaveLength(3);
  });

  it('wait for their hub, and those of another hub do not wait with them', async () => {
    const { clock, queue, setHub, asked, putOnStick, place } = await setUp();
    setHub(false);
    queue.start();
    await clock.advance(minutes(30));
    expect(asked).toEqual([]);
    setHub(true);
    putOnStick(3, '9/3', cabinId);
    queue.wake();
    await clock.advance(minutes(1));
    expect([1, 2, 3].map(place)).toEqual(['kept', 'kept', 'listed']);
  });

  it('are not asked for while the cloud does not want to be asked, or the home is not known', async () => {
    const { clock, client, store, queue, gate, asked } = await setUp();
    store.update('home', (home) => ({ ...home, isStale: true }));
    queue.start();
    await clock.advance(minutes(1));
    expect(asked).toEqual([]);
    store.update('home', (home) => ({ ...home, isStale: false }));
    client.fail('homescreen', new AppError('rate-limited'));
    await expect(gate.ask((to) => to.homescreen())).rejects.toThrow('rate-limited');
    queue.wake();
    await clock.advance(seconds(50));
    expect(asked).toEqual([]);
    await clock.advance(minutes(2));
    expect(asked).toHaveLength(3);
  });

  it.each(['not-found', 'clip-gone', 'local-clip-not-ready'] as const)(
    'wait for the next listing when the hub has new numbers (%s), and are never held to be damaged',
    async (code) => {
      const { clock, queue, failures, asked, row, putOnStick, place } = await setUp();
      failures.push(...Array.from({ length: 20 }, () => new AppError(code)));
      queue.start();
      await clock.advance(minutes(55));
      expect(asked).toEqual(['home 9/3']);
      expect(row(3)?.source.attempts).toBe(0);
      failures.length = 0;
      for (const id of [1, 2, 3]) putOnStick(id, `10/${id}`);
      queue.wake();
      await clock.advance(minutes(1));
      expect(asked.slice(1)).toEqual(['home 10/3', 'home 10/2', 'home 10/1']);
      expect([1, 2, 3].map(place)).toEqual(['kept', 'kept', 'kept']);
    },
  );

  it('are tried again after an hour when no listing comes', async () => {
    const { clock, queue, failures, place } = await setUp();
    failures.push(new AppError('local-clip-not-ready'));
    queue.start();
    await clock.advance(minutes(65));
    expect([1, 2, 3].map(place)).toEqual(['kept', 'kept', 'kept']);
  });

  it('do not hold up the cloud when their hub fails', async () => {
    const { clock, queue, failures, list, place, asked } = await setUp();
    failures.push(...Array.from({ length: 30 }, () => new AppError('command-failed')));
    queue.start();
    await clock.advance(seconds(1));
    await list(4, 4);
    queue.addNew(['c4']);
    await clock.advance(0);
    expect(place(4)).toBe('kept');
    await clock.advance(minutes(30));
    expect(asked.length).toBeLessThan(15);
    expect(new Set(asked).size).toBe(3);
  });

  it('are fetched at once when a person opens one, beside the one that is on its way', async () => {
    const { clock, queue, hold, asked } = await setUp();
    const release = hold();
    queue.start();
    await clock.advance(0);
    const wish = queue.keep('c1');
    await clock.advance(0);
    expect(asked).toEqual(['home 9/3', 'home 9/1']);
    release();
    expect((await wish).place).toBe('kept');
  });
});
