import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';

/** A client that looks through a camera, written from the description only. */
export interface Viewer {
  readonly socket: TLSSocket;
  /** The transport stream so far, all video payloads one after the other. */
  stream(): Buffer;
  /** Types of the messages that came in. */
  types(): readonly number[];
  /** The video payloads, one by one. */
  payloads(): readonly Buffer[];
  /** What came in, TLS record by TLS record. */
  records(): readonly Buffer[];
  keepalive(): void;
  send(type: number, sequence: number, payload?: Buffer): void;
  close(): Promise<void>;
}

export interface ViewerOptions {
  readonly server: string;
  readonly token?: string;
  readonly header?: (bytes: Buffer) => void;
}

const AUDIO_CONFIG = 0x0c;

/** Connects, sends the header and a first keepalive, and reads whatever comes. */
export async function view({ server, token = '', header }: ViewerOptions): Promise<Viewer> {
  const url = new URL(server.replace('immis:', 'https:'));
  const socket = connect({ host: url.hostname, port: Number(url.port), rejectUnauthorized: false });
  const payloads: Buffer[] = [];
  const types: number[] = [];
  const records: Buffer[] = [];
  let rest = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (bytes: Buffer) => {
    records.push(bytes);
    rest = Buffer.concat([rest, bytes]);
    for (let size = messageSize(rest); size <= rest.length; size = messageSize(rest)) {
      const type = rest.readUInt8(0);
      types.push(type);
      if (type === 0) payloads.push(Buffer.from(rest.subarray(9, size)));
      rest = rest.subarray(size);
    }
  });
  await once(socket, 'secureConnect');
  const head = headerOf(url, token);
  header?.(head);
  // In two pieces, as networks deliver.
  socket.write(head.subarray(0, 50));
  socket.write(head.subarray(50));
  let alive = 0;

  function send(type: number, sequence: number, payload = Buffer.alloc(0)) {
    const frame = Buffer.alloc(9);
    frame.writeUInt8(type, 0);
    frame.writeUInt32BE(sequence, 1);
    frame.writeUInt32BE(payload.length, 5);
    socket.write(Buffer.concat([frame, payload]));
  }

  const keepalive = () => send(0x0a, ++alive);
  keepalive();
  return {
    socket,
    stream: () => Buffer.concat(payloads),
    types: () => types,
    payloads: () => payloads,
    records: () => records,
    keepalive,
    send,
    async close() {
      const closed = once(socket, 'close');
      socket.destroy();
      await closed;
    },
  };
}

function messageSize(bytes: Buffer): number {
  if (bytes.length < 9) return Infinity;
  return bytes.readUInt8(0) === AUDIO_CONFIG ? 9 : 9 + bytes.readUInt32BE(5);
}

function headerOf(url: URL, token: string): Buffer {
  const [, connectionId = '', serial = ''] = /\/([^/]+?)__(?:IMDS_)?(.*)$/.exec(url.pathname) ?? [];
  const head = Buffer.alloc(122);
  head.writeUInt32BE(0x28, 0);
  head.writeUInt32BE(16, 4);
  head.write(serial.slice(0, 16), 8);
  head.writeUInt32BE(Number(url.searchParams.get('client_id') ?? 0), 24);
  head.writeUInt16BE(0x0108, 28);
  head.writeUInt32BE(64, 30);
  head.write(token.slice(0, 64), 34);
  head.writeUInt32BE(16, 98);
  head.write(connectionId.slice(0, 16), 102);
  head.writeUInt32BE(1, 118);
  return head;
}
