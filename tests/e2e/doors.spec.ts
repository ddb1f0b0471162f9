import { expect, type Page } from '@playwright/test';
import { contract } from '../../shared/ipc/contract.ts';
import { setStage, test, type Stage } from './support/fixtures.ts';
import type { Porchlight } from './support/porchlight.ts';

const inPage = <T>(page: Page, code: string): Promise<T> => page.evaluate<T>(code);

/** One application for all: these tests knock, and nothing they do may open. */
test.describe('the doors of the main window', () => {
  let stage: Stage & { strike(): Promise<void> };
  let porchlight: Porchlight;
  let page: Page;

  test.beforeAll(async () => {
    stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today' });
    porchlight = await stage.launch();
    page = await porchlight.window();
  });
  test.beforeEach(async () => {
    await page.reload();
  });
  test.afterAll(() => stage.strike());

  test('the page has no Node and runs in the sandbox, isolated from the preload', async () => {
    expect(await inPage(page, '[typeof require, typeof process, typeof module]')).toEqual([
      'undefined',
      'undefined',
      'undefined',
    ]);
    const preferences = await porchlight.app.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        const used = (
          contents as unknown as { getLastWebPreferences(): Record<string, unknown> }
        ).getLastWebPreferences();
        return [used.sandbox, used.contextIsolation, used.nodeIntegration, used.webviewTag];
      }),
    );
    expect(preferences).toEqual(preferences.map(() => [true, true, false, false]));
  });

  test('main listens to the words of the contract and nothing else', async () => {
    // The settings library opens a door of its own when it is made: it tells any page where our data lies.
    const doors = await porchlight.app.evaluate(({ ipcMain }) => ipcMain.eventNames().map(String));
    expect(doors.filter((name) => name.startsWith('electron-store'))).toEqual([]);
  });

  test('the page sees the contract and nothing else', async () => {
    const requests = Object.entries(contract).flatMap(([name, word]) =>
      word.kind === 'request' ? [name] : [],
    );
    expect((await inPage<string[]>(page, 'Object.keys(window.api)')).sort()).toEqual(
      [...requests, 'on'].sort(),
    );
    expect(await inPage(page, 'typeof window.api.getSnapshot.constructor("return process")')).toBe(
      'function',
    );
    await expect(inPage(page, 'window.api.on("secret", () => {})')).rejects.toThrow(/not a push/);
  });

  test('inline scripts, eval, foreign pictures, forms and base tags are blocked', async () => {
    const violations = await inPage<string[]>(
      page,
      `new Promise((resolve) => {
        const seen = new Set();
        document.addEventListener('securitypolicyviolation', (event) => {
          seen.add(event.effectiveDirective);
          if (seen.size === 6) resolve([...seen].sort());
        });
        const add = (tag, set) => { const node = document.createElement(tag); set(node); document.body.append(node); return node; };
        const policyFree = (name) => document.createElementNS('http://www.w3.org/1999/xhtml', name);
        add('img', (node) => { node.src = 'https://example.com/x.png'; });
        add('base', (node) => { node.href = 'https://example.com/'; });
        add('iframe', (node) => { node.src = 'https://example.com/'; });
        add('form', (node) => { node.action = 'https://example.com/'; node.method = 'post'; }).submit();
        const script = policyFree('script');
        try { script.text = 'window.injected = true'; document.body.append(script); } catch { /* trusted types say no */ }
        const style = policyFree('style'); style.append('body { color: red }'); document.head.append(style);
      })`,
    );
    expect(violations).toEqual(
      expect.arrayContaining(['base-uri', 'form-action', 'frame-src', 'img-src']),
    );
    expect(await inPage(page, 'window.injected')).toBeUndefined();
    // From a timer: what a debugger runs itself may always use eval.
    const tried = `new Promise((resolve) => setTimeout(() => {
      try { eval('1'); resolve('ran'); } catch { resolve('blocked'); }
    }))`;
    expect(await inPage(page, tried)).toBe('blocked');
  });

  test('the page stays where it is and opens no windows', async () => {
    const before = page.url();
    await inPage(page, 'void (location.href = "https://example.com/")');
    await inPage(page, 'void (location.href = "file:///etc/passwd")');
    expect(await inPage(page, 'window.open("https://example.com/")')).toBeNull();
    expect(await inPage(page, 'document.readyState')).toBe('complete');
    expect(page.url()).toBe(before);
  });

  test('nothing but our own schemes is reachable', async () => {
    for (const url of [
      'https://example.com/',
      'file:///etc/passwd',
      'app://porchlight/../main/main.js',
    ]) {
      await expect(
        inPage(page, `fetch(${JSON.stringify(url)}).then((a) => a.ok)`),
      ).rejects.toThrow();
    }
  });

  test('every permission is refused', async () => {
    const states = await inPage<string[]>(
      page,
      `Promise.all(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi']
        .map(async (name) => (await navigator.permissions.query({ name })).state))`,
    );
    expect(new Set(states)).toEqual(new Set(['denied']));
    await expect(
      inPage(page, 'navigator.mediaDevices.getUserMedia({ video: true })'),
    ).rejects.toThrow();
  });

  test('a request with a wrong argument stops at the guard', async () => {
    const calls = [
      'armNetwork("1:2; drop")',
      'listClips({ limit: 100000, before: null, deviceId: null })',
      'openLink("https://example.com")',
      'openLink("constructor")',
      'keepClip({ id: "c1" })',
      'signOut({ clips: "burn" })',
    ];
    for (const call of calls) {
      expect(await inPage(page, `window.api.${call}`)).toMatchObject({
        ok: false,
        error: { code: 'invalid-argument' },
      });
    }
  });

  test('the main window may not speak for the decoder', async () => {
    const answer = await inPage(
      page,
      'window.api.pictureDecoded({ jobId: 1, width: 0, height: 0, pixels: null })',
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
  });

  test('electron-store, which opens a door of its own, has none left', async () => {
    const listeners = await porchlight.app.evaluate(({ ipcMain }) =>
      ipcMain.listenerCount('electron-store-get-data'),
    );
    expect(listeners).toBe(0);
  });

  test('no token and no path is anywhere in what the page can ask for', async () => {
    const snapshot = JSON.stringify(await inPage(page, 'window.api.getSnapshot()'));
    expect(snapshot).not.toMatch(/token|bearer|\/tmp\/|immedia-semi/i);
  });
});
