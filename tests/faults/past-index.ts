import { writeFile } from 'node:fs/promises';
import { makeFileOfV2 } from '../fixtures/schema-v2.ts';

/** An index of version 2 with so many kept clips, one every ten minutes, the newest a month old. */
export async function makePastIndex(file: string, account: number, clips: number): Promise<void> {
  await writeFile(file, '');
  const connection = makeFileOfV2(file);
  connection.exec(rowsOf(account, clips, Date.now() - monthMs));
  connection.close();
}

const monthMs = 30 * 86_400_000;

const rowsOf = (account: number, clips: number, newestAt: number): string => `
BEGIN;
INSERT INTO account (id) VALUES (${account});
INSERT INTO system VALUES ('${account}:2101', ${account}, 'Studio', 0, NULL);
INSERT INTO camera VALUES
  ('${account}:camera:4101', ${account}, '${account}:2101', 'Gate', 'catalina', 0);
WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${clips})
INSERT INTO clip (id, account_id, system_id, system_name, camera_id, camera_name, camera_type,
  recorded_at, updated_at, listed_at, time_zone, local_day, source, kind, place, path, size_bytes,
  sha256, kept_at)
SELECT 'c' || (8000000 - n), ${account}, '${account}:2101', 'Studio', '${account}:camera:4101', 'Gate',
  'catalina', at, at, at, 'Europe/Berlin', date(at / 1000, 'unixepoch'), 'pir', 'motion', 'kept',
  '${account}/Studio/Gate/' || n || '.mp4', 1000000, printf('%064d', n), at
FROM (SELECT n, ${newestAt} - n * 600000 AS at FROM number);
INSERT INTO clip_origin (account_id, kind, remote_id, clip_id, clip_ref, updated_at)
SELECT account_id, 'cloud', substr(id, 2), id, '/clip/' || id, updated_at FROM clip;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);`;
