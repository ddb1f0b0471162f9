import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { transformWithOxc } from 'vite';
import type { PoolOptions, PoolRunnerInitializer, PoolWorker } from 'vitest/node';
import { electronBinary, ensureElectron } from '../../../build/provision/electron-runtime.ts';
import type { DesktopSession } from '../../desktop/session.ts';

/**
 * Runs each test file inside the main process of a real Electron, on an invisible screen of its own, so that
 * `electron` is the real module there and requests go through Chromium's network.
 */
export const electronPool: PoolRunnerInitializer = {
  name: 'electron',
  createPoolWorker: createElectronWorker,
};

const folder = import.meta.dirname;
const root = path.resolve(folder, '../../..');

function createElectronWorker({ project }: PoolOptions): PoolWorker {
  const { outputStream, errorStream } = project.vitest.logger;
  let running: Running | null = null;
  const child = (): ChildProcess => {
    if (running === null) throw new Error('this Electron has not started, or has ended');
    return running.child;
  };

  return {
    name: 'electron',
    on: (event, callback) => void child().on(event, callback),
    off: (event, callback) => void child().off(event, callback),
    send: (message) => void child().send(message),
    deserialize: (data) => data,
    async start() {
      running = await launch();
      running.child.stdout?.pipe(outputStream, { end: false });
      running.child.stderr?.pipe(errorStream, { end: false });
    },
    async stop() {
      if (running === null) return;
      await end(running);
      running = null;
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  readonly session: DesktopSession;
}

async function launch(): Promise<Running> {
  const { dist } = await ensureElectron();
  // Loaded only here, because every vitest project loads this file.
  const { startDesktopSession } = await import('../../desktop/session.ts');
  const session = await startDesktopSession({ keyring: 'none' });
  // Root may not use Chromium's sandbox, and no page is opened here.
  const args = ['--no-sandbox', '--disable-gpu', await compiledWorker()];
  const child = spawn(electronBinary(dist), args, {
    cwd: root,
    env: { ...session.env, NODE_ENV: 'test', VITEST: 'true', TEST: 'true' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    serialization: 'advanced',
  });
  const said = readAll(child);
  const failed = once(child, 'exit').then(() => {
    throw new Error(`Electron ended at its start: ${said()}`);
  });
  await Promise.race([once(child, 'message'), failed]);
  failed.catch(() => undefined);
  return { child, session };
}

function readAll({ stdout, stderr }: ChildProcess): () => string {
  const chunks: string[] = [];
  for (const stream of [stdout, stderr]) {
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  }
  return () => chunks.join('').trim();
}

async function end({ child, session }: Running): Promise<void> {
  const isOver = child.exitCode !== null || child.signalCode !== null;
  const exited = isOver ? Promise.resolve() : once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
  await session.stop();
}

/** Electron's Node reads no TypeScript. The result lies in `dist`, from where it finds the packages. */
async function compiledWorker(): Promise<string> {
  const source = path.join(folder, 'electron-worker.ts');
  const { code } = await transformWithOxc(await readFile(source, 'utf8'), source);
  const target = path.join(root, 'dist/tests/electron-worker.mjs');
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(target, code);
  return target;
}
