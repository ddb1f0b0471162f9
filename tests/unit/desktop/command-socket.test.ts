import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  longestAnswerMs,
  type CommandAnswer,
} from '../../../electron/desktop/commands/command-answers.ts';
import {
  listenForCommands,
  listenOrDoWithout,
  sendCommand,
} from '../../../electron/desktop/commands/command-socket.ts';
import { armingDeadlineMs } from '../../../electron/services/network.ts';
import { createFakeClock } from '../../fixtures/fake-clock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'porchlight-socket-'));
});
afterEach(() => rm(folder, { recursive: true }));

const done = () => Promise.resolve({ exitCode: 0, text: 'done' });

describe('the door for commands', () => {
  it('is done without where it cannot be opened, and the log says why', async () => {
    const place = { path: path.join(folder, 'porchlight.sock'), folder: null };
    await mkdir(place.path);
    const log = { warn: vi.fn() };
    const stop = await listenOrDoWithout(place, done, log);
    expect(log.warn).toHaveBeenCalledWith('no commands', { reason: expect.any(String) as string });
    stop();
  });

  it('brings an answer back with its warning, and tells silence from absence', async () => {
    const place = { path: path.join(folder, 'porchlight.sock'), folder: null };
    const clock = createFakeClock();
    const ask = () => sendCommand(place, { verb: 'status' }, clock);
    expect(await ask()).toBe('not-running');
    const asked = vi.fn<() => Promise<CommandAnswer>>();
    const stop = await listenForCommands(place, asked);
    asked.mockResolvedValueOnce({ exitCode: 0, text: 'done', warning: 'but' });
    expect(await ask()).toEqual({ exitCode: 0, text: 'done', warning: 'but' });
    asked.mockReturnValueOnce(new Promise(() => undefined));
    const silent = ask();
    await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
    await clock.advance(armingDeadlineMs);
    expect(clock.pending()).toHaveLength(1);
    await clock.advance(longestAnswerMs);
    expect(await silent).toBe('no-answer');
    stop();
  });
});
