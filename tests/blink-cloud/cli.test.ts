import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterEach, describe, expect, it } from 'vitest';

const CLI = fileURLToPath(new URL('cli.ts', import.meta.url));
const Ready = v.object({ url: v.string(), pid: v.number(), world: v.string() });

const running: ReturnType<typeof start>[] = [];

function start(...options: readonly string[]) {
  const args = ['--import', 'tsx', CLI, ...options];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

function run(...options: readonly string[]) {
  const child = start(...options);
  running.push(child);
  return child;
}

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

describe('the command', () => {
  it('says in one line where it is, and ends cleanly when told to', async () => {
    const child = run('--port', '0', '--world', 'small');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();

    const line = await lines.next();
    const ready = v.parse(Ready, JSON.parse(String(line.value)));
    const answer = await fetch(`${ready.url}/__control/state`);
    child.kill('SIGTERM');
    await once(child, 'exit');

    expect(ready.world).toBe('small');
    expect(answer.status).toBe(200);
    expect(child.exitCode).toBe(0);
    expect((await lines.next()).done).toBe(true);
  });

  it('explains itself when it does not understand', async () => {
    const child = run('--world', 'atlantis');
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));

    await once(child, 'close');

    expect(child.exitCode).toBe(1);
    expect(words).toContain('unknown world "atlantis"');
    expect(words).toContain('--world');
  });
});
