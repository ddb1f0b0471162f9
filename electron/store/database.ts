import LibSql from 'libsql';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { Timestamp } from '../../shared/models.ts';
import { setAside, toDiskError } from './disk.ts';
import type { FileSystem } from './file-system.ts';
import { migrationSql, newestVersion, type Migration } from './migrations.ts';

/** What may be bound: a boolean here would end the whole process inside the driver. */
export type SqlValue = string | number | null;
export type SqlParams = Readonly<Record<string, SqlValue>>;
export type SqlRow = Readonly<Record<string, unknown>>;

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

export interface DatabaseOptions {
  readonly fs: FileSystem;
  /** Its folder must be there. */
  readonly file: string;
  readonly steps: readonly Migration[];
  readonly now: Timestamp;
}

export interface OpenedDatabase {
  readonly database: Database;
  /** Where a broken file was moved before a new one was started, else null. */
  readonly setAside: string | null;
  /** The version the file had if it was changed, else null. */
  readonly migratedFrom: number | null;
}

/** Opens the file, making it, migrating it or setting a broken one aside as needed. */
export async function openDatabase(options: DatabaseOptions): Promise<OpenedDatabase> {
  await createIfMissing(options);
  const aside = isSound(options.file) ? null : await setDatabaseAside(options);
  const version = await versionOf(options);
  const newest = newestVersion(options.steps);
  if (version < newest) await migrate(options, version);
  if (version === newest) await dropBackups(options, newest);
  return {
    database: connect(options.file, version > newest),
    setAside: aside,
    migratedFrom: version > 0 && version < newest ? version : null,
  };
}

const busyTimeoutMs = 5_000;
const brokenCodes = ['SQLITE_NOTADB', 'SQLITE_CORRUPT'];

// Only `exec` is used before the file is known to be good: a prepared statement keeps the file open until it is
// collected, and what is open can be neither renamed on Windows nor left without its -wal file.
function withFile(file: string, work: (connection: LibSql.Database) => void): void {
  const connection = openConnection(file);
  try {
    work(connection);
  } finally {
    connection.close();
  }
}

/** Also moves everything from the -wal file into the file, so that it can be copied and its header read. */
function isSound(file: string): boolean {
  try {
    withFile(file, (connection) => {
      connection.exec(`
        CREATE TEMP TABLE soundness (is_sound INTEGER CHECK (is_sound = 1));
        INSERT INTO soundness SELECT quick_check = 'ok' FROM pragma_quick_check(1);
        PRAGMA wal_checkpoint(TRUNCATE);`);
    });
    return true;
  } catch (error) {
    const code = sqlCode(error);
    if (brokenCodes.some((each) => code.startsWith(each)) || code === 'SQLITE_CONSTRAINT_CHECK') {
      return false;
    }
    throw toDiskError(error);
  }
}

async function setDatabaseAside(options: DatabaseOptions): Promise<string | null> {
  const { fs, file, now } = options;
  // A -wal of the old file beside a new one would be applied to it.
  await setAside(fs, `${file}-wal`, 'corrupt', now);
  await setAside(fs, `${file}-shm`, 'corrupt', now);
  const aside = await setAside(fs, file, 'corrupt', now);
  await createIfMissing(options);
  return aside;
}

// Made by us, because SQLite would give it the mode of the umask; -wal and -shm take over the file's mode.
async function createIfMissing({ fs, file }: DatabaseOptions): Promise<void> {
  try {
    if ((await fs.stat(file)) === null) await (await fs.create(file)).close();
  } catch (error) {
    throw toDiskError(error);
  }
}

async function versionOf({ fs, file }: DatabaseOptions): Promise<number> {
  const bytes = await fs.readAt(file, userVersionOffset, 4).catch((error: unknown) => {
    throw toDiskError(error);
  });
  if (bytes === null || bytes.length < 4) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset).getInt32(0);
}

/** Where the file format keeps `user_version`. */
const userVersionOffset = 60;

async function migrate({ fs, file, steps }: DatabaseOptions, version: number): Promise<void> {
  const sql = migrationSql(steps, version);
  if (sql === null) return;
  try {
    if (version > 0) await fs.copy(file, backupName(file, version));
    withFile(file, (connection) => {
      connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      connection.exec(sql);
    });
  } catch (error) {
    const { code, message } = toDiskError(error);
    throw new AppError(code, `migration: ${message}`, { cause: error });
  }
}

/** The first good start with the new schema is over: the old files have done their duty. */
async function dropBackups({ fs, file }: DatabaseOptions, newest: number): Promise<void> {
  for (let version = 1; version < newest; version += 1) {
    await fs.remove(backupName(file, version)).catch(() => undefined);
  }
}

const backupName = (file: string, version: number): string => `${file}.v${version}.bak`;

function connect(file: string, isReadOnly: boolean): Database {
  const connection = openConnection(file);
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
    all: (sql, params = {}) => guarded(() => statement(sql).all(params).filter(isRow)),
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
PRAGMA busy_timeout = ${busyTimeoutMs};`;

// A broken rule of the schema is our mistake, not the disk's.
const ourMistakes = /^(SQLITE_(CONSTRAINT|ERROR|MISUSE|RANGE)|UNKNOWN_SQLITE|$)/;

const newerSchema = () => new AppError('disk-error', 'newer schema');

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

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw ourMistakes.test(sqlCode(error)) ? toAppError(error) : toDiskError(error);
  }
}

const sqlCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const isRow = (value: unknown): value is SqlRow => typeof value === 'object' && value !== null;
const toRow = (value: unknown): SqlRow | null => (isRow(value) ? value : null);
