import { describe, expect, it } from 'vitest';
import { createMutex, createSemaphore, type RunInTurn } from '../../../electron/lib/mutex.ts';

const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Jobs that note when they begin, and end when they are told to. */
function jobs(inTurn: RunInTurn) {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const run = (name: string, signal?: AbortSignal) =>
    inTurn(() => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    }, signal);
  return { begun, run, end: (name: string) => ends.get(name)?.() };
}

describe('a mutex', () => {
  it('runs one job at a time, in the order of asking', async () => {
    const { begun, run, end } = jobs(createMutex());
    const all = ['first', 'second', 'third'].map((name) => run(name));
    await settle();
    expect(begun).toEqual(['first']);

    end('first');
    await settle();
    expect(begun).toEqual(['first', 'second']);
    end('second');
    await settle();
    end('third');
    expect(await Promise.all(all)).toEqual(['first', 'second', 'third']);
  });

  it('runs the next job after one that failed, and passes the failure on', async () => {
    const inTurn = createMutex();
    const failed = inTurn(() => Promise.reject(new Error('broken')));
    const thrown = inTurn(() => {
      throw new Error('at once');
    });
    const next = inTurn(async () => 'done');

    await expect(failed).rejects.toThrow('broken');
    await expect(thrown).rejects.toThrow('at once');
    expect(await next).toBe('done');
  });

  it('lets nobody in between two that already wait', async () => {
    const { begun, run, end } = jobs(createMutex());
    const first = run('first');
    const second = run('second');
    await settle();
    end('first');
    const late = first.then(() => run('late'));
    await settle();
    expect(begun).toEqual(['first', 'second']);

    end('second');
    await second;
    await settle();
    end('late');
    expect(await late).toBe('late');
  });
});

describe('who gives up while waiting', () => {
  it('is rejected with the reason at once, is never run, and does not hold up the next', async () => {
    const { begun, run, end } = jobs(createMutex());
    const caller = new AbortController();
    const first = run('first');
    const second = run('second', caller.signal);
    const third = run('third');
    await settle();

    caller.abort(new Error('given up'));
    await expect(second).rejects.toThrow('given up');
    end('first');
    await first;
    await settle();
    expect(begun).toEqual(['first', 'third']);
    end('third');
    expect(await third).toBe('third');
  });

  it('before it asks is rejected, although it would be its turn', async () => {
    const { begun, run } = jobs(createMutex());
    const signal = AbortSignal.abort(new Error('given up'));

    await expect(run('first', signal)).rejects.toThrow('given up');
    await expect(createMutex()(async () => 'next')).resolves.toBe('next');
    expect(begun).toEqual([]);
  });

  it('once the job runs changes nothing about it', async () => {
    const { run, end } = jobs(createMutex());
    const caller = new AbortController();
    const first = run('first', caller.signal);
    await settle();

    caller.abort(new Error('given up'));
    end('first');
    expect(await first).toBe('first');
  });
});

describe('a semaphore', () => {
  it('runs so many at once, and the others in the order of asking', async () => {
    const { begun, run, end } = jobs(createSemaphore(2));
    const all = ['a', 'b', 'c', 'd'].map((name) => run(name));
    await settle();
    expect(begun).toEqual(['a', 'b']);

    end('b');
    await settle();
    expect(begun).toEqual(['a', 'b', 'c']);
    for (const name of ['a', 'c']) end(name);
    await settle();
    end('d');
    expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd']);
  });
});
