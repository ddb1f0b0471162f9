import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { App, Session } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi, type Mock } from 'vitest';
import { servePages, registerSchemes } from '../../../../electron/desktop/protocols/serve-pages.ts';

interface FakeElectron {
  readonly session: { defaultSession?: unknown };
  readonly protocol: { readonly registerSchemesAsPrivileged: Mock };
}
const electron = vi.hoisted((): FakeElectron => ({
  session: {},
  protocol: { registerSchemesAsPrivileged: vi.fn() },
}));
vi.mock('electron', () => electron);

type Serve = (request: Request) => Promise<Response>;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'porchlight-pages-'));
  await mkdir(path.join(folder, 'dist/assets'), { recursive: true });
  await writeFile(path.join(folder, 'secret.txt'), 'secret');
  await writeFile(path.join(folder, 'clip.mp4'), 'abcdefghij');
  await writeFile(path.join(folder, 'dist/index.html'), '<html>');
  await writeFile(path.join(folder, 'dist/assets/main.js'), 'run()');
});
afterEach(() => rm(folder, { recursive: true }));

/** The session of the pages, with a record of what was set on it. */
async function setUp() {
  const schemes = new Map<string, Serve>();
  const set = {
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setDisplayMediaRequestHandler: vi.fn(),
  };
  const onBeforeRequest = vi.fn();
  const handle = (scheme: string, serve: Serve) => void schemes.set(scheme, serve);
  const pages = { ...set, webRequest: { onBeforeRequest }, protocol: { handle } };
  electron.session.defaultSession = pages;
  const app = new EventEmitter();
  const asked: string[] = [];
  await servePages(app as unknown as App, path.join(folder, 'dist'), {
    async clip(id) {
      asked.push(`clip ${id}`);
      return { path: path.join(folder, 'clip.mp4'), sizeBytes: 10 };
    },
    async still(id) {
      asked.push(`still ${id}`);
      return new Uint8Array([1, 2]);
    },
    async picture(id) {
      asked.push(`picture ${id}`);
      return null;
    },
  });
  const open = (url: string, headers: Record<string, string> = {}) => {
    const serve = schemes.get(new URL(url).protocol.slice(0, -1));
    if (serve === undefined) throw new Error(`nothing serves ${url}`);
    return serve(new Request(url, { headers }));
  };
  return { app, pages: pages as unknown as Session, set, onBeforeRequest, open, asked };
}

describe('the session of our pages', () => {
  it('has every permission and the network shut before a page is served', async () => {
    const { set, onBeforeRequest } = await setUp();
    for (const handler of Object.values(set)) expect(handler).toHaveBeenCalledTimes(1);
    expect(onBeforeRequest).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['ours', true],
    ['of the sign-in', false],
  ])('pages %s leave their place: stopped %s', async (whose, isStopped) => {
    const { app, pages } = await setUp();
    const session = whose === 'ours' ? pages : {};
    const contents = Object.assign(new EventEmitter(), { session, setWindowOpenHandler: vi.fn() });
    app.emit('web-contents-created', {}, contents);
    const preventDefault = vi.fn();
    contents.emit('will-frame-navigate', { url: 'https://example.com/', preventDefault });
    expect(preventDefault.mock.calls.length === 1).toBe(isStopped);
  });
});

describe('app:', () => {
  it('serves the built pages with their type and the policy', async () => {
    const { open } = await setUp();
    const page = await open('app://porchlight/index.html');
    expect([page.status, await page.text()]).toEqual([200, '<html>']);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const script = await open('app://porchlight/assets/main.js');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('content-security-policy')).toBe(
      page.headers.get('content-security-policy'),
    );
  });

  it('allows scripts and styles of its own, and connects, frames and submits nowhere', async () => {
    const { open } = await setUp();
    const { headers } = await open('app://porchlight/index.html');
    const policy = headers.get('content-security-policy') ?? '';
    const words = new Map(policy.split('; ').map((rule) => [rule.split(' ')[0], rule] as const));
    expect([...words.values()]).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' media:",
        'media-src media:',
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
      ]),
    );
    expect(policy).not.toMatch(/unsafe|http|\*|data:|blob:/);
  });

  it.each([
    'app://porchlight/../secret.txt',
    'app://porchlight/%2e%2e/secret.txt',
    'app://porchlight/..%2fsecret.txt',
    'app://porchlight/nothing.html',
    'app://elsewhere/index.html',
  ])('has nothing at %s', async (url) => {
    const { open } = await setUp();
    expect((await open(url)).status).toBe(404);
  });
});

describe('media:', () => {
  it('serves a clip, whole and in parts, as a video and nothing else', async () => {
    const { open } = await setUp();
    const whole = await open('media://clip/c1');
    expect([whole.status, await whole.text()]).toEqual([200, 'abcdefghij']);
    expect(whole.headers.get('content-type')).toBe('video/mp4');
    expect(whole.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    const part = await open('media://clip/c1', { range: 'bytes=2-4' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 2-4/10']);
    expect(await part.text()).toBe('cde');
    expect((await open('media://clip/c1', { range: 'bytes=20-' })).status).toBe(416);
  });

  it('serves pictures by id', async () => {
    const { open, asked } = await setUp();
    const still = await open('media://still/c1');
    expect([still.status, still.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect((await open('media://picture/1:owl:3')).status).toBe(404);
    expect(asked).toEqual(['still c1', 'picture 1:owl:3']);
  });

  it.each(['media://clip/..%2f..%2fetc%2fpasswd', 'media://file/c1', 'media://picture/c1'])(
    'asks nobody for %s',
    async (url) => {
      const { open, asked } = await setUp();
      expect((await open(url)).status).toBe(404);
      expect(asked).toEqual([]);
    },
  );
});

it('both schemes are standard and secure; only media: is read in pieces', () => {
  registerSchemes();
  expect(electron.protocol.registerSchemesAsPrivileged.mock.calls).toEqual([
    [
      [
        { scheme: 'app', privileges: { standard: true, secure: true } },
        {
          scheme: 'media',
          privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
        },
      ],
    ],
  ]);
});
