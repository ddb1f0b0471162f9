import { ms, printTable, times, type Row } from '../table.ts';
import type { Blocks } from './blocks.ts';
import { measureFirstListing } from './first-listing.ts';
import { bytesPerSecond, idealS, latencyMs, measureFullSync, type FullSync } from './full-sync.ts';
import { measureIdle, type Idle } from './idle.ts';
import { streams } from './engine.ts';

/** The archive's figures: as ratios of one run, the baselines named beside them. */
export async function benchArchive(isQuick: boolean): Promise<void> {
  const sync = await measureFullSync(isQuick ? 60 : 500);
  const idle = await measureIdle(isQuick ? 60 : 300);
  const listing = await measureFirstListing();
  console.log(
    `${sync.clips} clips of 1 MiB, ${latencyMs} ms, ${bytesPerSecond / 1e6} MB/s a stream, ${streams} streams`,
  );
  if (isVoid(sync))
    console.log('VOID: the plain download was slower than 1.03 × what it has to take');
  printTable(
    [
      ...syncRows(sync),
      ...idleRows(idle),
      blockRow('P20 deaf during a full sync', sync.ours.blocks),
      blockRow('P20 … the first listing of 100,000', listing.blocks),
      blockRow('P20 … verify', sync.verify.blocks),
      blockRow('P20 … the migration of 100,000', idle.migration.blocks),
    ],
    { floor: 'baseline', ours: 'ours' },
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
  },
  {
    what: 'P11 … against raw parallel fetching',
    floor: s(rawS),
    ours: s(ours.seconds),
    compared: percentOf(rawS, ours.seconds),
    bar: '',
  },
  {
    what: 'P11 … of streams × rate',
    floor: s(idealS(clips, streams)),
    ours: s(ours.seconds),
    compared: percentOf(idealS(clips, streams), ours.seconds),
    bar: 'at least 95 %',
  },
  {
    what: 'P11 durability (fsync left out)',
    floor: s(carelessS),
    ours: s(ours.seconds),
    compared: `+${((ours.seconds / carelessS - 1) * 100).toFixed(1)} %`,
    bar: 'at most 2 %',
  },
];

const idleRows = ({ small, large, resync, newClipBytes }: Idle): readonly Row[] => [
  ours('P8  bytes an idle poll, 10 cameras', kb(large.sentBytes), 'at most 20 kB'),
  grown('P9  processor an idle poll, 1k : 100k', [small.cpuMs, large.cpuMs], ms2),
  grown('P9  read an idle poll', [small.readBytes, large.readBytes], kb),
  grown('P9  written an idle poll', [small.writtenBytes, large.writtenBytes], kb),
  ours('P9  the index writes for one new clip', kb(newClipBytes), '1 kB'),
  ours('P12 lists of a re-sync, nothing new', String(resync.requests), 'at most 2'),
  ours('P12 processor of it, at 100k', ms(resync.cpuMs), 'at most 50 ms'),
];

const ours = (what: string, value: string, bar: string): Row => ({
  ...{ what, floor: '', ours: value, compared: '', bar },
});

const grown = (
  what: string,
  [small, large]: readonly [number, number],
  written: (value: number) => string,
): Row => ({
  ...{ what, floor: written(small), ours: written(large) },
  ...{ compared: times(large, small), bar: 'at most 1.1 ×' },
});

const blockRow = (what: string, { p999, worst }: Blocks): Row => ({
  what,
  floor: `p99.9 ${p999.toFixed(0)}`,
  ours: ms(worst),
  compared: '',
  bar: 'no block over 50 ms',
});

const s = (seconds: number): string => `${seconds.toFixed(1)} s`;
const kb = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`;
const ms2 = (value: number): string => `${value.toFixed(2)} ms`;
const percentOf = (best: number, ours: number): string => `${((best / ours) * 100).toFixed(1)} %`;
