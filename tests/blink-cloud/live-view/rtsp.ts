import type { TLSSocket } from 'node:tls';
import { broadcastOf, type ConnectionDeps } from './connection.ts';
import type { Session } from './sessions.ts';

const TICK_MS = 40;
const PACKET = 188;
const PACKETS_PER_MESSAGE = 7;
const MPEG2_TS = 33;
const RTP_HEAD = 12;
const TICKS_PER_MS = 90;
const METHODS = 'OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN';

/** Whether a client speaks RTSP: it begins with a word in capitals. */
export const isRtsp = (bytes: Buffer) => /^[A-Z]+ rtsps?:/.test(bytes.toString('latin1', 0, 64));

/** RTSP as the first cameras have it (RFC 2326): one transport stream, interleaved with the answers. */
export function serveRtsp(deps: ConnectionDeps, socket: TLSSocket, first: Buffer) {
  let heard = '';
  let session: Session | undefined;

  function answer(request: string) {
    const [line = ''] = request.split('\r\n');
    const [method = '', uri = ''] = line.split(' ');
    const sequence = /^CSeq: *(\d+)/im.exec(request)?.[1] ?? '0';
    session ??= sessionOf(deps, uri);
    if (!session) {
      socket.end(`RTSP/1.0 404 Not Found\r\nCSeq: ${sequence}\r\n\r\n`);
      return;
    }
    socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${sequence}\r\n${bodyFor(method, session)}`);
    if (method === 'PLAY') play(deps, socket, session);
    if (method === 'TEARDOWN') socket.end();
  }

  function receive(bytes: Buffer) {
    heard += bytes.toString('latin1');
    for (let end = heard.indexOf('\r\n\r\n'); end >= 0; end = heard.indexOf('\r\n\r\n')) {
      const request = heard.slice(0, end);
      heard = heard.slice(end + 4);
      answer(request);
    }
  }

  socket.on('data', receive);
  socket.on('close', () => {
    if (session) deps.sessions.end(session, 'disconnected');
  });
  receive(first);
}

function sessionOf({ sessions, timeline }: ConnectionDeps, uri: string): Session | undefined {
  timeline.settle();
  return sessions.take(/\/([^/]+?)__/.exec(uri)?.[1] ?? '');
}

function bodyFor(method: string, { connectionId }: Session): string {
  if (method === 'OPTIONS') return `Public: ${METHODS}\r\n\r\n`;
  if (method === 'SETUP') {
    return `Session: ${connectionId}\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n`;
  }
  if (method !== 'DESCRIBE') return `Session: ${connectionId}\r\n\r\n`;
  const lines = ['v=0', 's=live view', 't=0 0', `m=video 0 RTP/AVP ${MPEG2_TS}`];
  const described = [...lines, `a=rtpmap:${MPEG2_TS} MP2T/90000`, ''].join('\r\n');
  return `Content-Type: application/sdp\r\nContent-Length: ${described.length}\r\n\r\n${described}`;
}

function play(deps: ConnectionDeps, socket: TLSSocket, session: Session) {
  const { sessions, elapsed } = deps;
  const broadcast = broadcastOf(deps, session);
  const startedAt = elapsed();
  let sequence = 1;

  function tick() {
    deps.timeline.settle();
    const ms = elapsed() - startedAt;
    if (ms >= session.manner.closesAfterMs) sessions.end(session, 'closed early');
    if (sessions.isOver(session)) {
      socket.destroy();
      return;
    }
    if (sessions.isSilent(session, ms)) return;
    const packets = broadcast.upTo(ms);
    for (let at = 0; at < packets.length; at += PACKET * PACKETS_PER_MESSAGE) {
      const payload = packets.subarray(at, at + PACKET * PACKETS_PER_MESSAGE);
      sessions.note(session, { sentBytes: payload.length });
      socket.write(message(payload, sequence++, Math.floor(ms * TICKS_PER_MS)));
    }
  }

  const timer = setInterval(tick, TICK_MS);
  socket.on('close', () => clearInterval(timer));
}

/** `$`, channel 0 and a length, an RTP head, and whole packets. */
function message(payload: Buffer, sequence: number, time: number): Buffer {
  const head = Buffer.alloc(4 + RTP_HEAD);
  head.write('$', 0);
  head.writeUInt16BE(RTP_HEAD + payload.length, 2);
  head.writeUInt8(0x80, 4);
  head.writeUInt8(MPEG2_TS, 5);
  head.writeUInt16BE(sequence & 0xffff, 6);
  head.writeUInt32BE(time >>> 0, 8);
  head.writeUInt32BE(0x50_4f_52_43, 12);
  return Buffer.concat([head, payload]);
}
