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
  carryOut: (command: CliRequest) => Promise<CliAnswer>,
): Promise<Dispose> {
  if (place.folder !== null) await makePrivate(place.folder, place.userId);
  // Only who holds the single-instance lock comes here: a socket that lies there was left by a crash.
  await rm(place.path, { force: true });
  const server = createServer((socket) => void serve(socket, carryOut));
  const isListening = once(server, 'listening');
  server.listen(place.path);
  await isListening;
  if (place.folder !== null) await chmod(place.path, 0o600);
  return () => server.close();
}

/** Listens; where that is not possible the log says why, and the application runs without. */
export async function listenOrDoWithout(
  place: SocketPath,
  carryOut: (command: CliRequest) => Promise<CliAnswer>,
  log: Pick<Logger, 'warn'>,
): Promise<Dispose> {
  try {
    return await listenForCommands(place, carryOut);
  } catch (error) {
    log.warn('no commands', { reason: toAppError(error).message });
    return () => undefined;
  }
}

/** Why there is no answer that can be believed. */
export type NoAnswer =
  | 'not-running'
  /** It is there and says nothing, or ends before it does. */
  | 'no-answer'
  /** Somebody else made the socket, or could have; nothing was sent. */
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
  carryOut: (command: CliRequest) => Promise<CliAnswer>,
): Promise<void> {
  // Who asked may be gone before the answer.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(longestAnswerMs, () => socket.destroy());
  readLine(socket, (line) => {
    const command = v.safeParse(commandSchema, line);
    const answer = command.success
      ? carryOut(command.output)
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
 * Made 0700 before the socket lies in it, so that nobody else can connect or put another one in its place. The process's
 * umask would do it too, but for every file that is written at that moment.
 */
async function makePrivate(folder: string, userId: number | null): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { isOurs, isOpen } = await lookAt(folder, userId);
  if (!isOurs) throw new Error('the folder for commands belongs to somebody else');
  if (isOpen) await chmod(folder, 0o700);
}

/**
 * A stranger who owns the socket, or may change its folder, could answer "is armed" in our place. Only where neither is
 * so the check still holds when we connect.
 */
async function problemWith({ path, folder, userId }: SocketPath): Promise<NoAnswer | null> {
  if (folder === null) return null;
  try {
    const [{ isOurs, isOpen }, socket] = await Promise.all([lookAt(folder, userId), lstat(path)]);
    const canBelieve = isOurs && !isOpen && socket.isSocket() && socket.uid === userId;
    return canBelieve ? null : 'not-ours';
  } catch {
    return 'not-running';
  }
}

/** A person may have made a link of the folder: then both have to be theirs. */
async function lookAt(folder: string, userId: number | null) {
  const [itself, target] = await Promise.all([lstat(folder), stat(folder)]);
  return {
    isOurs: target.isDirectory() && target.uid === userId && itself.uid === userId,
    isOpen: (target.mode & openToOthers) !== 0,
  };
}

/** Any permission of the group or of everybody. */
const openToOthers = 0o077;
const longestLine = 100_000;

const commandSchema = v.pipe(
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

export interface SocketPlaces {
  readonly platform: NodeJS.Platform;
  readonly dataFolder: string;
  /** XDG_RUNTIME_DIR, else the folder for temporary files. */
  readonly runtimeFolder: string;
  /** The number of the user who runs this; null on Windows, which has none. */
  readonly userId: number | null;
}

/** Where commands come in. */
export interface SocketPath {
  readonly path: string;
  /** The folder of the socket, which nobody else may enter; null for a pipe of Windows. */
  readonly folder: string | null;
  /** Who has to own both; null on Windows. */
  readonly userId: number | null;
}

/**
 * In the data folder. The kernel takes no longer names than 108 bytes (104 on macOS):
 * beyond 100 it lies in a folder named by the data folder's hash.
 */
export function socketPath(places: SocketPlaces): SocketPath {
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
