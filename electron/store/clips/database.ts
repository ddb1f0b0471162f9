import { toDiskError } from '../file-system.ts';
import { isRow, readBlobRow, type SqlRow } from './blob-row.ts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import LibSql from 'libsql';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { busyTimeoutMs, prepareFile, sqlCode, type DatabaseOptions } from './database-file.ts';

/** What may be bound: a boolean here would end the whole process inside the driver. */
export type SqlValue = string | number | null;
export type SqlParams = Readonly<Record<string, SqlValue>>;

/** One open SQLite file. Every failure is an AppError `disk-full` or `disk-error`. */
export interface Database {
  /** Written by a newer version of this program: it can be looked at, not changed. */
  readonly isReadOnly: boolean;
  /** Answers how many rows changed. */
  run(sql: string, params?: SqlParams): number;
  get(sql: string, params?: SqlParams): SqlRow | null;
  all(sql: string, params?: SqlParams): readonly SqlRow[];
  /** All of it or nothing; on the disk when this answers. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export interface OpenedDatabase {
  readonly database: Database;
  /** Where a broken file was moved before a new one was started, else null. */
  readonly setAside: string | null;
  /** Nothing was there before: a first start, or the file was lost. */
  readonly isNew: boolean;
}

/** Opens the file, making it, migrating it or setting a broken one aside as needed. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenedDatabase> {
  const { isNewer, ...prepared } = await prepareFile(options);
  return { ...prepared, database: connect(options.file, isNewer) };
}

function connect(file: string, isReadOnly: boolean): Database {
  const connection = openConnection(file);
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      if (sqlCode(error).startsWith('SQLITE_CORRUPT')) markBroken(connection);
      throw ourMistakes.test(sqlCode(error)) ? toAppError(error) : toDiskError(error);
    }
  };
  guarded(() => connection.exec(isReadOnly ? readerPragmas : writerPragmas));
  const statements = new Map<string, LibSql.Statement<[SqlParams]>>();

  function statement(sql: string): LibSql.Statement<[SqlParams]> {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = connection.prepare<[SqlParams]>(sql);
    statements.set(sql, made);
    return made;
  }

  return {
    isReadOnly,
    run(sql, params = {}) {
      if (isReadOnly) throw newerSchema();
      return guarded(() => statement(sql).run(params).changes);
    },
    get: (sql, params = {}) => guarded(() => toRow(statement(sql).get(params))),
    all: (sql, params = {}) =>
      guarded(() => statement(sql).all(params).filter(isRow).map(readBlobRow)),
    transaction(work) {
      if (isReadOnly) throw newerSchema();
      return guarded(() => transact(connection, work));
    },
    close() {
      if (!connection.open) return;
      statements.clear();
      try {
        if (!isReadOnly) guarded(() => connection.exec('PRAGMA wal_checkpoint(TRUNCATE);'));
      } finally {
        connection.close();
      }
    },
  };
}

// The check at the start does not find everything. A file that turns out broken later loses its mark, so that the next
// start sets it aside.
function markBroken(connection: LibSql.Database): void {
  try {
    connection.exec('PRAGMA application_id = 0;');
  } catch {
    // A file that cannot be written keeps its mark.
  }
}

function openConnection(file: string): LibSql.Database {
  try {
    return new LibSql(file, { timeout: busyTimeoutMs });
  } catch (error) {
    throw toDiskError(error);
  }
}

const readerPragmas = `
PRAGMA query_only = ON;
PRAGMA busy_timeout = ${busyTimeoutMs};`;
const writerPragmas = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA wal_autocheckpoint = 4000;
PRAGMA busy_timeout = ${busyTimeoutMs};`;

// A broken rule of the schema is our mistake, not the disk's.
const ourMistakes = /^(SQLITE_(CONSTRAINT|ERROR|MISUSE|RANGE)|UNKNOWN_SQLITE|$)/;

const newerSchema = () => new AppError('index-newer');

function transact<T>(connection: LibSql.Database, work: () => T): T {
  connection.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    connection.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk has rolled back already; a second time would hide the reason.
    if (connection.inTransaction) connection.exec('ROLLBACK');
    throw error;
  }
}

const toRow = (value: unknown): SqlRow | null => (isRow(value) ? readBlobRow(value) : null);

/** How many clips are written before others get their turn: about 10 milliseconds. */
const chunkLength = 50;
/** What one statement does for many clips costs less for each. */
const stepLength = 200;

/**
 * Works through a long list in short transactions and yields to the event loop in between. After a failure the chunks before it stay. A short list is all or nothing.
 */
export async function runInBatches<Item, Result>(
  database: Database,
  items: readonly Item[],
  work: (chunk: readonly Item[]) => Result,
): Promise<readonly Result[]> {
  const results = [database.transaction(() => work(items.slice(0, chunkLength)))];
  for (let at = chunkLength; at < items.length; at += chunkLength) {
    await nextTurn();
    results.push(database.transaction(() => work(items.slice(at, at + chunkLength))));
  }
  return results;
}

/** Repeats a short transaction until it finds nothing more to do, with the same turns in between. */
export async function repeatInBatches(
  database: Database,
  work: (limit: number) => number,
): Promise<number> {
  for (let total = 0; ;) {
    const done = database.transaction(() => work(stepLength));
    total += done;
    if (done < stepLength) return total;
    await nextTurn();
  }
}
