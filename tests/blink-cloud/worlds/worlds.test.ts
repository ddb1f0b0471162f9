import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startBlinkCloud } from '../start.ts';
import { bodyOf } from '../testing/answers.ts';
import { signedIn } from '../testing/rest.ts';
import { loadWorld } from './load-world.ts';
import { namedWorlds } from './named-worlds.ts';
import { small } from './small.ts';
import { WorldSchema } from './world-schema.ts';

async function worldFile(name: string, content: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'world-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, name);
  await writeFile(file, content);
  return file;
}

const json = (change: object) => JSON.stringify({ ...small, ...change });

describe('a world', () => {
  it.each(Object.entries(namedWorlds))('named %s keeps to the rules', (_, world) => {
    expect(v.safeParse(WorldSchema, world).issues).toBeUndefined();
  });

  it('is read from JSON, and lives', async () => {
    const account = { ...small.account, email: 'else@porchlight.test' };
    const world = await loadWorld(await worldFile('mine.json', json({ account })));
    const cloud = await startBlinkCloud({ world });
    onTestFinished(() => cloud.stop());

    expect(world.account.email).toBe('else@porchlight.test');
    expect(cloud.control.state().networks).toMatchObject([{ name: 'Studio' }]);
  });

  it('is read from a module that exports it', async () => {
    const file = await worldFile('mine.mjs', `export const world = ${json({ name: 'mine' })};`);

    expect(await loadWorld(file)).toEqual({ ...small, name: 'mine' });
  });

  it.each([
    [{ mediaPageSize: 0 }, 'mediaPageSize'],
    [{ surprise: true }, 'surprise'],
    [{ clips: [{ ...small.clips[0], device: 'Nobody' }] }, 'names a device that is not there'],
    [{ systems: [...small.systems, ...small.systems] }, 'two devices have the same name'],
    [{ systems: [{ ...small.systems[0], timeZone: 'Mars/Olympus' }] }, 'no time zone'],
  ])('with a mistake is refused and the mistake named: %j', async (change, words) => {
    const file = await worldFile('wrong.json', json(change));

    await expect(loadWorld(file)).rejects.toThrow(words);
  });
});

describe('the world of all devices', () => {
  it('is told as its file says, device by device', async () => {
    const world = await loadWorld('all-devices');
    const cloud = await startBlinkCloud({ world });
    onTestFinished(() => cloud.stop());
    const rest = await signedIn(cloud.url);

    const home = (await bodyOf(
      rest.get(`/api/v4/accounts/${world.account.id}/homescreen`),
    )) as Record<string, readonly Record<string, unknown>[]>;

    for (const family of ['cameras', 'owls', 'doorbells'] as const) {
      const written = world.systems.flatMap(({ id, devices }) =>
        devices
          .filter((device) => device.family === family)
          .map(({ name, type, serial, firmware, enabled, status, id: device }) => ({
            network_id: id,
            id: device,
            name,
            type,
            serial,
            fw_version: firmware,
            enabled,
            status,
          })),
      );
      expect(home[family]).toMatchObject(written);
      expect(home[family]).toHaveLength(written.length);
    }
    expect(home.networks).toMatchObject(
      world.systems.map(({ id, name, armed, timeZone }) => ({
        id,
        name,
        armed,
        time_zone: timeZone,
      })),
    );
    expect(home.sync_modules).toMatchObject([
      { id: 3201, status: 'online', local_storage_status: 'active' },
      { id: 3203, status: 'offline', local_storage_status: 'unavailable' },
    ]);
    expect(home.sirens).toMatchObject([{ id: 8201, name: 'Attic siren' }]);
  });
});
