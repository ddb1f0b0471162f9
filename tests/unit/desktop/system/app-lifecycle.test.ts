import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import {
  watchAppLifecycle,
  type LifecycleApp,
  type StartedApp,
} from '../../../../electron/desktop/system/app-lifecycle.ts';
import { createFakeClock, settled } from '../../../fixtures/fake-clock.ts';

/** Electron's `app`, as far as its events and its end are concerned. */
function setUp() {
  const events = new EventEmitter();
  const said: string[] = [];
  const clock = createFakeClock();
  const app: LifecycleApp = Object.assign(events, {
    quit: () => said.push(`quit ${isPrevented() ? 'prevented' : 'done'}`),
    exit: (code: number) => said.push(`exit ${code}`),
  });
  const emit = (name: string, ...args: unknown[]): boolean => {
    let prevented = false;
    events.emit(name, { preventDefault: () => (prevented = true) }, ...args);
    return prevented;
  };
  const isPrevented = () => emit('before-quit');
  const deps = (stop: StartedApp['stop'] = async () => undefined): StartedApp => ({
    show: () => said.push('show'),
    startedAgain: (words) => said.push(`again ${words.join(' ')}`),
    openLink: (link) => said.push(`link ${link}`),
    async stop() {
      said.push('stop');
      await stop();
    },
  });
  return { clock, said, emit, deps, lifecycle: watchAppLifecycle(app, clock) };
}

const afterQuit = () => new Promise((resolve) => setImmediate(resolve));

test('what arrives before the application is ready is done as soon as it is', () => {
  const { said, emit, deps, lifecycle } = setUp();
  expect(emit('open-url', 'porchlight://clips')).toBe(true);
  emit('second-instance', ['porchlight', 'porchlight://home']);
  expect(said).toEqual([]);

  lifecycle.ready(deps());

  expect(said).toEqual(['link porchlight://clips', 'again porchlight porchlight://home']);
});

test('a wish to quit during the start is kept too, and nothing new is begun', async () => {
  const { said, emit, deps, lifecycle } = setUp();
  expect(emit('before-quit')).toBe(true);
  expect(lifecycle.isQuitting()).toBe(true);

  lifecycle.ready(deps());
  await settled();
  await afterQuit();

  expect(said).toEqual(['stop', 'quit done']);
});

test('quitting waits until everything is stopped, once', async () => {
  const { said, emit, deps, lifecycle } = setUp();
  let stopped = (): void => undefined;
  lifecycle.ready(deps(() => new Promise((resolve) => (stopped = resolve))));
  expect([emit('before-quit'), emit('before-quit')]).toEqual([true, true]);
  await afterQuit();
  expect(said).toEqual(['stop']);

  stopped();
  await settled();
  await afterQuit();

  expect(said).toEqual(['stop', 'quit done']);
});

test('a stop that fails ends the application all the same', async () => {
  const { said, emit, deps, lifecycle } = setUp();
  lifecycle.ready(deps(() => Promise.reject(new Error('disk'))));
  emit('before-quit');
  await settled();
  await afterQuit();

  expect(said).toEqual(['stop', 'quit done']);
});

test.each([true, false])('it ends after 5 s whatever hangs (ready: %s)', async (isReady) => {
  const { clock, said, emit, deps, lifecycle } = setUp();
  if (isReady) lifecycle.ready(deps(() => new Promise(() => undefined)));
  emit('before-quit');

  await clock.advance(4_999);
  expect(said).not.toContain('exit 0');
  await clock.advance(1);
  expect(said).toContain('exit 0');
});
