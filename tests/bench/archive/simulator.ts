import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { JournalEntry } from '../../blink-cloud/http/journal.ts';
import type { WorldFile } from '../../blink-cloud/worlds/world-file.ts';

/** The cloud in a process of its own, so that what it costs is not counted as ours. */
export interface Simulator {
  readonly url: string;
  readonly accountId: number;
  requests(): Promise<readonly JournalEntry[]>;
  clearRequests(): Promise<void>;
  record(cameraName: string): Promise<void>;
  kill(): Promise<void>;
}

export interface SimulatorOptions {
  readonly world: WorldFile;
  readonly latencyMs?: number;
  readonly bytesPerSecond?: number;
  readonly clipBytes?: number;
}

export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const folder = await mkdtemp(join(tmpdir(), 'porchlight-bench-cloud-'));
  const file = join(folder, 'world.json');
  await writeFile(file, JSON.stringify(options.world));
  const child = spawn(process.execPath, ['--import', 'tsx', ...argumentsFor(file, options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await urlOf(child);
  const control = (method: string, name: string, body?: object) =>
    fetch(`${url}/__control/${name}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return {
    url,
    accountId: options.world.account.id,
    requests: async () => (await (await control('GET', 'requests')).json()) as JournalEntry[],
    async clearRequests() {
      await control('DELETE', 'requests');
    },
    async record(cameraName) {
      await control('POST', 'record', { cameraName, minutesAgo: 0 });
    },
    async kill() {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function argumentsFor(file: string, options: SimulatorOptions): readonly string[] {
  const { latencyMs = 0, bytesPerSecond, clipBytes } = options;
  return [
    ...['tests/blink-cloud/cli.ts', '--world', file, '--latency', String(latencyMs)],
    ...(bytesPerSecond === undefined ? [] : ['--rate', String(bytesPerSecond)]),
    ...(clipBytes === undefined ? [] : ['--clip-size', String(clipBytes)]),
  ];
}

async function urlOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the simulator has no standard output');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return (JSON.parse(line) as { readonly url: string }).url;
}
