import { spawnSync } from 'node:child_process';
import { deflateRawSync } from 'node:zlib';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../build/provision/lock.ts';
import { downloadUrl } from '../../build/provision/official.ts';
import { folderName, placeOf, stampFits } from '../../build/provision/registry-copy.ts';
import { unzip } from '../../build/provision/unzip.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porchlight-build-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the recipe of the registry copy', () => {
  it.each([
    ['Cypress/Cypress', 'electron'],
    ['Cypress/resources.pak', 'resources.pak'],
    ['Cypress/locales/de.pak', 'locales/de.pak'],
    ['Cypress/resources/app/index.js', undefined],
    ['Cypress/browser_v8_context_snapshot.bin', undefined],
    ['Cypress/', undefined],
    ['elsewhere/file', undefined],
  ])('puts %s at %s', (entry, place) => {
    expect(placeOf(entry)).toBe(place);
  });

  it('makes a new folder for a changed default app, and the same one for the same', () => {
    expect(folderName(['a'])).toBe(folderName(['a']));
    expect(folderName(['a'])).not.toBe(folderName(['b']));
    expect(folderName(['a'])).toMatch(/^electron-33\.2\.1-[0-9a-f]{10}$/);
  });

  it('trusts a stamp only for the very binary it was written for', () => {
    const stamp = JSON.stringify({ electron: { size: 10, mtimeMs: 20 } });
    expect(stampFits(stamp, { size: 10, mtimeMs: 20 })).toBe(true);
    expect(stampFits(stamp, { size: 11, mtimeMs: 20 })).toBe(false);
    expect(stampFits(stamp, { size: 10, mtimeMs: 21 })).toBe(false);
    expect(stampFits('{"electron":', { size: 10, mtimeMs: 20 })).toBe(false);
  });
});

describe('unzip', () => {
  it('writes stored and packed files with their permissions, and leaves out what has no place', async () => {
    const zip = await zipOf([
      { name: 'a/run', text: 'packed '.repeat(50), mode: 0o100755, isPacked: true },
      { name: 'a/note', text: 'stored', mode: 0o100644, isPacked: false },
      { name: 'b/skipped', text: 'no', mode: 0o100644, isPacked: false },
    ]);
    const into = join(folder, 'out');

    await unzip(zip, into, (name) => (name.startsWith('a/') ? name : undefined));

    expect(await readFile(join(into, 'a/run'), 'utf8')).toBe('packed '.repeat(50));
    expect(await readFile(join(into, 'a/note'), 'utf8')).toBe('stored');
    expect((await stat(join(into, 'a/run'))).mode & 0o777).toBe(0o755);
    await expect(stat(join(into, 'b/skipped'))).rejects.toThrow('ENOENT');
  });

  it('refuses an entry that would leave the folder', async () => {
    const zip = await zipOf([{ name: '../evil', text: 'x', mode: 0o100644, isPacked: false }]);
    await expect(unzip(zip, join(folder, 'out'), (name) => name)).rejects.toThrow('leaves');
  });

  it('refuses a file that is no zip', async () => {
    const file = join(folder, 'page.zip');
    await writeFile(file, '<html>not found</html>'.repeat(10));
    await expect(unzip(file, join(folder, 'out'), (name) => name)).rejects.toThrow('not a zip');
  });
});

describe('the lock', () => {
  it('lets one run work at a time', async () => {
    const lock = join(folder, 'lock');
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} starts`);
      await writeFile(join(folder, name), name);
      steps.push(`${name} ends`);
    };

    await Promise.all([withLock(lock, work('one')), withLock(lock, work('two'))]);

    expect(steps[1]).toBe(steps[0]?.replace('starts', 'ends'));
    expect(steps).toHaveLength(4);
  });

  it('is taken over from an owner that has died', async () => {
    const lock = join(folder, 'lock');
    await writeFile(lock, String(spawnSync('true').pid));
    expect(await withLock(lock, async () => 'done')).toBe('done');
  });
});

it('looks for the official Electron at the mirror the person has set', () => {
  expect(downloadUrl('45.4.1', {})).toContain('https://github.com/electron/electron/');
  expect(downloadUrl('45.4.1', { ELECTRON_MIRROR: 'https://mirror.example/' })).toMatch(
    /^https:\/\/mirror\.example\/v45\.4\.1\/electron-v45\.4\.1-.+\.zip$/,
  );
});

interface Entry {
  readonly name: string;
  readonly text: string;
  readonly mode: number;
  readonly isPacked: boolean;
}

async function zipOf(entries: readonly Entry[]): Promise<string> {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, mode, isPacked } of entries) {
    const body = isPacked ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const listed = Buffer.alloc(46);
    listed.writeUInt32LE(0x02014b50, 0);
    listed.writeUInt16LE(isPacked ? 8 : 0, 10);
    listed.writeUInt32LE(body.length, 20);
    listed.writeUInt16LE(name.length, 28);
    listed.writeUInt32LE(mode * 0x10000, 38);
    listed.writeUInt32LE(offset, 42);
    bodies.push(local, Buffer.from(name), body);
    directory.push(listed, Buffer.from(name));
    offset += local.length + name.length + body.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  const file = join(folder, 'test.zip');
  await writeFile(file, Buffer.concat([...bodies, ...directory, end]));
  return file;
}
