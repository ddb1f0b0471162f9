import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { chmod, lstat, mkdir, rm, stat } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import path from 'node:path';
import * as v from 'valibot';
import { toAppError } from '../../../shared/errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { Logger } from '../../lib/logger.ts';
import { exitCodes, longestAnswerMs, type CliRequest, type CliAnswer } from './cli-protocol.ts';

/**
 * Listens for commands of this user's other processes: one line of JSON each way. Rejects when the place is taken or
 * cannot be used.
 */
export async function listenForCommands(
  place: SocketPath,
  runRequest: (request: CliRequest) => Promise<CliAnswer>,
): Promise<Dispose> {
  if (place.folder !== null) await makePrivate(place.folder, place.userId);
  // This process holds the single-instance lock, so a socket that exists was left by a crash.
  await rm(place.path, { force: true });
  const server = createServer((socket) => void serve(socket, runRequest));
  const isListening = once(server, 'listening');
  server.listen(place.path);
  await isListening;
  if (place.folder !== null) await chmod(place.path, 0o600);
  return () => server.close();
}

/** Where it cannot listen, the log says why and the application runs without commands. */
export async function tryListenForCommands(
  place: SocketPath,
  runRequest: (request: CliRequest) => Promise<CliAnswer>,
  log: Pick<Logger, 'warn'>,
): Promise<Dispose> {
  try {
    return await listenForCommands(place, runRequest);
  } catch (error) {
    log.warn('no commands', { reason: toAppError(error).message });
    return () => undefined;
  }
}

/** Why there is no answer that can be trusted. */
export type NoAnswer =
  | 'not-running'
  /** The application accepts the connection, but ends it or is silent. */
  | 'no-answer'
  /** Another user made the socket, or could have made it; nothing was sent. */
  | 'not-ours';

/** Asks the running program. */
export async function sendCommand(
  place: SocketPath,
  command: CliRequest,
  clock: Clock,
): Promise<CliAnswer | NoAnswer> {
  const problem = await problemWith(place);
  return problem ?? exchange(place, command, clock);
}

function exchange(
  place: SocketPath,
  command: CliRequest,
  clock: Clock,
): Promise<CliAnswer | NoAnswer> {
  return new Promise((resolve) => {
    const socket = connect(place.path);
    let silence: 'not-running' | 'no-answer' = 'not-running';
    const done = (answer: CliAnswer | typeof silence) => {
      cancel();
      socket.destroy();
      resolve(answer);
    };
    const cancel = clock.after(longestAnswerMs, () => done(silence));
    socket.on('error', () => done(silence));
    socket.on('close', () => done(silence));
    socket.on('connect', () => {
      silence = 'no-answer';
      socket.write(`${JSON.stringify(command)}\n`);
    });
    readLine(socket, (line) => {
      const answer = v.safeParse(answerSchema, line);
      done(answer.success ? answer.output : silence);
    });
  });
}

async function serve(
  socket: Socket,
  runRequest: (request: CliRequest) => Promise<CliAnswer>,
): Promise<void> {
  // The client may end before it gets the answer.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(longestAnswerMs, () => socket.destroy());
  readLine(socket, (line) => {
    const request = v.safeParse(requestSchema, line);
    const answer = request.success
      ? runRequest(request.output)
      : Promise.resolve({ exitCode: exitCodes.usage, text: '' });
    void answer.then((said) => socket.end(`${JSON.stringify(said)}\n`));
  });
}

function readLine(socket: Socket, onLine: (line: string) => void): void {
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (part: string) => {
    const isDone = text.includes('\n');
    text += part;
    if (text.length > longestLine) socket.destroy();
    else if (!isDone && text.includes('\n')) onLine(text.slice(0, text.indexOf('\n')));
  });
}

/**
 * Made 0700 before the socket is created in it, so that no other user can connect or replace the socket. Changing the
 * umask would do it too, but for every file that the process writes at that moment.
 */
async function makePrivate(folder: string, userId: number | null): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { isOurs, isOpen } = await readOwner(folder, userId);
  if (!isOurs) throw new Error('the folder for commands belongs to somebody else');
  if (isOpen) await chmod(folder, 0o700);
}

/**
 * Another user who owns the socket, or can write to its folder, could answer "armed" in place of the application. Where
 * neither is possible, the result of this check still holds when the client connects.
 */
async function problemWith({ path, folder, userId }: SocketPath): Promise<NoAnswer | null> {
  if (folder === null) return null;
  try {
    const [{ isOurs, isOpen }, socket] = await Promise.all([
      readOwner(folder, userId),
      lstat(path),
    ]);
    const isTrusted = isOurs && !isOpen && socket.isSocket() && socket.uid === userId;
    return isTrusted ? null : 'not-ours';
  } catch {
    return 'not-running';
  }
}

/** The folder may be a symbolic link: then link and target must both belong to the user. */
async function readOwner(folder: string, userId: number | null) {
  const [itself, target] = await Promise.all([lstat(folder), stat(folder)]);
  return {
    isOurs: target.isDirectory() && target.uid === userId && itself.uid === userId,
    isOpen: (target.mode & openToOthers) !== 0,
  };
}

/** Any permission of the group or of everybody. */
const openToOthers = 0o077;
const longestLine = 100_000;

const requestSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.variant('verb', [
    v.strictObject({ verb: v.picklist(['arm', 'disarm']), name: v.string() }),
    v.strictObject({ verb: v.literal('mute'), minutes: v.pipe(v.number(), v.integer()) }),
    v.strictObject({ verb: v.literal('status') }),
  ]),
);

const answerSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ exitCode: v.number(), text: v.string(), warning: v.optional(v.string()) }),
);

export interface SocketPathOptions {
  readonly platform: NodeJS.Platform;
  readonly dataFolder: string;
  /** XDG_RUNTIME_DIR, else the folder for temporary files. */
  readonly runtimeFolder: string;
  /** The number of the user who runs this; null on Windows, which has none. */
  readonly userId: number | null;
}

/** Where the running application listens for commands. */
export interface SocketPath {
  readonly path: string;
  /** The folder of the socket, private to the user; null for a Windows pipe. */
  readonly folder: string | null;
  /** The user who must own both; null on Windows. */
  readonly userId: number | null;
}

/**
 * In the data folder. The kernel limits the path to 108 bytes (104 on macOS): where it would exceed 100, the socket is in
 * a folder that is named by the data folder's hash.
 */
export function socketPath(places: SocketPathOptions): SocketPath {
  const { platform, dataFolder, runtimeFolder, userId } = places;
  const hash = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  if (platform === 'win32')
    return { path: `\\\\.\\pipe\\porchlight-${hash}`, folder: null, userId };
  const isShort = Buffer.byteLength(path.join(dataFolder, socketName)) <= longestBytes;
  const folder = isShort ? dataFolder : path.join(runtimeFolder, `porchlight-${hash}`);
  return { path: path.join(folder, socketName), folder, userId };
}

const socketName = 'porchlight.sock';
const longestBytes = 100;
