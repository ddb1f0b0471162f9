import { once } from 'node:events';
import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import * as v from 'valibot';
import { toAppError } from '../../../shared/errors.ts';
import type { Dispose } from '../../lib/dispose.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Clock } from '../../lib/timing.ts';
import { exitCodes, longestAnswerMs, type CommandAnswer } from './command-answers.ts';
import type { Command } from './command-line.ts';
import type { SocketPath } from './socket-path.ts';

/**
 * Listens for commands of this user's other processes: one line of JSON each way. Rejects when the place is taken or
 * cannot be used.
 */
export async function listenForCommands(
  place: SocketPath,
  carryOut: (command: Command) => Promise<CommandAnswer>,
): Promise<Dispose> {
  if (place.folder !== null) await makeOwnFolder(place.folder);
  // Only who holds the single-instance lock comes here: a socket that lies there was left by a crash.
  await rm(place.path, { force: true });
  const server = createServer((socket) => void serve(socket, carryOut));
  await listenPrivately(server, place.path);
  return () => server.close();
}

/** Listens; where that is not possible the log says why, and the application runs without. */
export async function listenOrDoWithout(
  place: SocketPath,
  carryOut: (command: Command) => Promise<CommandAnswer>,
  log: Pick<Logger, 'warn'>,
): Promise<Dispose> {
  try {
    return await listenForCommands(place, carryOut);
  } catch (error) {
    log.warn('no commands', { reason: toAppError(error).message });
    return () => undefined;
  }
}

/** Asks the running program; `no-answer` of one that is there and says nothing, or ends before it does. */
export function sendCommand(
  place: SocketPath,
  command: Command,
  clock: Clock,
): Promise<CommandAnswer | 'not-running' | 'no-answer'> {
  return new Promise((resolve) => {
    const socket = connect(place.path);
    let silence: 'not-running' | 'no-answer' = 'not-running';
    const done = (answer: CommandAnswer | typeof silence) => {
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
  carryOut: (command: Command) => Promise<CommandAnswer>,
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

/** 0700, and nobody else's: the folder for temporary files is open to all. */
async function makeOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = await lstat(folder).then((stat) => {
    if (!stat.isDirectory()) throw new Error('the folder for commands is none');
    return stat;
  });
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new Error('the folder for commands belongs to somebody else');
  }
}

async function listenPrivately(server: Server, path: string): Promise<void> {
  const isListening = once(server, 'listening');
  // From its first moment on: between listening and chmod somebody could connect. The bind happens inside the call.
  const before = process.umask(0o177);
  try {
    server.listen(path);
  } finally {
    process.umask(before);
  }
  await isListening;
  if (process.platform !== 'win32') await chmod(path, 0o600);
}

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
