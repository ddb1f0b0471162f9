import { describe, expect, it } from 'vitest';
import {
  createCommandQueue,
  sendWithBusyRetry,
} from '../../../../electron/blink/endpoints/commands.ts';
import { AppError } from '../../../../shared/errors.ts';
import { manualClock } from '../manual-clock.ts';
import { racingClock } from '../racing-clock.ts';
import { codeOf } from '../recorded-fetch.ts';

const [home, cabin] = ['1:2001', '1:2002'] as const;
const settle = () => new Promise((resolve) => setImmediate(resolve));
const busy = () => Promise.reject(new AppError('module-busy'));

/** A job that ends when it is told to. */
function jobs() {
  const order: string[] = [];
  const ends = new Map<string, () => void>();
  const job = (name: string) => () =>
    new Promise<void>((resolve) => {
      order.push(name);
      ends.set(name, resolve);
    });
  return { order, job, end: (name: string) => ends.get(name)?.() };
}

describe('the jobs of one system', () => {
  it('go one after the other, also after a failure, and beside those of another', async () => {
    const queue = createCommandQueue();
    const { order, job, end } = jobs();
    const failed = codeOf(queue.run(home, busy));
    const first = queue.run(home, job('first'));
    const second = queue.run(home, job('second'));
    const other = queue.run(cabin, job('other'));
    await settle();

    expect(await failed).toBe('module-busy');
    expect(order.toSorted()).toEqual(['first', 'other']);
    end('first');
    await first;
    await settle();
    expect(order.at(-1)).toBe('second');
    end('second');
    end('other');
    await Promise.all([second, other]);
  });

  it('given up while they wait are never run', async () => {
    const queue = createCommandQueue();
    const { order, job, end } = jobs();
    const first = queue.run(home, job('first'));
    const caller = new AbortController();
    const second = codeOf(queue.run(home, job('second'), caller.signal));

    caller.abort(new AppError('command-timeout'));
    expect(await second).toBe('command-timeout');
    end('first');
    await first;
    await settle();
    expect(order).toEqual(['first']);
  });
});

describe('a busy system', () => {
  it('is not asked again when the wish has come true meanwhile', async () => {
    const asked: string[] = [];
    const send = () => {
      asked.push('send');
      return busy();
    };
    const isDone = async () => {
      asked.push('look');
      return asked.length > 3;
    };

    expect(await sendWithBusyRetry(racingClock(), { name: 'arm', send, isDone })).toBeNull();
    expect(asked).toEqual(['send', 'look', 'send', 'look']);
  });

  it('is left alone when the person gives up during a wait', async () => {
    const clock = manualClock();
    const caller = new AbortController();
    const sent = codeOf(
      sendWithBusyRetry(clock, { name: 'arm', send: busy, signal: caller.signal }),
    );
    await settle();
    expect(clock.pending()).toBe(1);

    caller.abort(new AppError('command-timeout'));
    expect(await sent).toBe('command-timeout');
    expect(clock.pending()).toBe(0);
  });

  it('is left alone when the cloud wants to be left alone meanwhile', async () => {
    const refusal = () => new AppError('rate-limited');

    const sent = sendWithBusyRetry(racingClock(), { name: 'arm', send: busy, refusal });
    expect(await codeOf(sent)).toBe('rate-limited');
  });

  it('is no reason to bear another failure', async () => {
    const clock = racingClock();
    const send = () => Promise.reject(new AppError('offline'));

    expect(await codeOf(sendWithBusyRetry(clock, { name: 'arm', send }))).toBe('offline');
    expect(clock.waits).toEqual([]);
  });
});
