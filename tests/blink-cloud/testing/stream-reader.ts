/** What a transport stream holds, as a decoder would see it; throws where it is broken. */
export interface StreamContent {
  readonly packets: number;
  /** Kinds of H.264 units in order of coming: 1 a picture, 5 a key picture, 7 and 8 parameters, 9 a delimiter. */
  readonly units: readonly number[];
  /** Presentation times of the sound, 1/90,000 s. */
  readonly soundTimes: readonly number[];
  /** Decoding times of the pictures, 1/90,000 s. */
  readonly pictureTimes: readonly number[];
  readonly clocks: readonly number[];
}

const PACKET = 188;

/** Reads whole packets; every PID's counter has to go on without a gap. */
export function readStream(stream: Buffer): StreamContent {
  const counters = new Map<number, number>();
  const units = new Map<number, Buffer[]>();
  const clocks: number[] = [];
  let packets = 0;
  for (let at = 0; at + PACKET <= stream.length; at += PACKET) {
    const packet = stream.subarray(at, at + PACKET);
    if (packet[0] !== 0x47) throw new Error(`no packet at ${at}`);
    const pid = packet.readUInt16BE(1) & 0x1fff;
    const counter = packet.readUInt8(3) & 0x0f;
    const expected = ((counters.get(pid) ?? counter - 1) + 1) & 0x0f;
    if (counter !== expected) throw new Error(`a gap in ${pid}`);
    counters.set(pid, counter);
    packets += 1;
    const clock = clockOf(packet);
    if (clock !== undefined) clocks.push(clock);
    const payload = payloadOf(packet);
    const list = units.get(pid) ?? [];
    units.set(pid, list);
    if (packet.readUInt8(1) & 0x40) list.push(payload);
    else list.push(Buffer.concat([list.pop() ?? Buffer.alloc(0), payload]));
  }
  const streams = streamsOf(units);
  const pictures = units.get(streams.video) ?? [];
  return {
    packets,
    units: pictures.flatMap(unitKinds),
    pictureTimes: pictures.map(decodingTime),
    soundTimes: (units.get(streams.audio) ?? []).map((unit) => timeAt(unit, 9)),
    clocks,
  };
}

const hasField = (packet: Buffer) => (packet.readUInt8(3) & 0x20) !== 0;

const payloadOf = (packet: Buffer) =>
  packet.subarray(hasField(packet) ? 5 + packet.readUInt8(4) : 4);

function clockOf(packet: Buffer): number | undefined {
  if (!hasField(packet) || packet.readUInt8(4) < 7) return undefined;
  return packet.readUInt8(5) & 0x10
    ? packet.readUInt32BE(6) * 2 + (packet.readUInt8(10) >> 7)
    : undefined;
}

/** Follows the tables: programme list, programme, streams. */
function streamsOf(units: ReadonlyMap<number, readonly Buffer[]>) {
  const [list] = units.get(0) ?? [];
  const programme = list ? list.readUInt16BE(11) & 0x1fff : -1;
  const [map] = units.get(programme) ?? [];
  if (!map) throw new Error('no programme');
  const kinds = new Map<number, number>();
  const end = 4 + (map.readUInt16BE(2) & 0x0fff) - 4;
  for (let at = 13; at < end; at += 5 + (map.readUInt16BE(at + 3) & 0x0fff)) {
    kinds.set(map.readUInt8(at), map.readUInt16BE(at + 1) & 0x1fff);
  }
  return { video: kinds.get(0x1b) ?? -1, audio: kinds.get(0x0f) ?? -1 };
}

function timeAt(unit: Buffer, at: number): number {
  if (unit.readUIntBE(0, 3) !== 1) throw new Error('no beginning of a unit');
  const high = (unit.readUInt8(at) >> 1) & 0x07;
  return (
    high * 2 ** 30 + (unit.readUInt16BE(at + 1) >> 1) * 2 ** 15 + (unit.readUInt16BE(at + 3) >> 1)
  );
}

const decodingTime = (unit: Buffer) => timeAt(unit, (unit.readUInt8(7) & 0x40) === 0 ? 9 : 14);

function unitKinds(unit: Buffer): readonly number[] {
  const kinds = [];
  for (let at = unit.indexOf('00000001', 9, 'hex'); at >= 0;) {
    const kind = unit[at + 4];
    if (kind !== undefined) kinds.push(kind & 0x1f);
    at = unit.indexOf('00000001', at + 4, 'hex');
  }
  return kinds;
}
