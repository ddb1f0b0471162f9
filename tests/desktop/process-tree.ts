import { readdirSync, readFileSync } from 'node:fs';
import { waitFor } from './wait.ts';

/** One process, read from /proc. */
export interface ProcessInfo {
  readonly pid: number;
  readonly parentPid: number;
  /** Programs that rename themselves (Chromium's children) are split at spaces. */
  readonly argv: readonly string[];
  /** 0 none, 1 strict, 2 filter: the kernel's numbers. */
  readonly seccomp: number;
}

/** The process and everything below it, parents first; those that end while we look are left out. */
export function processTree(rootPid: number): readonly ProcessInfo[] {
  const all = processIds().flatMap((pid) => readProcess(pid) ?? []);
  const below = (pid: number): readonly ProcessInfo[] =>
    all.filter((one) => one.parentPid === pid).flatMap((one) => [one, ...below(one.pid)]);
  return [...all.filter((one) => one.pid === rootPid), ...below(rootPid)];
}

/** The Chromium role of a process (`renderer`, `gpu-process`, `zygote`, …); undefined for the main process. */
export function processRole(info: ProcessInfo): string | undefined {
  return info.argv.find((word) => word.startsWith('--type='))?.slice('--type='.length);
}

/** Memory of the whole tree in bytes, shared pages counted by share (PSS). */
export function memoryOfTree(rootPid: number): number {
  const sizes = processTree(rootPid).map(({ pid }) =>
    field(readProc(pid, 'smaps_rollup'), /^Pss:\s+(\d+) kB$/m),
  );
  return sizes.reduce((sum, size) => sum + size, 0) * 1024;
}

/** What a tree has done since it started: how often a thread woke up, and CPU time in ms. */
export interface Effort {
  readonly wakeUps: number;
  readonly cpuMs: number;
}

/** Voluntary context switches of every thread, and the time the kernel has charged. */
export function effortOfTree(rootPid: number): Effort {
  const efforts = processTree(rootPid).map(({ pid }) => ({
    wakeUps: threadsOf(pid).reduce(
      (sum, thread) =>
        sum + field(readProc(pid, `task/${thread}/status`), /^voluntary_ctxt_switches:\s+(\d+)$/m),
      0,
    ),
    cpuMs: ticksOf(pid) * tickMs,
  }));
  const sum = (of: (effort: Effort) => number) => efforts.reduce((all, one) => all + of(one), 0);
  return { wakeUps: sum(({ wakeUps }) => wakeUps), cpuMs: sum(({ cpuMs }) => cpuMs) };
}

/** How long ago a process started. */
export function ageMs(pid: number): number {
  const startedAt = Number(statOf(pid)[19]) * tickMs;
  return Number(readFileSync('/proc/uptime', 'utf8').split(' ')[0]) * 1_000 - startedAt;
}

/** How long the main threads of these processes were ready to run and waited for a processor, together. */
export function inLineMs(pids: readonly number[]): number {
  const waited = pids.map((pid) => Number(readProc(pid, 'schedstat')?.split(' ')[1] ?? 0));
  return waited.reduce((sum, ns) => sum + ns, 0) / 1e6;
}

/** Kills a process with everything below it and answers when all are gone. */
export async function killTree(rootPid: number): Promise<void> {
  const pids = processTree(rootPid).map(({ pid }) => pid);
  pids.forEach(kill);
  await waitFor(() => !pids.some(isRunning), { what: `the end of process ${rootPid}` });
}

/** Kills every process but this one whose environment has all of `marks`. */
export function killProcessesOf(marks: Readonly<Record<string, string>>): void {
  const wanted = Object.entries(marks).map(([name, value]) => `${name}=${value}`);
  for (const pid of processIds()) {
    const environment = readProc(pid, 'environ')?.split('\0') ?? [];
    if (pid !== process.pid && wanted.every((mark) => environment.includes(mark))) kill(pid);
  }
}

/** Of Linux on every machine we know: `getconf CLK_TCK` is 100. */
const tickMs = 10;

/** User and system time. */
function ticksOf(pid: number): number {
  const [user = 0, system = 0] = statOf(pid).slice(11, 13).map(Number);
  return user + system;
}

/** What the kernel keeps of a process, from the third field on; the name before it may hold spaces. */
function statOf(pid: number): readonly string[] {
  const stat = readProc(pid, 'stat') ?? '';
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function threadsOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return []; // It ended meanwhile.
  }
}

const processIds = () => readdirSync('/proc').map(Number).filter(Number.isInteger);

function readProcess(pid: number): ProcessInfo | undefined {
  const status = readProc(pid, 'status');
  const commandLine = readProc(pid, 'cmdline');
  if (status === undefined || commandLine === undefined) return undefined;
  return {
    pid,
    parentPid: field(status, /^PPid:\s+(\d+)$/m),
    argv: argvOf(commandLine),
    seccomp: field(status, /^Seccomp:\s+(\d+)$/m),
  };
}

function argvOf(commandLine: string): readonly string[] {
  const argv = commandLine.replace(/\0+$/, '').split('\0');
  const [only = ''] = argv;
  return argv.length === 1 ? only.split(' ') : argv;
}

function readProc(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined; // It ended meanwhile, or is not ours to read.
  }
}

// A dead process whose parent has not asked for it yet still has its folder.
const isRunning = (pid: number) => !/^State:\s+Z/m.test(readProc(pid, 'status') ?? 'State: Z');

const field = (content: string | undefined, pattern: RegExp): number =>
  Number(pattern.exec(content ?? '')?.[1] ?? 0);

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended meanwhile.
  }
}
