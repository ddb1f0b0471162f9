import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { once } from 'node:events';

/** The simulator as a process of its own, driven over its control API. */
export interface Cloud {
  readonly url: string;
  /** Something moves in front of a camera. */
  motion(
    cameraName: string,
    /** `immediate`: in the list at once. */
    how?: {
      readonly immediate?: boolean;
      /** What the newer list says was seen. */
      readonly detections?: readonly string[];
    },
  ): Promise<{ readonly mediaId: number }>;
  /** A recording that is in the list at once, whether anything is armed or not. */
  record(cameraName: string): Promise<{ readonly mediaId: number }>;
  /** From now on commands and recordings take the usual time divided by `factor`. */
  setSpeed(factor: number): Promise<void>;
  /** Somebody used the phone. */
  usePhone(networkId: number, armed: boolean): Promise<void>;
  /** Somebody gives a camera another name on the phone. */
  rename(cameraName: string, name: string): Promise<void>;
  /** A sync module drops off or comes back. */
  setModule(networkId: number, online: boolean): Promise<void>;
  /** Breaks something by name; see the simulator's README. */
  breakDown(fault: Readonly<Record<string, unknown>>): Promise<void>;
  heal(): Promise<void>;
  state(): Promise<CloudState>;
  /** What lies on the storage of a system's sync module. */
  localClips(networkId: number): Promise<readonly LocalClipState[]>;
  /** The sync module restarts: its clips get other numbers. */
  renumberLocalClips(networkId: number): Promise<void>;
  /** What was asked, oldest first. */
  requests(): Promise<readonly CloudRequest[]>;
  /** The cloud is gone. */
  kill(): Promise<void>;
}

export interface CloudState {
  readonly networks: readonly {
    readonly id: number;
    readonly name: string;
    readonly armed: boolean;
  }[];
  readonly media: { readonly listed: number };
}

export interface CloudRequest {
  /** When it arrived, an ISO time. */
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** How much of the answer's body has gone out. */
  readonly sentBytes: number;
}

/** A clip on a sync module's USB storage. */
interface LocalClipState {
  readonly device: string;
}

/** Starts `npm run blink-cloud` on a free port with a named world or the file of one; `more` are further options of its command line. */
export async function startCloud(
  world: string,
  era: 'today' | '2020' = 'today',
  speed = 1,
  more: readonly string[] = [],
): Promise<Cloud> {
  const args = ['--import', 'tsx', 'tests/blink-cloud/cli.ts', '--port', '0'];
  args.push('--world', world, '--era', era, '--speed', String(speed), ...more);
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const url = await urlOf(child);
  const control = controlOf(url);
  return {
    url,
    motion: async (cameraName, how = {}) =>
      (await control('POST', 'motion', { cameraName, ...how })) as { mediaId: number },
    record: async (cameraName) =>
      (await control('POST', 'record', { cameraName, minutesAgo: 1 })) as { mediaId: number },
    async setSpeed(factor) {
      await control('POST', 'speed', { factor });
    },
    async usePhone(networkId, armed) {
      await control('POST', 'armed', { networkId, armed });
    },
    async rename(cameraName, name) {
      await control('POST', 'rename', { cameraName, name });
    },
    async setModule(networkId, online) {
      await control('POST', 'module', { networkId, online });
    },
    async breakDown(fault) {
      await control('POST', 'fault', fault);
    },
    async heal() {
      await control('DELETE', 'fault');
    },
    async renumberLocalClips(networkId) {
      await control('POST', 'renumber', { networkId });
    },
    localClips: async (networkId) =>
      (await control('GET', `local-clips/${networkId}`).catch(
        () => [],
      )) as readonly LocalClipState[],
    state: async () => (await control('GET', 'state')) as CloudState,
    requests: async () => (await control('GET', 'requests')) as readonly CloudRequest[],
    kill: () => kill(child),
  };
}

async function urlOf(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('the simulator has no standard output');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return (JSON.parse(line) as { url: string }).url;
}

const controlOf =
  (url: string) =>
  async (method: string, name: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}/__control/${name}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${name}: ${answer.status} ${await answer.text()}`);
    return answer.status === 204 ? null : await answer.json();
  };

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = once(child, 'exit');
  // The whole group: npx and tsx start processes of their own.
  process.kill(-child.pid, 'SIGKILL');
  await ended;
}
