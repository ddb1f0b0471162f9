import { readFileSync, writeFileSync } from 'node:fs';
import LibSql from 'libsql';
import { minutes } from '../../../electron/lib/clock.ts';
import { openDatabase } from '../../../electron/store/clips/database.ts';
import { nodeFileSystem } from '../../../electron/store/file-system.ts';
import {
  applicationId,
  migrations,
  newestVersion,
} from '../../../electron/store/clips/migrations.ts';
import { indexFile } from '../engine.ts';
import { readRows, walk, type IndexRow } from '../oracle.ts';
import { boot, heal } from '../program.ts';
import { archive, createStage, type Stage } from '../stage.ts';
import { createTally, type Row, type Tally } from '../tally.ts';
import { endingAt } from './crash.ts';
import { killedWhileMigrating } from './migration-kills.ts';
import { sameClips } from './state-files.ts';

/** R26: an index of every version there has been, a crash at each step of its migration, and one of the future. */
export const migrationRow: Row = {
  id: 'R26',
  title: 'migration',
  async run({ seed, isLong }) {
    const tally = createTally();
    const newest = newestVersion(migrations);
    for (let version = 1; version < newest; version += 1) {
      for (let point = 1; await migratedFrom(seed, { version, point }, tally); point += 1);
    }
    await ofTheFuture(seed, newest, tally);
    await killedWhileMigrating({ seed, isLong }, tally);
    tally.note(`${newest - 1} past versions`);
    return tally.outcome(
      'every past schema, an end before and after each call, kill -9 of a real process, a newer schema',
    );
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
  connection.exec(`
    PRAGMA user_version = ${newest + 1};
    PRAGMA application_id = ${applicationId(newest + 1)};
    PRAGMA wal_checkpoint(TRUNCATE);`);
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
