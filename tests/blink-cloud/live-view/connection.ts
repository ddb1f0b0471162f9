import type { TLSSocket } from 'node:tls';
import type { Timeline } from '../clock.ts';
import type { createBaseClips } from '../media/clips.ts';
import { isNight } from '../worlds/local-time.ts';
import { createRandom } from '../worlds/random.ts';
import { createBroadcast, type Broadcast } from './video/broadcast.ts';
import { createFrameReader, FRAME, START_TALK, type Frame } from './frames.ts';
import { HEADER_BYTES, readHeader } from './header.ts';
import { readFootage } from './video/samples.ts';
import type { Session, Sessions } from './sessions.ts';
import { createPieceWriter, createWire } from './wire.ts';

export interface ConnectionDeps {
  readonly sessions: Sessions;
  readonly timeline: Timeline;
  readonly baseClip: ReturnType<typeof createBaseClips>;
  /** Milliseconds of real time from any beginning: streams play in real time. */
  readonly elapsed: () => number;
}

const TICK_MS = 40;
const UNASKED_EVERY_MS = 1000;
const HEADER_WITHIN_MS = 10_000;
/** Somebody who is not let in notices about a second later. */
const REFUSED_AFTER_MS = 1000;

/** Serves one connection: the header, then pictures and sound until something ends it. */
export function serveConnection(deps: ConnectionDeps, socket: TLSSocket, first: Buffer) {
  let head = first;
  const late = setTimeout(() => socket.destroy(), HEADER_WITHIN_MS);
  socket.on('close', () => clearTimeout(late));

  function begin() {
    clearTimeout(late);
    socket.off('data', collect);
    const session = admitted(deps, head);
    if (session) stream(deps, socket, session, head.subarray(HEADER_BYTES));
    else refuse(socket);
  }

  function collect(bytes: Buffer) {
    head = Buffer.concat([head, bytes]);
    if (head.length >= HEADER_BYTES) begin();
  }

  socket.on('data', collect);
  if (head.length >= HEADER_BYTES) begin();
}

/** The session this header may have. */
function admitted({ sessions, timeline }: ConnectionDeps, head: Buffer): Session | undefined {
  timeline.settle();
  const header = readHeader(head);
  const session = header && sessions.take(header.connectionId);
  if (!session) return undefined;
  sessions.note(session, { header });
  const isRight = header.clientId === session.clientId && isTokenRight(header.token, session.token);
  if (!isRight) sessions.end(session, 'refused');
  return isRight ? session : undefined;
}

/** Without a token given out whatever stands in its place is passed over. */
const isTokenRight = (sent: string, given: string) => given === '' || sent === given;

function refuse(socket: TLSSocket) {
  const timer = setTimeout(() => socket.destroy(), REFUSED_AFTER_MS);
  socket.on('data', () => undefined);
  socket.on('close', () => clearTimeout(timer));
}

function stream(deps: ConnectionDeps, socket: TLSSocket, session: Session, rest: Buffer) {
  const { sessions, timeline, elapsed } = deps;
  const random = createRandom(session.command.id);
  const { manner } = session;
  const wire = createWire(random, manner);
  const write = createPieceWriter(socket);
  const broadcast = broadcastOf(deps, session);
  const read = createFrameReader();
  const startedAt = elapsed();
  let soundToldAt = startedAt;
  let keptAliveAt = startedAt;

  function tick() {
    timeline.settle();
    const now = elapsed();
    const silentMs = now - keptAliveAt;
    const ms = now - startedAt;
    if (silentMs > sessions.rules().keepaliveSeconds * 1000) sessions.end(session, 'no keepalive');
    if (ms >= manner.closesAfterMs) sessions.end(session, 'closed early');
    if (sessions.isOver(session)) {
      socket.destroy();
      return;
    }
    if (sessions.isSilent(session, ms)) return;
    if (manner.tellsSoundUnasked && now - soundToldAt > UNASKED_EVERY_MS) tellSound(now);
    for (const piece of wire.pack(broadcast.upTo(ms))) {
      sessions.note(session, { sentBytes: piece.length });
      write(piece);
    }
  }

  function tellSound(now: number) {
    soundToldAt = now;
    wire.tellAudio();
  }

  function hear(frame: Frame) {
    sessions.note(session, { frame });
    if (frame.type === FRAME.keepalive && manner.hearsKeepalives) keptAliveAt = elapsed();
    if (isTalkStart(frame)) tellSound(elapsed());
  }

  function receive(bytes: Buffer) {
    try {
      for (const frame of read(bytes)) hear(frame);
    } catch {
      socket.destroy();
    }
  }

  const timer = setInterval(tick, TICK_MS);
  socket.on('data', receive);
  socket.on('close', () => {
    clearInterval(timer);
    sessions.end(session, 'disconnected');
  });
  receive(rest);
}

const isTalkStart = ({ type, sequence, payload }: Frame) =>
  type === FRAME.sessionCommand &&
  (payload.length >= 4 ? payload.readUInt32BE(0) : sequence) === START_TALK;

/** What the camera sees now: its scene, by day or by night. */
export function broadcastOf({ baseClip, timeline }: ConnectionDeps, session: Session): Broadcast {
  const { scene, timeZone } = session.device;
  const footage = readFootage(baseClip(scene, isNight(timeline.now(), timeZone)));
  const { withoutKeyMs } = session.manner;
  return createBroadcast(footage, createRandom(session.command.id), withoutKeyMs);
}
