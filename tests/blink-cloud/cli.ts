import { parseArgs } from 'node:util';
import { FAULT_NAMES } from './faults/fault-names.ts';
import type { Era } from './http/router.ts';
import { startBlinkCloud, type BlinkCloud } from './start.ts';
import { loadWorld } from './worlds/load-world.ts';
import { namedWorlds } from './worlds/named-worlds.ts';

const USAGE = `blink-cloud [--port N] [--live-view-port N] [--world ${Object.keys(namedWorlds).join('|')}|FILE]
  [--era 2020|today] [--seed N] [--speed N] [--token-life SECONDS] [--latency MS] [--rate BYTES] [--clip-size BYTES]
  [--deleted-clip-stays SECONDS]
  [--fault NAME or JSON]...
faults: ${FAULT_NAMES.join(' ')}`;

/** Runs the simulator until it is told to end; says where it is in one line of JSON. */
async function run() {
  const options = readOptions();
  const world = await loadWorld(options.world);
  const { faults, ...more } = options;
  const cloud = await startBlinkCloud({ ...more, world });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void cloud.stop());
  }
  breakThings(cloud, faults);
  const { email, tier } = world.account;
  console.log(JSON.stringify({ url: cloud.url, pid: process.pid, world: world.name, email, tier }));
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      'live-view-port': { type: 'string', default: '0' },
      world: { type: 'string', default: 'lived-in' },
      era: { type: 'string', default: 'today' },
      seed: { type: 'string', default: '1' },
      speed: { type: 'string', default: '1' },
      'token-life': { type: 'string', default: '14400' },
      latency: { type: 'string', default: '0' },
      rate: { type: 'string' },
      'clip-size': { type: 'string' },
      'deleted-clip-stays': { type: 'string', default: '3' },
      fault: { type: 'string', multiple: true, default: [] },
    },
  });
  const number = (name: Exclude<keyof typeof values, 'fault'>) => numberOf(values[name], name);
  return {
    world: values.world,
    era: eraOf(values.era),
    port: number('port'),
    liveViewPort: number('live-view-port'),
    seed: number('seed'),
    speed: number('speed'),
    tokenLifeSeconds: number('token-life'),
    latencyMs: number('latency'),
    ...(values.rate === undefined ? {} : { bytesPerSecond: number('rate') }),
    ...(values['clip-size'] === undefined ? {} : { clipBytes: number('clip-size') }),
    deletedLocalClipStaysMs: number('deleted-clip-stays') * 1000,
    faults: values.fault,
  };
}

function numberOf(written: string | undefined, option: string): number {
  const value = Number(written);
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${option} takes a number`);
  return value;
}

function eraOf(written: string): Era {
  if (written === '2020' || written === 'today') return written;
  throw new Error('--era takes 2020 or today');
}

/** A fault is told by its name, or whole, as JSON. */
function breakThings({ control }: BlinkCloud, faults: readonly string[]) {
  for (const fault of faults) {
    control.breakDown(fault.startsWith('{') ? JSON.parse(fault) : { name: fault });
  }
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exit(1);
});
