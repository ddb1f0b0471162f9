import { lstat, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listenForCommands, sendCommand } from '../../../../electron/desktop/cli/cli-socket.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';

// An ordinary user cannot give a file away: who owns the socket is told in place of the disk.
vi.mock('node:fs/promises', { spy: true });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'porchlight-owner-'));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const userId = process.getuid?.() ?? 0;
const placeOf = () => ({ path: path.join(folder, 'porchlight.sock'), folder, userId });
const done = { exitCode: 0, text: 'done' };

async function ownedBy(owner: number): Promise<void> {
  const { path: socket } = placeOf();
  const real = vi.mocked(lstat).getMockImplementation() ?? lstat;
  const facts = Object.assign(await real(socket), { uid: owner });
  const ofFolder = await real(folder);
  vi.mocked(lstat).mockImplementation(async (file) => (file === socket ? facts : ofFolder));
}

describe('in a folder of our own', () => {
  it('a socket of ours is believed, one of somebody else is told nothing', async () => {
    const carryOut = vi.fn(async () => done);
    const stop = await listenForCommands(placeOf(), carryOut);
    const ask = () => sendCommand(placeOf(), { verb: 'status' }, createFakeClock());

    await ownedBy(userId);
    expect(await ask()).toEqual(done);
    await ownedBy(userId + 1);
    expect(await ask()).toBe('not-ours');

    expect(carryOut).toHaveBeenCalledTimes(1);
    stop();
  });

  it('a plain file in place of the socket is not believed', async () => {
    await writeFile(placeOf().path, '');
    expect(await sendCommand(placeOf(), { verb: 'status' }, createFakeClock())).toBe('not-ours');
  });
});
