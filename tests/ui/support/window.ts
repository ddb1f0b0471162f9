import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  _electron,
  expect,
  test as base,
  type ElectronApplication,
  type Page,
} from '@playwright/test';
import type { AppState } from '../../../shared/app-state.ts';
import type { AppErrorCode, Result } from '../../../shared/errors.ts';
import type { Payload, PushName, RequestName, Value } from '../../../shared/ipc/types.ts';
import type { Clip } from '../../../shared/models.ts';
import { startDesktopSession } from '../../desktop/session.ts';
import type { HarnessCall } from './harness.ts';
import { prepareHarness } from './prepare.ts';

/** The real pages over a main process that says what the test says. */
export interface Ui {
  readonly page: Page;
  readonly app: ElectronApplication;
  /** Loads the page anew in this world. */
  show(state: AppState, clips?: readonly Clip[]): Promise<void>;
  change(slices: Partial<AppState>): Promise<void>;
  setClips(clips: readonly Clip[]): Promise<void>;
  answer<K extends RequestName>(name: K, result: Result<Value<K>>): Promise<void>;
  hold(name: RequestName): Promise<void>;
  push<K extends PushName>(name: K, payload: Payload<K>): Promise<void>;
  calls(name: RequestName): Promise<readonly HarnessCall[]>;
  resize(width: number, height: number): Promise<void>;
  /** Pixels by which the page is wider than the window. */
  sidewaysOverflow(): Promise<number>;
  /** Sentences about what axe has against the page; none is the aim. */
  accessibilityFaults(page?: Page): Promise<readonly string[]>;
}

/** A failure as main would answer it. */
export const failed = (code: AppErrorCode): Result<never> => ({
  ok: false,
  error: { code, detail: '', retryAt: null },
});

/** A request that went well and has nothing to tell. */
export const accepted: Result<void> = { ok: true, value: undefined };

export const test = base.extend<object, { ui: Ui }>({
  ui: [
    async ({ playwright: _playwright }, use) => {
      const session = await startDesktopSession({
        keyring: 'none',
        size: { width: 1500, height: 1000 },
      });
      const app = await _electron.launch({
        args: [await prepareHarness()],
        env: { ...session.env, ...runtime(), LANG: 'en_US.UTF-8' },
      });
      await use(createUi(app, await app.firstWindow()));
      await app.close();
      await session.stop();
    },
    { scope: 'worker' },
  ],
});

/** As it travels to the harness: the types were checked on the way in. */
interface Given<Name, Value> {
  readonly name: Name;
  readonly value: Value;
}

function createUi(app: ElectronApplication, page: Page): Ui {
  const calls = () => app.evaluate(() => globalThis.harness.calls());
  return {
    page,
    app,
    async show(state, clips = []) {
      const world = { state, clips };
      await app.evaluate((_, { state, clips }) => globalThis.harness.reset(state, clips), world);
      await page.reload();
    },
    change: (slices) => app.evaluate((_, given) => globalThis.harness.change(given), slices),
    setClips: (clips) => app.evaluate((_, given) => globalThis.harness.setClips(given), clips),
    answer(name, result) {
      const given: Given<RequestName, Result<unknown>> = { name, value: result };
      return app.evaluate((_, { name, value }) => globalThis.harness.answer(name, value), given);
    },
    hold: (name) => app.evaluate((_, given) => globalThis.harness.hold(given), name),
    push(name, payload) {
      const given: Given<PushName, unknown> = { name, value: payload };
      return app.evaluate((_, { name, value }) => globalThis.harness.push(name, value), given);
    },
    calls: async (name) => (await calls()).filter((call) => call.name === name),
    async resize(width, height) {
      await app.evaluate((_, [w, h]) => globalThis.harness.resize(w, h), [width, height] as const);
      await expect.poll(() => page.evaluate(() => innerWidth)).toBe(width);
    },
    sidewaysOverflow: () =>
      page.evaluate(() => {
        const tooWide = [...document.querySelectorAll('body, main')].map(
          ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
        );
        return Math.max(...tooWide);
      }),
    accessibilityFaults: (other = page) => accessibilityFaults(other),
  };
}

const runtime = (): Record<string, string> => {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  return dist === undefined ? {} : { ELECTRON_OVERRIDE_DIST_PATH: dist };
};

interface AxeReport {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
}

const axePath = path.resolve('node_modules/axe-core/axe.min.js');

async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  // Through the debugger: the page's own policy forbids adding a script, and that is how it should be.
  await page.evaluate(await readFile(axePath, 'utf8'));
  const report = await page.evaluate<AxeReport>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return report.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary}`),
  );
}
