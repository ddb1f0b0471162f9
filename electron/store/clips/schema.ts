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
