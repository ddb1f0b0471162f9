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
