import { figure, kb, ms, printTable, times, type Row } from '../table.ts';
import type { Blocks } from './blocks.ts';
import { measureFirstListing } from './first-listing.ts';
import { bytesPerSecond, idealS, latencyMs, measureFullSync, type FullSync } from './full-sync.ts';
import { measureIdle, type Idle } from './idle.ts';
import { streams } from './engine.ts';

/** The archive's figures, of the engine alone: as ratios of one run, the baselines named beside them. */
export async function benchArchive(isQuick: boolean): Promise<readonly Row[]> {
  const sync = await measureFullSync(isQuick ? 60 : 500);
  const idle = await measureIdle(isQuick ? 60 : 300);
  const listing = await measureFirstListing();
  console.log(
    `${sync.clips} clips of 1 MiB, ${latencyMs} ms, ${bytesPerSecond / 1e6} MB/s a stream, ${streams} streams`,
  );
  if (isVoid(sync))
    console.log('VOID: the plain download was slower than 1.03 × what it has to take');
  const rows = [
    ...syncRows(sync),
    ...idleRows(idle),
    blockRow('P20 deaf during a full sync', sync.ours.blocks),
    blockRow('P20 … the first listing of 100,000', listing.blocks),
    blockRow('P20 … verify', sync.verify.blocks),
    blockRow('P20 … the migration of 100,000', idle.migration.blocks),
  ];
  printTable(rows, { floor: 'baseline', ours: 'ours' });
  return rows;
}

/** P9 alone: what the index costs, in this process. */
export async function indexRows(isQuick: boolean): Promise<readonly Row[]> {
  return idleRows(await measureIdle(isQuick ? 60 : 300)).filter(({ what }) =>
    what.startsWith('P9'),
  );
}

/** On a machine too busy to be measured on. */
const isVoid = ({ plainS, clips }: FullSync): boolean => plainS > 1.03 * idealS(clips, 1);

const syncRows = ({ clips, plainS, rawS, ours, carelessS }: FullSync): readonly Row[] => [
  {
    what: 'P11 full sync, against plain',
    floor: s(plainS),
    ours: s(ours.seconds),
    compared: `${(plainS / ours.seconds).toFixed(2)} ×`,
    bar: 'at least 2.7 × faster',
    isMet: plainS / ours.seconds >= 2.7,
    isTimed: true,
  },
  figure('P11 … against raw parallel fetching', s(ours.seconds), {
    floor: s(rawS),
    compared: percentOf(rawS, ours.seconds),
  }),
  {
    what: 'P11 … of streams × rate',
    floor: s(idealS(clips, streams)),
    ours: s(ours.seconds),
    compared: percentOf(idealS(clips, streams), ours.seconds),
    bar: 'at least 95 %',
    isMet: idealS(clips, streams) / ours.seconds >= 0.95,
    isTimed: true,
  },
  {
    what: 'P11 durability (fsync left out)',
    floor: s(carelessS),
    ours: s(ours.seconds),
    compared: `${((ours.seconds / carelessS - 1) * 100).toFixed(1)} % more`,
    bar: 'at most 2 %',
    isMet: ours.seconds / carelessS <= 1.02,
    isTimed: true,
  },
];

const idleRows = ({ small, large, resync, newClipBytes }: Idle): readonly Row[] => [
  most('P8  bytes an idle poll, 10 cameras', large.sentBytes, 20_000, kb),
  grown('P9  processor an idle poll, 1k : 100k clips, engine', [small.cpuMs, large.cpuMs], ms2),
  grown('P9  read an idle poll, the same', [small.readBytes, large.readBytes], kb),
  grown('P9  written an idle poll, the same', [small.writtenBytes, large.writtenBytes], kb),
  most('P9  the index writes for one new clip, WAL included', newClipBytes, 16_384, kb),
  most('P12 lists of a re-sync, nothing new', resync.requests, 2, String),
  { ...most('P12 processor of it, at 100k', resync.cpuMs, 50, ms), isTimed: true },
];

const most = (
  what: string,
  value: number,
  bar: number,
  written: (value: number) => string,
): Row => ({
  ...figure(what, written(value)),
  bar: `at most ${written(bar)}`,
  isMet: value <= bar,
  isTimed: false,
});

const grown = (
  what: string,
  [small, large]: readonly [number, number],
  written: (value: number) => string,
): Row => ({
  what,
  floor: written(small),
  ours: written(large),
  compared: times(large, small),
  bar: 'at most 1.1 ×',
  isMet: large <= 1.1 * small,
  isTimed: what.includes('processor'),
});

const blockRow = (what: string, { p999, worst }: Blocks): Row => ({
  ...figure(what, ms(worst), { floor: `p99.9 ${p999.toFixed(0)}` }),
  bar: 'p99.9 at most 50 ms',
  isMet: p999 <= 50,
});

const s = (seconds: number): string => `${seconds.toFixed(1)} s`;
const ms2 = (value: number): string => `${value.toFixed(2)} ms`;
const percentOf = (best: number, ours: number): string => `${((best / ours) * 100).toFixed(1)} %`;
