import { boxAt, boxesNamed, boxWithin, tableOf, type Box } from './mp4.ts';

/** One picture or one piece of sound, ready for a transport stream; times in 1/90,000 s from the clip's start. */
export interface Sample {
  readonly kind: 'video' | 'audio';
  readonly dts: number;
  readonly pts: number;
  /** A picture that needs no other one before it. */
  readonly isKey: boolean;
  /** H.264 with start codes, or AAC in ADTS. */
  readonly bytes: Buffer;
}

export interface Footage {
  /** In order of decoding, both kinds. */
  readonly samples: readonly Sample[];
  readonly duration: number;
}

export const TICKS_PER_SECOND = 90_000;
const START_CODE = Buffer.from([0, 0, 0, 1]);
/** Says "a new picture begins": players find their way by it. */
const DELIMITER = Buffer.from([0, 0, 0, 1, 9, 0xf0]);
const AAC_RATES = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000];

/** Takes a clip apart: H.264 and AAC in an MP4 whose index lies in one `moov`, as ffmpeg writes it. */
export function readFootage(clip: Buffer): Footage {
  const tracks = boxesNamed(boxAt(clip, 'moov'), 'trak');
  const video = tracks.find((track) => handlerOf(track) === 'vide');
  const audio = tracks.find((track) => handlerOf(track) === 'soun');
  if (!video) throw new Error('a clip without pictures');
  const pictures = videoSamples(clip, video);
  const duration = Math.round((durationOf(video) / timescaleOf(video)) * TICKS_PER_SECOND);
  const sounds = audio ? audioSamples(clip, audio) : [];
  const samples = [...pictures, ...sounds.filter(({ dts }) => dts >= 0 && dts < duration)];
  return { samples: samples.toSorted((a, b) => a.dts - b.dts), duration };
}

const handlerOf = (track: Box) => boxAt(track, 'mdia', 'hdlr').toString('latin1', 8, 12);
const timescaleOf = (track: Box) => boxAt(track, 'mdia', 'mdhd').readUInt32BE(12);
const durationOf = (track: Box) => boxAt(track, 'mdia', 'mdhd').readUInt32BE(16);

interface RawSample {
  readonly dts: number;
  readonly pts: number;
  readonly bytes: Buffer;
}

function rawSamples(clip: Buffer, track: Box): readonly RawSample[] {
  const table = boxAt(track, 'mdia', 'minf', 'stbl');
  const sizes = tableOf(boxAt(table, 'stsz'), 1, 4).flat();
  const offsets = offsetsOf(table, sizes);
  const deltas = runs(tableOf(boxAt(table, 'stts'), 2));
  const [shifts] = boxesNamed(table, 'ctts');
  const later = shifts ? runs(tableOf(shifts, 2)) : [];
  const scale = TICKS_PER_SECOND / timescaleOf(track);
  let at = -beginOf(track);
  return sizes.map((size, index) => {
    const offset = offsets[index] ?? 0;
    const dts = Math.round(at * scale);
    const pts = Math.round((at + (later[index] ?? 0)) * scale);
    at += deltas[index] ?? 0;
    return { dts, pts, bytes: clip.subarray(offset, offset + size) };
  });
}

/** Where in the track its edit list lets it begin. */
function beginOf(track: Box): number {
  const [edits] = boxesNamed(track, 'edts');
  const [, mediaTime = 0] = edits ? (tableOf(boxAt(edits, 'elst'), 3)[0] ?? []) : [];
  return mediaTime;
}

const runs = (rows: readonly (readonly number[])[]) =>
  rows.flatMap(([count = 0, value = 0]) => Array<number>(count).fill(value));

/** Where each sample lies: samples follow each other in chunks, and chunks have addresses. */
function offsetsOf(table: Box, sizes: readonly number[]): readonly number[] {
  const chunks = tableOf(boxAt(table, 'stco'), 1).flat();
  const plan = tableOf(boxAt(table, 'stsc'), 3);
  const offsets: number[] = [];
  chunks.forEach((chunkAt, index) => {
    const [, perChunk = 0] = plan.findLast(([first = 0]) => first <= index + 1) ?? [];
    let at = chunkAt;
    for (let sample = 0; sample < perChunk; sample++) {
      at += sizes[offsets.push(at) - 1] ?? 0;
    }
  });
  return offsets;
}

function videoSamples(clip: Buffer, track: Box): readonly Sample[] {
  const description = boxAt(track, 'mdia', 'minf', 'stbl', 'stsd');
  const parameters = parameterSets(boxWithin(description, 'avcC'));
  return rawSamples(clip, track).map(({ bytes, ...times }) => {
    const units = unitsOf(bytes);
    const isKey = units.some((unit) => ((unit[0] ?? 0) & 0x1f) === 5);
    const parts = isKey ? [...parameters, ...units] : units;
    const written = parts.flatMap((unit) => [START_CODE, unit]);
    return { ...times, kind: 'video', isKey, bytes: Buffer.concat([DELIMITER, ...written]) };
  });
}

/** The parts of a picture; in the file each has its length before it. */
function unitsOf(bytes: Buffer): readonly Buffer[] {
  const units: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    units.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return units;
}

/** What a decoder has to know first: one sequence and one picture parameter set. */
function parameterSets(config: Box): readonly Buffer[] {
  const sequenceEnd = 8 + config.readUInt16BE(6);
  const pictureAt = sequenceEnd + 3;
  const pictureEnd = pictureAt + config.readUInt16BE(sequenceEnd + 1);
  return [config.subarray(8, sequenceEnd), config.subarray(pictureAt, pictureEnd)];
}

function audioSamples(clip: Buffer, track: Box): readonly Sample[] {
  const rate = AAC_RATES.indexOf(timescaleOf(track));
  return rawSamples(clip, track).map(({ bytes, ...times }) => ({
    ...times,
    kind: 'audio',
    isKey: true,
    bytes: Buffer.concat([adtsHead(bytes.length, rate), bytes]),
  }));
}

/** The head every piece of AAC has in a stream: low complexity, one channel. */
function adtsHead(length: number, rate: number): Buffer {
  const size = length + 7;
  return Buffer.from([
    0xff,
    0xf1,
    (1 << 6) | (rate << 2),
    (1 << 6) | (size >> 11),
    (size >> 3) & 0xff,
    ((size & 7) << 5) | 0x1f,
    0xfc,
  ]);
}
