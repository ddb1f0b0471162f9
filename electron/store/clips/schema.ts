/** The version of the tables below. A change of them takes the next number and a step that leads there. */
export const schemaVersion = 3;

/**
 * Times are milliseconds since 1970, UTC. A change of a row writes each page it touches: every index but the last few
 * grows at its end when a new clip comes, and a sighting lies in its key.
 */
const account = `
CREATE TABLE account (
  id INTEGER PRIMARY KEY
) STRICT;`;

const syncMark = `
CREATE TABLE sync_mark (
  account_id INTEGER NOT NULL REFERENCES account(id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account_id, name)
) STRICT;`;

const clipTag = `
CREATE TABLE clip_tag (
  clip_id TEXT NOT NULL REFERENCES clip(id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (clip_id, tag)
) STRICT;

CREATE INDEX clip_tag_by_tag ON clip_tag (tag);`;

/** What version 2 did not have in this form. */
const tables = `
-- Name and type are those of the newest recording.
CREATE TABLE network (
  id TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  name TEXT NOT NULL,
  named_at INTEGER NOT NULL,
  -- What the newest clip the cloud has ever listed of it was recorded at.
  newest_in_cloud INTEGER
) STRICT;

CREATE TABLE device (
  id TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  network_id TEXT NOT NULL REFERENCES network(id),
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  named_at INTEGER NOT NULL
) STRICT;

CREATE TABLE clip (
  id TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  network_id TEXT NOT NULL REFERENCES network(id),
  network_name TEXT NOT NULL,
  device_id TEXT NOT NULL REFERENCES device(id),
  device_name TEXT NOT NULL,
  device_type TEXT NOT NULL,
  recorded_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  listed_at INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  local_day TEXT NOT NULL,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  labels TEXT NOT NULL DEFAULT '[]',
  ai_short TEXT,
  ai_full TEXT,
  -- The cloud's mark now, and as it was when the clip was first listed: our own download changes the first.
  is_watched INTEGER NOT NULL DEFAULT 0,
  was_watched INTEGER NOT NULL DEFAULT 0,
  seen_at INTEGER,
  starred_at INTEGER,
  note TEXT,
  status TEXT NOT NULL DEFAULT 'listed'
    CHECK (status IN ('listed', 'fetching', 'kept', 'damaged', 'gone', 'missing', 'pruned')),
  -- The sighting to fetch it by; null when neither the cloud nor USB storage has it.
  fetch_from TEXT CHECK (fetch_from IN ('cloud', 'local')),
  -- Where the file lies, or lay when the clip is not kept: it may be found again. Null while it is in the bin.
  path TEXT,
  size_bytes INTEGER,
  sha256 TEXT,
  kept_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  retry_at INTEGER,
  problem TEXT,
  cloud_deleted_at INTEGER,
  -- A deletion in the cloud that a person asked for and that is still to be done.
  delete_requested_at INTEGER,
  delete_attempts INTEGER NOT NULL DEFAULT 0,
  delete_problem TEXT,
  binned_at INTEGER,
  bin_path TEXT,
  notified_at INTEGER
) STRICT;

-- Every sighting of a clip. Without a clip: a recording already deleted when it was first listed.
CREATE TABLE clip_origin (
  account_id INTEGER NOT NULL REFERENCES account(id),
  kind TEXT NOT NULL CHECK (kind IN ('cloud', 'local')),
  remote_id TEXT NOT NULL,
  clip_id TEXT REFERENCES clip(id) ON DELETE CASCADE,
  clip_ref TEXT,
  still_ref TEXT,
  updated_at INTEGER NOT NULL,
  deleted_at INTEGER,
  PRIMARY KEY (account_id, kind, remote_id)
) STRICT, WITHOUT ROWID;`;

const indexes = `
-- The last two are there so that clips of other devices and hidden ones are passed over without reading their rows.
CREATE INDEX clip_by_time ON clip (recorded_at, device_id, binned_at);
CREATE INDEX clip_waiting ON clip (account_id, fetch_from, recorded_at, retry_at)
  WHERE status = 'listed' AND binned_at IS NULL AND fetch_from IS NOT NULL;
CREATE INDEX clip_given_up ON clip (status, id)
  WHERE status IN ('missing', 'damaged') AND binned_at IS NULL AND fetch_from IS NOT NULL;
CREATE INDEX clip_starred ON clip (recorded_at)
  WHERE starred_at IS NOT NULL AND binned_at IS NULL;
CREATE INDEX clip_with_file ON clip (id) WHERE path IS NOT NULL;
CREATE INDEX clip_to_delete ON clip (account_id, delete_requested_at)
  WHERE delete_requested_at IS NOT NULL;
CREATE INDEX clip_binned ON clip (recorded_at)
  WHERE binned_at IS NOT NULL AND (status = 'kept' OR delete_requested_at IS NOT NULL);
CREATE INDEX clip_to_bin ON clip (binned_at)
  WHERE binned_at IS NOT NULL AND status = 'kept' AND path IS NOT NULL;
CREATE INDEX clip_in_bin ON clip (binned_at) WHERE bin_path IS NOT NULL;
CREATE INDEX origin_by_clip ON clip_origin (clip_id);`;

type RowName = 'clip' | 'new' | 'old';

/** What one clip adds to each count: 0 or 1, or its bytes. */
const counters: readonly (readonly [string, (row: RowName) => string])[] = [
  ['clips', (row) => `${row}.binned_at IS NULL`],
  [
    'prunable',
    (row) => `${row}.status = 'kept' AND ${row}.starred_at IS NULL AND ${row}.binned_at IS NULL`,
  ],
  ['kept', (row) => `${row}.status = 'kept' AND ${row}.binned_at IS NULL`],
  [
    'waiting',
    (row) => `${row}.status IN ('listed', 'fetching') AND ${row}.fetch_from IS NOT NULL
      AND ${row}.binned_at IS NULL`,
  ],
  [
    'unseen',
    (row) => `${row}.seen_at IS NULL AND ${row}.was_watched = 0 AND ${row}.status <> 'gone'
      AND ${row}.kind IN ('motion', 'doorbell', 'other') AND ${row}.binned_at IS NULL`,
  ],
  ['damaged', (row) => `${row}.status = 'damaged' AND ${row}.binned_at IS NULL`],
  ['missing', (row) => `${row}.status = 'missing' AND ${row}.binned_at IS NULL`],
  [
    'binned',
    (row) => `${row}.binned_at IS NOT NULL
      AND (${row}.status = 'kept' OR ${row}.delete_requested_at IS NOT NULL)`,
  ],
  ['used_bytes', (row) => `iif(${row}.status = 'kept', coalesce(${row}.size_bytes, 0), 0)`],
];

const each = (write: (name: string, of: (row: RowName) => string) => string): string =>
  counters.map(([name, of]) => write(name, of)).join(',\n  ');

const countTable = `
-- One row for each day on the calendar of the place of recording.
CREATE TABLE clip_count (
  account_id INTEGER NOT NULL REFERENCES account(id),
  local_day TEXT NOT NULL,
  ${each((name) => `${name} INTEGER NOT NULL`)},
  PRIMARY KEY (account_id, local_day)
) STRICT, WITHOUT ROWID;`;

/** They keep the counts of each account and day right, so that counting does not read the clips. */
const triggers = `
CREATE TRIGGER clip_counted AFTER INSERT ON clip BEGIN
  INSERT INTO clip_count VALUES (new.account_id, new.local_day, ${each((_name, of) => of('new'))})
  ON CONFLICT (account_id, local_day) DO UPDATE SET
  ${each((name) => `${name} = ${name} + excluded.${name}`)};
END;

CREATE TRIGGER clip_recounted AFTER UPDATE OF
  status, fetch_from, size_bytes, seen_at, starred_at, binned_at, delete_requested_at ON clip
BEGIN
  UPDATE clip_count SET
  ${each((name, of) => `${name} = ${name} + (${of('new')}) - (${of('old')})`)}
  WHERE account_id = new.account_id AND local_day = new.local_day;
END;

CREATE TRIGGER clip_uncounted AFTER DELETE ON clip BEGIN
  UPDATE clip_count SET
  ${each((name, of) => `${name} = ${name} - (${of('old')})`)}
  WHERE account_id = old.account_id AND local_day = old.local_day;
END;`;

/** All of it, for a new file. */
export const schema = [account, tables, clipTag, syncMark, indexes, countTable, triggers].join(
  '\n',
);

const clipColumns = `
  id, account_id, network_id, network_name, device_id, device_name, device_type, recorded_at,
  updated_at, listed_at, time_zone, local_day, source, kind, labels, ai_short, ai_full, is_watched,
  was_watched, seen_at, starred_at, note, status, fetch_from, path, size_bytes, sha256, kept_at,
  attempts, retry_at, problem, cloud_deleted_at, delete_requested_at, delete_attempts,
  delete_problem, binned_at, bin_path, notified_at`;

const clipColumnsOf2 = clipColumns
  .replaceAll('network_', 'system_')
  .replaceAll('device_', 'camera_')
  .replace('status', 'place');

/**
 * From version 2: its tables step aside under another name, today's are made and filled from them. A rename must not
 * change what other tables say of `clip`.
 */
export const stepFrom2 = `
PRAGMA legacy_alter_table = ON;
DROP TRIGGER clip_counted;
DROP TRIGGER clip_recounted;
DROP TRIGGER clip_uncounted;
DROP TABLE clip_tally;
ALTER TABLE clip RENAME TO old_clip;
ALTER TABLE clip_origin RENAME TO old_origin;
${tables}

INSERT INTO network (id, account_id, name, named_at, newest_in_cloud)
SELECT id, account_id, name, named_at, newest_in_cloud FROM system;
INSERT INTO device (id, account_id, network_id, name, type, named_at)
SELECT id, account_id, system_id, name, type, named_at FROM camera;
INSERT INTO clip (${clipColumns})
SELECT ${clipColumnsOf2} FROM old_clip ORDER BY rowid;
INSERT INTO clip_origin
  (account_id, kind, remote_id, clip_id, clip_ref, still_ref, updated_at, deleted_at)
SELECT account_id, kind, remote_id, clip_id, clip_ref, still_ref, updated_at, deleted_at
FROM old_origin ORDER BY account_id, kind, remote_id;
DROP TABLE old_origin;
DROP TABLE old_clip;
DROP TABLE camera;
DROP TABLE system;
DROP TABLE IF EXISTS schema_copy;
${indexes}
${countTable}
INSERT INTO clip_count
SELECT account_id, local_day, ${each((_name, of) => `sum(${of('clip')})`)}
FROM clip GROUP BY account_id, local_day;
${triggers}`;
