import { spawn, type StdioOptions } from 'node:child_process';
import { projectRoot } from './paths.ts';

/** How a finished command ended; `code` is 127 when it could not be started. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface CaptureOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutMs?: number;
}

/** Runs a command to its end and keeps what it printed. Never throws; a time limit ends it with a code other than 0. */
export function capture(
  command: string,
  args: readonly string[],
  options: CaptureOptions = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const { timeoutMs, ...rest } = options;
    const child = spawn(command, [...args], {
      ...rest,
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.stderr += text));
    child.on('error', (error) => resolve({ ...printed, code: 127, stderr: error.message }));
    child.on('close', (code) => resolve({ ...printed, code: code ?? 1 }));
  });
}

interface ForwardOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly stdio?: StdioOptions;
}

/** Runs a command in the foreground, hands it our SIGINT and SIGTERM, and answers its exit code. Throws if it cannot start. */
export function forward(
  command: string,
  args: readonly string[],
  options: ForwardOptions = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: 'inherit', ...options });
    const pass = (signal: NodeJS.Signals) => child.kill(signal);
    process.on('SIGINT', pass).on('SIGTERM', pass);
    const finish = () => process.off('SIGINT', pass).off('SIGTERM', pass);
    child.on('error', (error) => {
      finish();
      reject(error);
    });
    child.on('close', (code) => {
      finish();
      resolve(code ?? 1);
    });
  });
}

/** Runs the npm we were started by in the foreground, in the project; answers its exit code. */
export function runNpm(args: readonly string[]): Promise<number> {
  // On Windows `npm` is no program, and its script can only be run through the path npm hands on.
  const script = process.env.npm_execpath;
  const options = { cwd: projectRoot };
  return script
    ? forward(process.execPath, [script, ...args], options)
    : forward('npm', args, options);
}

/** The last lines of a command's output, for a message about its failure. */
export function tail(text: string, lines = 12): string {
  return text.trim().split('\n').slice(-lines).join('\n');
}
