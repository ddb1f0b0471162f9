import { parseArgs } from 'node:util';
import { ensureElectron } from '../../build/provision/electron-runtime.ts';
import { runNpm } from '../../build/provision/process.ts';
import { runScript } from '../../build/provision/provision-error.ts';
import { ensureSystemPackages } from '../../build/provision/system-packages.ts';
import { startTrayApp } from '../fixtures/tray-app/start.ts';
import { benchArchive } from './archive/run.ts';
import { costOfFloor, timeToTray, type Cost } from './floor.ts';
import { listedToBanner } from './news.ts';
import { costOfPorchlight, startPorchlight, type OurCost } from './porchlight.ts';
import { idleRequests } from './requests.ts';
import { mb, median, ms, percent, perMinute, printTable, times, type Row } from './table.ts';

const options = {
  rounds: { type: 'string', default: '5' },
  quick: { type: 'boolean', default: false },
} as const;

/** `npm run bench [-- archive] [--quick]`: the application's figures, or those of its archive alone. */
async function bench(): Promise<number> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.includes('archive')) {
    await benchArchive(values.quick);
    return 0;
  }
  return benchApplication(Number(values.rounds));
}

/**
 * `npm run bench [-- --rounds 5]`: start-up, memory and effort against FLOOR, a bare tray application on the same
 * Electron in the same run. The two take turns at starting; medians are printed. Machines differ, ratios less.
 */
async function benchApplication(rounds: number): Promise<number> {
  await ensureSystemPackages(['runtime', 'headless']);
  const { dist, version } = await ensureElectron();
  process.env.ELECTRON_OVERRIDE_DIST_PATH = dist;
  const built = await runNpm(['run', '--silent', 'build']);
  if (built !== 0) return built;

  const floorMs: number[] = [];
  const oursMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    floorMs.push(await timeToTray((session) => startTrayApp(session)));
    oursMs.push(await timeToTray((session) => startPorchlight(session, dist)));
  }
  const floor = await costOfFloor();
  const ours = await costOfPorchlight();
  console.log(`Electron ${version}, ${rounds} rounds of starting`);
  printTable([
    {
      what: 'P1  start to tray',
      floor: ms(median(floorMs)),
      ours: ms(median(oursMs)),
      compared: times(median(oursMs), median(floorMs)),
      bar: '1.25 ×',
    },
    ...memoryRows(floor, ours),
    ...effortRows(floor, ours),
    ...clickRows(ours),
    ...(await requestRows()),
    ...bannerRows(await listedToBanner(10)),
  ]);
  return 0;
}

const memoryRows = (floor: Cost, { windowMs, windowBytes, bytes }: OurCost): readonly Row[] => [
  { what: '    launch to painted window', floor: '', ours: ms(windowMs), compared: '', bar: '' },
  {
    what: '    memory (PSS), signed in, window open',
    floor: mb(floor.bytes),
    ours: mb(windowBytes),
    compared: times(windowBytes, floor.bytes),
    bar: '',
  },
  {
    what: 'P3  memory (PSS), closed after use',
    floor: mb(floor.bytes),
    ours: mb(bytes),
    compared: times(bytes, floor.bytes),
    bar: '1.15 × of one that had a window',
  },
];

const effortRows = ({ effort: floor }: Cost, { effort }: OurCost): readonly Row[] => [
  {
    what: 'P5  wake-ups, closed, signed in',
    floor: perMinute(floor.wakeUpsPerMinute),
    ours: perMinute(effort.wakeUpsPerMinute),
    compared: `+${(effort.wakeUpsPerMinute - floor.wakeUpsPerMinute).toFixed(0)}`,
    bar: '+6 and what the polls cost',
  },
  {
    what: 'P6  processor, closed, signed in',
    floor: percent(floor.cpuShare),
    ours: percent(effort.cpuShare),
    compared: '',
    bar: '0.1 % over 10 min',
  },
];

const clickRows = ({ click }: OurCost): readonly Row[] => [
  { what: '    click to busy icon', floor: '', ours: ms(click.toIconMs), compared: '', bar: '' },
  { what: '    click to request', floor: '', ours: ms(click.toRequestMs), compared: '', bar: '' },
];

const requestRows = async (): Promise<readonly Row[]> => {
  const row = (what: string, count: number, bar: string): Row => ({
    ...{ what, floor: '', compared: '', bar },
    ours: `${count}/h`,
  });
  return [
    row('P7  requests of an idle hour, armed', await idleRequests(true), '90/h'),
    row('P7  requests of an idle hour, disarmed', await idleRequests(false), '45/h'),
  ];
};

const bannerRows = (tookMs: readonly number[]): readonly Row[] => [
  {
    what: 'P10 asked to banner, while archiving',
    floor: '',
    ours: ms(median(tookMs)),
    compared: `at most ${ms(Math.max(...tookMs))}`,
    bar: '500 ms',
  },
];

await runScript(bench);
