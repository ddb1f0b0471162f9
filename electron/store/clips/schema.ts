type RowName = 'clip' | 'new' | 'old';

/** What one clip adds to each count: 0 or 1, or its bytes. */
const tallies: readonly (readonly [string, (row: RowName) => string])[] = [
  ['kept', (row) => `${row}.place = 'kept' AND ${row}.binned_at IS NULL`],
  [
    'waiting',
    (row) => `${row}.place IN ('listed', 'fetching') AND ${row}.fetch_from IS NOT NULL
      AND ${row}.binned_at IS NULL`,
  ],
  [
    'unseen',
    (row) => `${row}.seen_at IS NULL AND ${row}.was_watched = 0 AND ${row}.place <> 'gone'
      AND ${row}.kind IN ('motion', 'doorbell', 'other') AND ${row}.binned_at IS NULL`,
  ],
  ['damaged', (row) => `${row}.place = 'damaged' AND ${row}.binned_at IS NULL`],
  ['missing', (row) => `${row}.place = 'missing' AND ${row}.binned_at IS NULL`],
  [
    'binned',
    (row) => `${row}.binned_at IS NOT NULL
      AND (${row}.place = 'kept' OR ${row}.delete_requested_at IS NOT NULL)`,
  ],
  ['used_bytes', (row) => `iif(${row}.place = 'kept', coalesce(${row}.size_bytes, 0), 0)`],
];

const each = (write: (name: string, of: (row: RowName) => string) => string): string =>
  tallies.map(([name, of]) => write(name, of)).join(',\n  ');

/** Part of version 2, never edited: the counts of each account, and the triggers that keep them right. */
export const tallyV2 = `
CREATE TABLE clip_tally (
  account_id INTEGER PRIMARY KEY REFERENCES account(id),
  ${each((name) => `${name} INTEGER NOT NULL`)}
) STRICT;

INSERT INTO clip_tally
SELECT account_id, ${each((_name, of) => `sum(${of('clip')})`)}
FROM clip GROUP BY account_id;

CREATE TRIGGER clip_counted AFTER INSERT ON clip BEGIN
  INSERT INTO clip_tally VALUES (new.account_id, ${each((_name, of) => of('new'))})
  ON CONFLICT (account_id) DO UPDATE SET
  ${each((name) => `${name} = ${name} + excluded.${name}`)};
END;

CREATE TRIGGER clip_recounted AFTER UPDATE OF
  place, fetch_from, size_bytes, seen_at, binned_at, delete_requested_at ON clip
BEGIN
  UPDATE clip_tally SET
  ${each((name, of) => `${name} = ${name} + (${of('new')}) - (${of('old')})`)}
  WHERE account_id = new.account_id;
END;

CREATE TRIGGER clip_uncounted AFTER DELETE ON clip BEGIN
  UPDATE clip_tally SET
  ${each((name, of) => `${name} = ${name} - (${of('old')})`)}
  WHERE account_id = old.account_id;
END;`;

/** Version 1. Never edited: a change is a new migration. Times are milliseconds since 1970, UTC. */
export const schemaV1 = `
CREATE TABLE account (
  id INTEGER PRIMARY KEY
) STRICT;

-- Name and type are those of the newest recording.
CREATE TABLE system (
  id TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  name TEXT NOT NULL,
  named_at INTEGER NOT NULL
) STRICT;

CREATE TABLE camera (
  id TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  system_id TEXT NOT NULL REFERENCES system(id),
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  named_at INTEGER NOT NULL
) STRICT;

CREATE TABLE clip (
  id TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  system_id TEXT NOT NULL REFERENCES system(id),
  system_name TEXT NOT NULL,
  camera_id TEXT NOT NULL REFERENCES camera(id),
  camera_name TEXT NOT NULL,
  camera_type TEXT NOT NULL,
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
  place TEXT NOT NULL DEFAULT 'listed'
    CHECK (place IN ('listed', 'fetching', 'kept', 'damaged', 'gone')),
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

CREATE INDEX clip_by_time ON clip (recorded_at DESC, id DESC);
CREATE INDEX clip_by_camera ON clip (camera_id, recorded_at DESC, id DESC);
CREATE INDEX clip_by_day ON clip (local_day);
CREATE INDEX clip_waiting ON clip (account_id, recorded_at DESC) WHERE place = 'listed';
CREATE INDEX clip_to_delete ON clip (delete_requested_at) WHERE delete_requested_at IS NOT NULL;
CREATE INDEX clip_in_bin ON clip (binned_at) WHERE binned_at IS NOT NULL;

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
) STRICT;

CREATE INDEX origin_by_clip ON clip_origin (clip_id);

CREATE TABLE clip_tag (
  clip_id TEXT NOT NULL REFERENCES clip(id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (clip_id, tag)
) STRICT;

CREATE INDEX clip_tag_by_tag ON clip_tag (tag);

CREATE TABLE sync_mark (
  account_id INTEGER NOT NULL REFERENCES account(id),
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (account_id, name)
) STRICT;
`;

/**
 * Version 2. Never edited: a change is a new migration. Table `clip` is made anew, because SQLite cannot widen a CHECK.
 * `place` learns `missing` and `pruned`; `fetch_from` says where a clip can be fetched, so that no list has to look at
 * every sighting; `clip_tally` holds the counts, kept right by triggers, so that counting costs the same for ever.
 */
export const schemaV2 = `
CREATE TABLE clip_v2 (
  id TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  system_id TEXT NOT NULL REFERENCES system(id),
  system_name TEXT NOT NULL,
  camera_id TEXT NOT NULL REFERENCES camera(id),
  camera_name TEXT NOT NULL,
  camera_type TEXT NOT NULL,
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
  place TEXT NOT NULL DEFAULT 'listed'
    CHECK (place IN ('listed', 'fetching', 'kept', 'damaged', 'gone', 'missing', 'pruned')),
  -- The sighting to fetch it by; null when neither the cloud nor a stick has it.
  fetch_from TEXT CHECK (fetch_from IN ('cloud', 'local')),
  -- Where the file lies, or lay when the clip is not kept: a later look may find it again. Null while it is in the bin.
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

INSERT INTO clip_v2 (
  id, account_id, system_id, system_name, camera_id, camera_name, camera_type, recorded_at,
  updated_at, listed_at, time_zone, local_day, source, kind, labels, ai_short, ai_full, is_watched,
  was_watched, seen_at, starred_at, note, place, fetch_from, path, size_bytes, sha256, kept_at,
  attempts, retry_at, problem, cloud_deleted_at, delete_requested_at, delete_attempts,
  delete_problem, binned_at, bin_path, notified_at)
SELECT
  id, account_id, system_id, system_name, camera_id, camera_name, camera_type, recorded_at,
  updated_at, listed_at, time_zone, local_day, source, kind, labels, ai_short, ai_full, is_watched,
  was_watched, seen_at, starred_at, note, place,
  (SELECT min(kind) FROM clip_origin
   WHERE clip_id = clip.id AND deleted_at IS NULL AND clip_ref IS NOT NULL),
  path, size_bytes, sha256, kept_at,
  attempts, retry_at, problem, cloud_deleted_at, delete_requested_at, delete_attempts,
  delete_problem, binned_at, bin_path, notified_at
FROM clip ORDER BY rowid;

DROP TABLE clip;
ALTER TABLE clip_v2 RENAME TO clip;

-- Whether it is binned comes last, so that a walk steps over what is hidden without looking at its row.
CREATE INDEX clip_by_time ON clip (recorded_at DESC, id DESC, binned_at);
CREATE INDEX clip_by_camera ON clip (camera_id, recorded_at DESC, id DESC, binned_at);
CREATE INDEX clip_by_day ON clip (local_day) WHERE binned_at IS NULL;
CREATE INDEX clip_waiting ON clip (account_id, fetch_from, recorded_at DESC, id DESC, retry_at)
  WHERE place = 'listed' AND binned_at IS NULL AND fetch_from IS NOT NULL;
CREATE INDEX clip_given_up ON clip (place, id)
  WHERE place IN ('missing', 'damaged') AND binned_at IS NULL AND fetch_from IS NOT NULL;
CREATE INDEX clip_starred ON clip (recorded_at DESC, id DESC)
  WHERE starred_at IS NOT NULL AND binned_at IS NULL;
CREATE INDEX clip_prunable ON clip (recorded_at, id)
  WHERE place = 'kept' AND starred_at IS NULL AND binned_at IS NULL;
CREATE INDEX clip_with_file ON clip (id) WHERE path IS NOT NULL;
CREATE INDEX clip_to_delete ON clip (account_id, delete_requested_at)
  WHERE delete_requested_at IS NOT NULL;
CREATE INDEX clip_binned ON clip (recorded_at DESC, id DESC)
  WHERE binned_at IS NOT NULL AND (place = 'kept' OR delete_requested_at IS NOT NULL);
CREATE INDEX clip_to_bin ON clip (binned_at)
  WHERE binned_at IS NOT NULL AND place = 'kept' AND path IS NOT NULL;
CREATE INDEX clip_in_bin ON clip (binned_at) WHERE bin_path IS NOT NULL;

-- What the newest clip the cloud has ever listed of a system was recorded at.
ALTER TABLE system ADD COLUMN newest_in_cloud INTEGER;
UPDATE system SET newest_in_cloud = (
  SELECT max(recorded_at) FROM clip WHERE system_id = system.id
    AND EXISTS (SELECT 1 FROM clip_origin WHERE clip_id = clip.id AND kind = 'cloud'));

${tallyV2}`;
