import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

/** An ordinary user of this computer. */
export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export interface LaunchOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Run as this user (only root may); left out: as ourselves. */
  readonly user?: User | undefined;
  /** Written to standard input, which is then closed. */
  readonly input?: string;
}

/** A program that runs until it is stopped. */
export interface Daemon {
  readonly pid: number;
  /** Everything said so far on standard output and standard error. */
  output(): string;
  /** The first line written to file descriptor 3; fails when the program ends without one. */
  announcement(): Promise<string>;
  hasExited(): boolean;
  /** Kills it and answers when it is gone. */
  stop(): Promise<void>;
  /** Kills it without waiting: for exit handlers. */
  kill(): void;
}

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Looks a user up by name; throws if there is none. */
export function findUser(name: string): User {
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { name, uid: id('-u'), gid: id('-g') };
}

/** Starts a program that ends with us at the latest, however we end. */
export function startDaemon(
  command: string,
  args: readonly string[],
  options: LaunchOptions,
): Daemon {
  const child = launch(command, args, options);
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const gone = ended(child);
  const announced = firstLine(child.stdio[3]);
  const output = () => said.join('').trim();
  const hasExited = () => child.exitCode !== null || child.signalCode !== null;
  const kill = () => void child.kill('SIGKILL');
  return {
    pid: child.pid ?? 0,
    output,
    hasExited,
    kill,
    async announcement() {
      const line = await announced;
      if (line === undefined) throw new Error(`${command} did not start: ${output()}`);
      return line;
    },
    async stop() {
      if (!hasExited()) kill();
      await gone;
    },
  };
}

/** Runs a program to its end; one that fails is an answer, not an error. */
export async function run(
  command: string,
  args: readonly string[],
  options: LaunchOptions,
): Promise<Finished> {
  const child = launch(command, args, options);
  const read = (stream: Readable | null) => (stream ? text(stream) : '');
  const [code, stdout, stderr] = await Promise.all([
    ended(child),
    read(child.stdout),
    read(child.stderr),
  ]);
  return { code, stdout, stderr };
}

// setpriv becomes the program itself, so its process id is the program's, and the kernel ends the program with us.
function launch(command: string, args: readonly string[], options: LaunchOptions) {
  const { env, user, input = '' } = options;
  const identity = user
    ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--init-groups', '--inh-caps=-all']
    : [];
  const child = spawn('setpriv', [...identity, '--pdeathsig', 'KILL', '--', command, ...args], {
    env,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  // A program that ends before it has read everything is no failure of ours.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return child;
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => resolve(code ?? -1));
    child.once('error', reject);
  });
}

async function firstLine(stream: unknown): Promise<string | undefined> {
  if (!(stream instanceof Readable)) return undefined;
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}
