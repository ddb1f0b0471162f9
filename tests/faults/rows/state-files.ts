import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import LibSql from 'libsql';
import { minutes } from '../../../electron/lib/timing.ts';
import { openDatabase } from '../../../electron/store/database.ts';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import { migrations, newestVersion } from '../../../electron/store/migrations.ts';
import { indexFile } from '../engine.ts';
import { readRows, walk, type IndexRow } from '../oracle.ts';
import { boot, heal } from '../program.ts';
import { archive, createStage, threePollsMs, type Stage } from '../stage.ts';
import { createTally, type Row, type RowContext, type Tally } from '../tally.ts';
import { endingAt } from './crash.ts';

/** What can become of a file while nobody looks. */
interface Damage {
  readonly label: string;
  readonly act: (bytes: Buffer) => Buffer;
}

function damagesOf({ seed, isLong }: RowContext, size: number, stage: Stage): readonly Damage[] {
  const chance = stage.chance.fork(`damage ${seed}`);
  const cuts = Array.from({ length: isLong ? Math.floor(size / 64) : 12 }, (_, at) =>
    isLong ? at * 64 : Math.floor((at * size) / 12 / 64) * 64,
  );
  const flips = Array.from({ length: isLong ? 1_000 : 24 }, () => chance.between(0, size * 8 - 1));
  return [
    { label: 'empty', act: () => Buffer.alloc(0) },
    { label: 'zeros', act: (bytes) => Buffer.alloc(bytes.length) },
    { label: 'noise', act: (bytes) => Buffer.from(bytes.map(() => chance.between(0, 255))) },
    { label: 'JSON', act: () => Buffer.from('{"version":1}') },
    ...cuts.map((at) => ({ label: `cut at ${at}`, act: (bytes: Buffer) => bytes.subarray(0, at) })),
    ...flips.map((bit) => ({ label: `bit ${bit} flipped`, act: flip(bit) })),
  ];
}

const flip = (bit: number) => (bytes: Buffer) => {
  const flipped = Buffer.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
};

/** R25: the index is not what it was. Settings have a row of their own. */
export const corruptIndex: Row = {
  id: 'R25',
  title: 'corrupt state files: the index',
  async run(context) {
    const tally = createTally();
    const stage = createStage({ seed: context.seed });
    await heal(stage);
    const file = indexFile(stage.dataFolder);
    const whole = readFileSync(file);
    const rows = readRows(file);
    const damages = damagesOf(context, whole.length, stage);
    for (const damage of damages) await damaged({ stage, whole, rows }, damage, tally);
    stage.close();
    tally.note(`${damages.length} damages`);
    return tally.outcome(
      'empty, zeros, noise, another type, cut at multiples of 64 bytes, bits flipped',
    );
  },
};

interface Sound {
  readonly stage: Stage;
  readonly whole: Buffer;
  readonly rows: readonly IndexRow[];
}

async function damaged({ stage, whole, rows }: Sound, { label, act }: Damage, tally: Tally) {
  stage.dataFolder = stage.copyOfIndex();
  const file = indexFile(stage.dataFolder);
  writeFileSync(file, act(whole));
  const before = (await walk(stage.disk.fs, archive, '')).join('\n');
  const asked = stage.cloud.control.requests().length;
  const program = await boot(stage).catch((error: unknown) => String(error));
  if (typeof program === 'string') {
    tally.expect(label, false, `does not start: ${program}`);
    return;
  }
  await stage.pass(threePollsMs);
  await program.stop();
  tally.expect(
    label,
    (await walk(stage.disk.fs, archive, '')).join('\n') === before,
    'files changed',
  );
  const after = readRows(file);
  tally.expect(label, sameClips(rows, after), 'another index than before');
  const aside = readdirSync(dirname(file)).filter((name) => name.includes('corrupt'));
  const isNew = program.engine !== null && program.engine.setAside !== null;
  tally.expect(label, isNew === aside.length > 0, 'the broken copy is gone');
  const again = stage.cloud.control.requests().slice(asked);
  const fetched = again.filter(({ path }) => path.endsWith('.mp4')).length;
  tally.expect(label, fetched === 0, `${fetched} clips fetched again`);
  tally.run(label, await stage.judge());
  writeFileSync(file, whole);
}

const sameClips = (before: readonly IndexRow[], after: readonly IndexRow[]): boolean =>
  written(before) === written(after);

const written = (rows: readonly IndexRow[]): string =>
  rows
    .map(({ id, place, path, size_bytes, sha256 }) =>
      [id, place, path, size_bytes, sha256].join(' '),
    )
    .sort()
    .join('\n');

/** R26: an index of every version there has been, a crash at each step of its migration, and one of the future. */
export const migrationRow: Row = {
  id: 'R26',
  title: 'migration',
  async run({ seed }) {
    const tally = createTally();
    const newest = newestVersion(migrations);
    for (let version = 1; version < newest; version += 1) {
      for (let point = 1; await migratedFrom(seed, { version, point }, tally); point += 1);
    }
    await ofTheFuture(seed, newest, tally);
    tally.note(`${newest - 1} past versions`);
    return tally.outcome('every past schema, a crash before and after each call, a newer schema');
  },
};

/** False when there is no such point any more. */
async function migratedFrom(
  seed: number,
  { version, point }: { readonly version: number; readonly point: number },
  tally: Tally,
): Promise<boolean> {
  const stage = createStage({ seed });
  const label = `from ${version}, point ${point}`;
  const rows = await pastIndex(stage, version);
  const reached: string[] = [];
  const endsAt = endingAt(point, (at) => reached.push(at));
  const program = await boot(stage, { endsAt });
  if (reached.length > 0) program.kill();
  else await program.stop();
  await heal(stage);
  const after = readRows(indexFile(stage.dataFolder));
  tally.expect(label, sameClips(rows, after), 'another index than before');
  tally.run(label, await stage.judge());
  stage.close();
  // The first calls of a start are the migration's; what comes after it is R2's.
  return reached.length > 0 && point < 24;
}

/** A full archive whose index is of an older version; answers its rows. */
async function pastIndex(stage: Stage, version: number): Promise<readonly IndexRow[]> {
  await heal(stage);
  const rows = readRows(indexFile(stage.dataFolder));
  const tables = ['account', 'system', 'camera', 'clip', 'clip_origin', 'sync_mark'];
  const newer = indexFile(stage.dataFolder);
  stage.dataFolder = stage.copyOfIndex();
  const file = indexFile(stage.dataFolder);
  writeFileSync(file, '');
  const steps = migrations.slice(0, version);
  const { database } = await openDatabase({ fs: nodeFileSystem, file, steps, now: 0 });
  database.close();
  const connection = new LibSql(file);
  connection.exec(`ATTACH '${newer}' AS newer; PRAGMA foreign_keys = OFF;`);
  for (const table of tables) connection.exec(copyOf(connection, table));
  connection.close();
  return rows;
}

/** The columns both versions have. */
function copyOf(connection: LibSql.Database, table: string): string {
  const columns: readonly unknown[] = connection.prepare(`PRAGMA main.table_info(${table})`).all();
  const names = columns.map((column) => (column as { readonly name: string }).name).join(', ');
  return `INSERT INTO main.${table} (${names}) SELECT ${names} FROM newer.${table};`;
}

/** It can be looked at, nothing is fetched, and its file stays as it is. */
async function ofTheFuture(seed: number, newest: number, tally: Tally) {
  const stage = createStage({ seed });
  await heal(stage);
  const file = indexFile(stage.dataFolder);
  const connection = new LibSql(file);
  connection.exec(`PRAGMA user_version = ${newest + 1}; PRAGMA wal_checkpoint(TRUNCATE);`);
  connection.close();
  const whole = readFileSync(file);
  stage.cloud.control.motion({ cameraName: 'Gate', immediate: true });
  const files = await walk(stage.disk.fs, archive, '');
  const program = await boot(stage);
  await stage.pass(minutes(20));
  const { index } = program.engine ?? {};
  const page = await index?.page({ shelf: 'all', limit: 50, before: null, deviceId: null });
  const refused = await index?.setSeen('c7000001', 1).then(
    () => 'not refused',
    (error: unknown) => String(error),
  );
  await program.stop();
  const label = 'a newer schema';
  tally.expect(label, page?.clips.length === 4, 'cannot be looked at');
  tally.expect(label, index?.isReadOnly === true, 'does not say that it is read-only');
  tally.expect(label, refused?.includes('index-newer') === true, String(refused));
  tally.expect(label, readFileSync(file).equals(whole), 'its file was changed');
  const now = await walk(stage.disk.fs, archive, '');
  tally.expect(label, now.join() === files.join(), 'the archive was changed');
  stage.close();
}
