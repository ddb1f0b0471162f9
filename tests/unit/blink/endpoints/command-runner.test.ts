import { describe, expect, it } from 'vitest';
import type { ApiClient } from '../../../../electron/blink/api-client.ts';
import { createCommandRunner } from '../../../../electron/blink/endpoints/commands.ts';
import type { JsonAnswer } from '../../../../electron/blink/http/http-request.ts';
import { AppError } from '../../../../shared/errors.ts';
import { manualClock } from '../manual-clock.ts';
import { racingClock } from '../racing-clock.ts';
import { codeOf } from '../recorded-fetch.ts';

const [home, cabin] = ['1:2001', '1:2002'] as const;
const settle = () => new Promise((resolve) => setImmediate(resolve));
const busy = () => Promise.reject(new AppError('module-busy'));
const unused = () => Promise.reject(new AppError('unexpected', 'not part of this cloud'));

/** An answer that names no command, so that there is nothing to wait for. */
const done: JsonAnswer = { status: 200, headers: new Headers(), value: null };

/** The cloud, answering each call by its name. */
function cloud(answer: (name: string) => Promise<JsonAnswer>, refusals: (AppError | null)[] = []) {
  const api: ApiClient = {
    accountId: 1,
    generation: 'today',
    json: ({ name }) => answer(name),
    bytes: unused,
    stream: unused,
    resume: unused,
    lastRefusal: () => refusals.shift() ?? null,
  };
  return api;
}

const command = (name: string, networkId: typeof home | typeof cabin = home) =>
  ({ name, networkId, variants: [{ method: 'POST', path: `/${name}` }] }) as const;

/** A cloud whose answers come when a test says so. */
function slowCloud() {
  const sent: string[] = [];
  const ends = new Map<string, () => void>();
  const api = cloud((name) => {
    sent.push(name);
    if (name === 'busy') return Promise.reject(new AppError('offline'));
    return new Promise((resolve) => ends.set(name, () => resolve(done)));
  });
  return { sent, api, end: (name: string) => ends.get(name)?.() };
}

describe('the commands of one network', () => {
  it('go one after the other, also after a failure, and beside those of another', async () => {
    const { sent, api, end } = slowCloud();
    const commands = createCommandRunner(api, manualClock());
    const failed = codeOf(commands.runToEnd(command('busy')));
    const first = commands.runToEnd(command('first'));
    const second = commands.runToEnd(command('second'));
    const other = commands.start(command('other', cabin));
    await settle();

    expect(await failed).toBe('offline');
    expect(sent.toSorted()).toEqual(['busy', 'first', 'other']);
    end('first');
    await first;
    await settle();
    expect(sent.at(-1)).toBe('second');
    end('second');
    end('other');
    await Promise.all([second, other]);
  });

  it('given up while they wait are never sent', async () => {
    const { sent, api, end } = slowCloud();
    const commands = createCommandRunner(api, manualClock());
    const first = commands.runToEnd(command('first'));
    const caller = new AbortController();
    const second = codeOf(commands.runToEnd({ ...command('second'), signal: caller.signal }));
    await settle();

    caller.abort(new AppError('command-timeout'));
    expect(await second).toBe('command-timeout');
    end('first');
    await first;
    await settle();
    expect(sent).toEqual(['first']);
  });

  it('given up without a reason of ours fail by a code all the same', async () => {
    const { api } = slowCloud();
    const commands = createCommandRunner(api, manualClock());
    void commands.runToEnd(command('first'));
    const caller = new AbortController();
    const second = codeOf(commands.runToEnd({ ...command('second'), signal: caller.signal }));

    caller.abort();
    expect(await second).toBe('unexpected');
  });
});

describe('a busy network', () => {
  it('is not asked again when the command has come to pass meanwhile', async () => {
    const asked: string[] = [];
    const api = cloud(() => {
      asked.push('send');
      return busy();
    });
    const isDone = async () => {
      asked.push('look');
      return asked.length > 3;
    };

    const commands = createCommandRunner(api, racingClock());
    expect(await commands.runToEnd({ ...command('arm'), isDone })).toBeNull();
    expect(asked).toEqual(['send', 'look', 'send', 'look']);
  });

  it('is left alone when the person gives up during a wait', async () => {
    const clock = manualClock();
    const caller = new AbortController();
    const commands = createCommandRunner(cloud(busy), clock);
    const sent = codeOf(commands.start({ ...command('arm'), signal: caller.signal }));
    await settle();
    expect(clock.pending()).toBe(1);

    caller.abort(new AppError('command-timeout'));
    expect(await sent).toBe('command-timeout');
    expect(clock.pending()).toBe(0);
  });

  it('is left alone when the cloud wants to be left alone meanwhile', async () => {
    const api = cloud(busy, [null, new AppError('rate-limited')]);

    const sent = createCommandRunner(api, racingClock()).start(command('arm'));
    expect(await codeOf(sent)).toBe('rate-limited');
  });

  it('is no reason to bear another failure', async () => {
    const clock = racingClock();
    const api = cloud(() => Promise.reject(new AppError('offline')));

    expect(await codeOf(createCommandRunner(api, clock).start(command('arm')))).toBe('offline');
    expect(clock.waits).toEqual([]);
  });
});
