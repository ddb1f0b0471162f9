import type { Sample } from './samples.ts';

const PACKET = 188;
const HEAD = 4;
const PID = { pat: 0, pmt: 0x1000, video: 0x100, audio: 0x101 } as const;
const STREAM_TYPE = { h264: 0x1b, aac: 0x0f } as const;
const STREAM_ID = { video: 0xe0, audio: 0xc0 } as const;
/** Decoders get so much before it is due, in 1/90,000 s. */
const AHEAD = 9000;
/** The tables come again with every key picture and after so many pictures. */
const PICTURES_PER_TABLE = 8;

/** Packs samples into an MPEG transport stream (ISO 13818-1): one programme, H.264 and AAC. */
export function createTransportStream() {
  const counters = new Map<number, number>();
  let sinceTables = PICTURES_PER_TABLE;

  function packetHead(pid: number, isStart: boolean, hasField: boolean): Buffer {
    const count = counters.get(pid) ?? 0;
    counters.set(pid, (count + 1) & 0x0f);
    const flags = (hasField ? 0x30 : 0x10) | count;
    return Buffer.from([0x47, (isStart ? 0x40 : 0) | (pid >> 8), pid & 0xff, flags]);
  }

  function tables(): Buffer {
    return Buffer.concat([
      ...tablePacket(packetHead(PID.pat, true, false), PAT),
      ...tablePacket(packetHead(PID.pmt, true, false), PMT),
    ]);
  }

  /** Cuts a unit into packets; the first may tell the time, the last is filled up in its adaptation field. */
  function packets(pid: number, unit: Buffer, clock: number | undefined): readonly Buffer[] {
    const written: Buffer[] = [];
    for (let at = 0; at < unit.length;) {
      const isStart = at === 0;
      const told = isStart && clock !== undefined ? clockField(clock) : undefined;
      const room = PACKET - HEAD - (told ? told.length + 1 : 0);
      const length = Math.min(room, unit.length - at);
      const field = adaptationField(told, room - length);
      const head = packetHead(pid, isStart, field.length > 0);
      written.push(head, field, unit.subarray(at, at + length));
      at += length;
    }
    return written;
  }

  return {
    /** The packets of one sample, with the tables before it when they are due. */
    write(sample: Sample): Buffer {
      const isVideo = sample.kind === 'video';
      if (isVideo) sinceTables += 1;
      const isTableDue = isVideo && (sample.isKey || sinceTables >= PICTURES_PER_TABLE);
      if (isTableDue) sinceTables = 0;
      const clock = isVideo ? sample.dts - AHEAD : undefined;
      return Buffer.concat([
        ...(isTableDue ? [tables()] : []),
        ...packets(PID[sample.kind], elementaryUnit(sample), clock),
      ]);
    },
  };
}

/** A sample with its times before it. The length of a picture may stay open, that of sound may not. */
function elementaryUnit({ kind, pts, dts, bytes }: Sample): Buffer {
  const hasDts = dts !== pts;
  const times = hasDts ? [...timeBytes(3, pts), ...timeBytes(1, dts)] : timeBytes(2, pts);
  const length = kind === 'video' ? 0 : 3 + times.length + bytes.length;
  const head = [0, 0, 1, STREAM_ID[kind], length >> 8, length & 0xff];
  const flags = [0x80, hasDts ? 0xc0 : 0x80, times.length];
  return Buffer.concat([Buffer.from([...head, ...flags, ...times]), bytes]);
}

/** 33 bits of time with marker bits between them. */
function timeBytes(mark: number, time: number): readonly number[] {
  const high = Math.floor(time / 2 ** 30) & 0x07;
  return [
    (mark << 4) | (high << 1) | 1,
    (time >>> 22) & 0xff,
    ((time >>> 14) & 0xfe) | 1,
    (time >>> 7) & 0xff,
    ((time << 1) & 0xfe) | 1,
  ];
}

/** The programme's clock: 33 bits of 1/90,000 s. */
function clockField(time: number): Buffer {
  const field = Buffer.alloc(7);
  field.writeUInt8(0x10, 0);
  field.writeUInt32BE(Math.floor(time / 2) >>> 0, 1);
  field.writeUInt16BE(((time & 1) << 15) | 0x7e00, 5);
  return field;
}

/** The field between head and payload: what is told in it and as much filling as there is room. */
function adaptationField(told: Buffer | undefined, filling: number): Buffer {
  if (told) {
    const content = Buffer.concat([told, Buffer.alloc(filling, 0xff)]);
    return Buffer.concat([Buffer.from([content.length]), content]);
  }
  if (filling === 0) return Buffer.alloc(0);
  const content = filling > 1 ? [Buffer.from([0]), Buffer.alloc(filling - 2, 0xff)] : [];
  return Buffer.concat([Buffer.from([filling - 1]), ...content]);
}

const table = (...content: readonly number[]) => {
  const body = Buffer.from(content);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([Buffer.from([0]), body, sum]);
};

const pidBytes = (pid: number) => [0xe0 | (pid >> 8), pid & 0xff];

const PAT = table(0x00, 0xb0, 13, 0, 1, 0xc1, 0, 0, 0, 1, ...pidBytes(PID.pmt));
const PMT = table(
  ...[0x02, 0xb0, 23, 0, 1, 0xc1, 0, 0, ...pidBytes(PID.video), 0xf0, 0],
  ...[STREAM_TYPE.h264, ...pidBytes(PID.video), 0xf0, 0],
  ...[STREAM_TYPE.aac, ...pidBytes(PID.audio), 0xf0, 0],
);

const tablePacket = (head: Buffer, content: Buffer) => [
  head,
  content,
  Buffer.alloc(PACKET - HEAD - content.length, 0xff),
];

/** The checksum of tables: polynomial 0x04C11DB7, highest bit first. */
function crc32(bytes: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000_0000 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1;
  }
  return crc >>> 0;
}
