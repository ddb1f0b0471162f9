import { parseArgs } from 'node:util';
import { startBlinkCloud } from './start.ts';
import { namedWorlds } from './worlds/named-worlds.ts';

const USAGE = `blink-cloud [--port N] [--world ${Object.keys(namedWorlds).join('|')}] [--seed N] [--speed N] [--token-life SECONDS]`;

/** Runs the simulator until it is told to end; says where it is in one line of JSON. */
async function run() {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      world: { type: 'string', default: 'lived-in' },
      seed: { type: 'string', default: '1' },
      speed: { type: 'string', default: '1' },
      'token-life': { type: 'string', default: '14400' },
    },
  });
  const world = namedWorlds[values.world];
  if (!world) throw new Error(`unknown world "${values.world}"`);
  const cloud = await startBlinkCloud({
    world,
    port: numberOf(values.port, 'port'),
    seed: numberOf(values.seed, 'seed'),
    speed: numberOf(values.speed, 'speed'),
    tokenLifeSeconds: numberOf(values['token-life'], 'token-life'),
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void cloud.stop());
  }
  const { email, tier } = world.account;
  console.log(JSON.stringify({ url: cloud.url, pid: process.pid, world: world.name, email, tier }));
}

function numberOf(written: string, option: string): number {
  const value = Number(written);
  if (!Number.isFinite(value) || value < 0) throw new Error(`--${option} takes a number`);
  return value;
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 1;
});
