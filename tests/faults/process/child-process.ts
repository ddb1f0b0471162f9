import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';
import type { Credentials } from '../../../electron/blink/auth/tokens.ts';

/** What a process with the engine needs to know. */
export interface ChildOptions {
  readonly cloudUrl: string;
  readonly dataFolder: string;
  readonly archive: string;
  readonly credentials: Credentials;
}

export interface Child {
  /** Clips it has told of, so far. */
  readonly banners: readonly string[];
  readonly warnings: readonly string[];
  /** `kill -9`. */
  kill(): Promise<void>;
  /** Lets it end by itself; answers its exit code. */
  stop(): Promise<number | null>;
}

/** Bundles the engine once: started from its sources it would need a second before its first line. */
export async function bundleChild(): Promise<string> {
  const outDir = path.resolve('test-results', 'faults-child');
  mkdirSync(outDir, { recursive: true });
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: false,
      ssr: path.resolve('tests/faults/process/child.ts'),
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'child.mjs', format: 'es' } },
    },
    ssr: { noExternal: true, external: ['libsql', 'electron', 'electron-store'] },
  });
  return path.join(outDir, 'child.mjs');
}

/** Starts the engine in a process of its own. */
export function startChild(script: string, options: ChildOptions): Child {
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const banners: string[] = [];
  const warnings: string[] = [];
  createInterface(child.stdout).on('line', (line) => {
    const words = JSON.parse(line) as { readonly banner?: string; readonly warning?: string };
    if (words.banner !== undefined) banners.push(words.banner);
    if (words.warning !== undefined) warnings.push(words.warning);
  });

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const closed = once(child, 'close');
    child.kill(signal);
    await closed;
    return child.exitCode;
  }

  return {
    banners,
    warnings,
    async kill() {
      await end('SIGKILL');
    },
    stop: () => end('SIGTERM'),
  };
}
