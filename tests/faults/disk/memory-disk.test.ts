import { describe, expect, it } from 'vitest';
import { createChance } from '../chance.ts';
import { createMemoryDisk, type MemoryDisk } from './memory-disk.ts';

const text = async ({ fs }: MemoryDisk, path: string): Promise<string | null> => {
  const bytes = await fs.read(path);
  return bytes === null ? null : Buffer.from(bytes).toString();
};

async function write({ fs }: MemoryDisk, path: string, words: string, isSynced: boolean) {
  const file = await fs.create(path);
  await file.write(Buffer.from(words));
  if (isSynced) await file.sync();
}

/** Everything a power loss may leave of a path, over many losses. */
async function leftOf(disk: MemoryDisk, path: string): Promise<ReadonlySet<string | null>> {
  const found = new Set<string | null>();
  for (let seed = 0; seed < 200; seed += 1) {
    found.add(await text(disk.afterPowerLoss(createChance(seed).next), path));
  }
  return found;
}

describe('a disk in memory', () => {
  it('keeps what was synced, and its name once the folder was', async () => {
    const disk = createMemoryDisk();
    await write(disk, '/a', 'words', true);

    expect(await leftOf(disk, '/a')).toEqual(new Set([null, 'words']));
    await disk.fs.syncFolder('/');
    expect(await leftOf(disk, '/a')).toEqual(new Set(['words']));
  });

  it('loses, tears or hollows out what was not synced', async () => {
    const disk = createMemoryDisk();
    await write(disk, '/a', 'safe ', true);
    await disk.fs.syncFolder('/');
    const file = await disk.fs.append('/a');
    await file.write(Buffer.from('late'));

    const left = await leftOf(disk, '/a');
    for (const each of ['safe ', 'safe la', 'safe late', 'safe \0\0\0\0']) {
      expect(left).toContain(each);
    }
    expect([...left].every((each) => each?.startsWith('safe '))).toBe(true);
  });

  it('may know a file by its new name without its bytes', async () => {
    const disk = createMemoryDisk();
    await write(disk, '/a.part', 'words', false);
    await disk.fs.rename('/a.part', '/a');
    await disk.fs.syncFolder('/');

    expect(await leftOf(disk, '/a')).toContain('');
  });

  it('forgets a folder whose own name was not synced, whatever was synced inside', async () => {
    const disk = createMemoryDisk();
    await disk.fs.makeFolder('/a/b');
    await write(disk, '/a/b/c', 'words', true);
    await disk.fs.syncFolder('/a/b');

    expect(await leftOf(disk, '/a/b/c')).toContain(null);
    await disk.fs.syncFolder('/a');
    await disk.fs.syncFolder('/');
    expect(await leftOf(disk, '/a/b/c')).toEqual(new Set(['words']));
  });

  it('carries out renames in any order, each whole or not at all', async () => {
    const disk = createMemoryDisk();
    await write(disk, '/a', 'one', true);
    await write(disk, '/b', 'two', true);
    await disk.fs.syncFolder('/');
    await disk.fs.rename('/a', '/c');
    await disk.fs.rename('/b', '/d');

    const states = new Set<string>();
    for (let seed = 0; seed < 200; seed += 1) {
      const { fs } = disk.afterPowerLoss(createChance(seed).next);
      states.add((await fs.list('/')).join());
    }
    expect(states).toEqual(new Set(['a,b', 'b,c', 'a,d', 'c,d']));
  });

  it('is full when it is full', async () => {
    const disk = createMemoryDisk();
    disk.capacityBytes = 5;
    await write(disk, '/a', '12345', false);

    await expect(write(disk, '/b', '6', false)).rejects.toMatchObject({ code: 'disk-full' });
    for (const path of ['/a', '/b']) await disk.fs.remove(path);
    await write(disk, '/b', '6', false);
  });

  it('leaves another disk as it was', async () => {
    const disk = createMemoryDisk();
    await write(disk, '/a', 'words', false);
    const after = disk.afterPowerLoss(() => 0.5);
    await write(after, '/a', 'others', true);

    expect(await text(disk, '/a')).toBe('words');
  });
});
