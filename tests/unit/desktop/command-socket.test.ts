import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenOrDoWithout } from '../../../electron/desktop/commands/command-socket.ts';

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
});
