import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { loginAt2020 } from './testing/rest.ts';
import { small } from './worlds/small.ts';

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

  it('takes an era, a world file, a pace and things that are broken', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cli-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = path.join(folder, 'mine.json');
    await writeFile(file, JSON.stringify({ ...small, name: 'mine' }));
    const fault = '{"name":"status","match":"regions","status":503}';
    const child = run(
      ...['--world', file, '--era', '2020', '--latency', '5', '--rate', '1000000'],
      ...['--clip-size', '200000', '--fault', 'rate-limited', '--fault', fault],
    );
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();

    const ready = v.parse(Ready, JSON.parse(String((await lines.next()).value)));

    expect(ready.world).toBe('mine');
    expect((await fetch(`${ready.url}/regions`)).status).toBe(503);
    expect((await fetch(`${ready.url}/api/v1/version`)).status).toBe(429);
    await fetch(`${ready.url}/__control/fault`, { method: 'DELETE' });
    expect((await loginAt2020(ready.url)).response.status).toBe(200);
    const clip = await fetch(`${ready.url}/__control/clip/7000001`);
    expect((await clip.arrayBuffer()).byteLength).toBe(200_000);
  });

  it.each([
    [['--era', '1999'], '--era takes 2020 or today'],
    [['--latency', 'slow'], '--latency takes a number'],
    [['--fault', 'gremlins'], 'gremlins'],
    [['--world', 'missing.json'], 'missing.json'],
  ])('refuses %j', async (options, words) => {
    const child = run('--world', 'small', ...options);
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));

    await once(child, 'close');

    expect(child.exitCode).toBe(1);
    expect(said).toContain(words);
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
