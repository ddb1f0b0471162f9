import { chmod, mkdir, mkdtemp, rm, stat, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { longestAnswerMs, type CliAnswer } from '../../../../electron/desktop/cli/cli-protocol.ts';
import {
  listenForCommands,
  tryListenForCommands,
  sendCommand,
} from '../../../../electron/desktop/cli/cli-socket.ts';
import { armingDeadlineMs } from '../../../../electron/services/arming/arming-service.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'porchlight-socket-'));
});
afterEach(() => rm(folder, { recursive: true }));
const userId = process.getuid?.() ?? null;
const placeIn = (at: string) => ({ path: path.join(at, 'porchlight.sock'), folder: at, userId });
const modeOf = async (file: string) => (await stat(file)).mode & 0o777;

const done = () => Promise.resolve({ exitCode: 0, text: 'done' });

describe('the door for commands', () => {
  it('is done without where it cannot be opened, and the log says why', async () => {
    const place = placeIn(folder);
    await mkdir(place.path);
    const log = { warn: vi.fn() };
    const stop = await tryListenForCommands(place, done, log);
    expect(log.warn).toHaveBeenCalledWith('no commands', { reason: expect.any(String) as string });
    stop();
  });

  it('brings an answer back with its warning, and tells silence from absence', async () => {
    const place = placeIn(folder);
    const clock = createFakeClock();
    const ask = () => sendCommand(place, { verb: 'status' }, clock);
    expect(await ask()).toBe('not-running');
    const asked = vi.fn<() => Promise<CliAnswer>>();
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

  it('shuts its folder first, and leaves the umask of the process alone', async () => {
    const umask = vi.spyOn(process, 'umask');
    await chmod(folder, 0o755);
    const place = placeIn(folder);
    const stop = await listenForCommands(place, done);
    expect([await modeOf(folder), await modeOf(place.path)]).toEqual([0o700, 0o600]);
    expect(umask).not.toHaveBeenCalled();
    umask.mockRestore();
    stop();
  });

  it('does not open in the folder of another user', async () => {
    const place = { ...placeIn(folder), userId: (userId ?? 0) + 1 };
    await expect(listenForCommands(place, done)).rejects.toThrow('belongs to somebody else');
  });

  it('opens behind a link of our own', async () => {
    const link = path.join(folder, 'link');
    await mkdir(path.join(folder, 'data'));
    await symlink('data', link);
    const stop = await listenForCommands(placeIn(link), done);
    expect(await sendCommand(placeIn(link), { verb: 'status' }, createFakeClock())).toEqual(
      await done(),
    );
    stop();
  });
});

describe('whoever asks', () => {
  /** Somebody who answers in our place, and what they were told. */
  async function startStranger(at: string) {
    const heard: string[] = [];
    const server = createServer((socket) => {
      socket.on('data', (part) => heard.push(part.toString()));
      socket.write('{"exitCode":0,"text":"Studio is armed."}\n');
    });
    await new Promise<void>((resolve) => server.listen(at, resolve));
    return { heard, stop: () => server.close() };
  }
  const ask = (place: ReturnType<typeof placeIn>) =>
    sendCommand(place, { verb: 'arm', name: 'Studio' }, createFakeClock());

  it.each([0o720, 0o702, 0o701])('believes nobody behind a folder of mode %o', async (mode) => {
    const place = placeIn(folder);
    const stranger = await startStranger(place.path);
    await chmod(folder, mode);
    expect(await ask(place)).toBe('not-ours');
    expect(stranger.heard).toEqual([]);
    stranger.stop();
  });

  it('believes no socket of another user, and tells them nothing', async () => {
    const place = placeIn(folder);
    const stranger = await startStranger(place.path);
    expect(await ask({ ...place, userId: (userId ?? 0) + 1 })).toBe('not-ours');
    expect(stranger.heard).toEqual([]);
    stranger.stop();
  });
});
