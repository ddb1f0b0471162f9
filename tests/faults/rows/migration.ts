import { readFileSync, writeFileSync } from 'node:fs';
import LibSql from 'libsql';
import { minutes } from '../../../electron/lib/clock.ts';
import {
  applicationId,
  migrations,
  newestVersion,
} from '../../../electron/store/clips/migrations.ts';
import { indexFile } from '../engine.ts';
import { readRows, walk, type IndexRow } from '../oracle.ts';
import { boot, heal } from '../program.ts';
import { makeFileOfV2 } from '../../fixtures/schema-v2.ts';
import { archive, createStage, type Stage } from '../stage.ts';
import { createTally, type Row, type Tally } from '../tally.ts';
import { endingAt } from './crash.ts';
import { killedWhileMigrating } from './migration-kills.ts';
import { sameClips } from './state-files.ts';

/** R26: an index of the version before this one, a crash at each step of its migration, and one of the future. */
export const migrationRow: Row = {
  id: 'R26',
  title: 'migration',
  async run({ seed, isLong }) {
    const tally = createTally();
    const newest = newestVersion(migrations);
    for (let point = 1; await migratedFrom2(seed, point, tally); point += 1);
    await ofTheFuture(seed, newest, tally);
    await killedWhileMigrating({ seed, isLong }, tally);
    return tally.outcome(
      'the schema before this one, an end before and after each call, kill -9 of a real process, a newer schema',
    );
  },
};

/** False when there is no such point any more. */
async function migratedFrom2(seed: number, point: number, tally: Tally): Promise<boolean> {
  const stage = createStage({ seed });
  const label = `from 2, point ${point}`;
  const rows = await pastIndex(stage);
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

/** A full archive whose index is of version 2; answers its rows. */
async function pastIndex(stage: Stage): Promise<readonly IndexRow[]> {
  await heal(stage);
  const rows = readRows(indexFile(stage.dataFolder));
  const newer = indexFile(stage.dataFolder);
  stage.dataFolder = stage.copyOfIndex();
  const file = indexFile(stage.dataFolder);
  writeFileSync(file, '');
  const connection = makeFileOfV2(file);
  connection.exec(`ATTACH '${newer}' AS newer; PRAGMA foreign_keys = OFF;`);
  for (const [table, name] of tables) connection.exec(copyOf(connection, table, name));
  connection.close();
  return rows;
}

/** The tables of version 2, and what they are called today. */
const tables = [
  ['account', 'account'],
  ['system', 'network'],
  ['camera', 'device'],
  ['clip', 'clip'],
  ['clip_origin', 'clip_origin'],
  ['sync_mark', 'sync_mark'],
] as const;

function copyOf(connection: LibSql.Database, table: string, nameNow: string): string {
  const columns: readonly unknown[] = connection.prepare(`PRAGMA main.table_info(${table})`).all();
  const names = columns.map((column) => (column as { readonly name: string }).name);
  const namesNow = names.map((name) =>
    name
      .replace('system_', 'network_')
      .replace('camera_', 'device_')
      .replace(/^place$/, 'status'),
  );
  return `INSERT INTO main.${table} (${names.join()})
    SELECT ${namesNow.join()} FROM newer.${nameNow};`;
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
