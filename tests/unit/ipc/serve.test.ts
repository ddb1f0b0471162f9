import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { guards } from '../../../electron/ipc/guards.ts';
import { serve } from '../../../electron/ipc/serve.ts';
import type { Logger } from '../../../electron/lib/logger.ts';
import { AppError } from '../../../shared/errors.ts';
import { contract, type WindowName } from '../../../shared/ipc/contract.ts';
import type { Handlers } from '../../../shared/ipc/types.ts';

type Answer = (event: IpcMainInvokeEvent, arg: unknown) => Promise<unknown>;

const fake = vi.hoisted(() => ({
  ipcMain: null as EventEmitter | null,
  doors: new Map<string, unknown>(),
}));
vi.mock('electron', () => ({
  get ipcMain() {
    return fake.ipcMain;
  },
}));

beforeEach(() => {
  fake.doors.clear();
  fake.ipcMain = Object.assign(new EventEmitter(), {
    handle: (name: string, answer: unknown) => void fake.doors.set(name, answer),
    removeHandler: (name: string) => void fake.doors.delete(name),
  });
});

const requests = Object.entries(contract).flatMap(([name, word]) =>
  word.kind === 'request' ? [name] : [],
);

/** Serves with handlers that note their calls, to a sender who is this window. */
function setUp(window: WindowName | null) {
  const calls: unknown[] = [];
  const failures: unknown[] = [];
  const handlers = new Proxy(
    {},
    {
      get: (_target, name) => (arg: unknown) => {
        calls.push([name, arg]);
        if (name === 'disarmNetwork') throw new AppError('module-busy', 'the hub');
        return 'done';
      },
    },
  ) as Handlers;
  const windows = { add: () => undefined, contentsOf: () => null, senderOf: () => window };
  const log = { warn: (...words: unknown[]) => void failures.push(words) } as unknown as Logger;
  const stop = serve({ handlers, guards, windows, log });
  const ask = (name: string, arg?: unknown) =>
    (fake.doors.get(name) as Answer)({} as IpcMainInvokeEvent, arg);
  return { ask, calls, failures, stop };
}

describe('the door for the pages', () => {
  it('opens for the requests of the contract and no others, and is shut again', () => {
    const { stop } = setUp('main');
    expect([...fake.doors.keys()].sort()).toEqual(requests.toSorted());
    stop();
    expect([...fake.doors.keys()]).toEqual([]);
  });

  it('hands a proven argument on and the answer back', async () => {
    const { ask, calls } = setUp('main');
    expect(await ask('armNetwork', '1:2')).toEqual({ ok: true, value: 'done' });
    expect(calls).toEqual([['armNetwork', '1:2']]);
  });

  it('stops a wrong argument before the handler', async () => {
    const { ask, calls, failures } = setUp('main');
    const error = { code: 'invalid-argument', detail: 'armNetwork', retryAt: null };
    expect(await ask('armNetwork', '1:2; drop')).toMatchObject({
      ok: false,
      error: { code: error.code },
    });
    expect(calls).toEqual([]);
    expect(failures).toHaveLength(1);
  });

  it.each([
    ['a stranger', null, 'getSnapshot', undefined],
    ['the main window in place of the decoder', 'main', 'pictureDecoded', undefined],
    ['the decoder in place of the main window', 'decoder', 'armNetwork', '1:2'],
  ] as const)('is shut for %s', async (_who, window, name, arg) => {
    const { ask, calls } = setUp(window);
    expect(await ask(name, arg)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
    expect(calls).toEqual([]);
  });

  it('tells the name of a failure, and never throws', async () => {
    const { ask } = setUp('main');
    expect(await ask('disarmNetwork', '1:2')).toMatchObject({
      ok: false,
      error: { code: 'module-busy', retryAt: null },
    });
  });

  it('shuts the one that electron-store opens by itself', () => {
    fake.ipcMain?.on('electron-store-get-data', () => undefined);
    setUp('main');
    expect(fake.ipcMain?.listenerCount('electron-store-get-data')).toBe(0);
  });
});
