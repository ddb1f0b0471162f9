import { toDiskError, type FileSystem } from '../file-system.ts';
import LibSqlPromise from 'libsql/promise';
import { AppError } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { setAside } from '../file-utils.ts';
import {
  applicationId,
  migrationSql,
  newestVersion,
  stepsFrom,
  type Migration,
} from './migrations.ts';

export interface DatabaseOptions {
  readonly fs: FileSystem;
  /** Its folder must be there. */
  readonly file: string;
  readonly steps: readonly Migration[];
  readonly now: Timestamp;
}

export interface PreparedFile {
  /** Where a broken file was moved before a new one was started, else null. */
  readonly setAside: string | null;
  /** Nothing was there before. */
  readonly isNew: boolean;
  /** Written by a newer version of this program. */
  readonly isNewer: boolean;
}

/**
 * A clip changes one row here and there in a dozen trees, and each change writes its whole page to the -wal file: with
 * SQLite's usual 4,096 bytes that was 83 kB a clip. Smaller ones than this make reading slower.
 */
const pageBytes = 1_024;

/** How long a statement waits for another process that writes. */
export const busyTimeoutMs = 5_000;

/** Makes sure that a sound file of the newest version lies there, or a sound newer one. */
export async function prepareFile(options: DatabaseOptions): Promise<PreparedFile> {
  await createIfMissing(options);
  const aside = (await isSound(options)) ? null : await setDatabaseAside(options);
  const { version } = await headerOf(options);
  const newest = newestVersion(options.steps);
  if (version < newest) await migrate(options, version);
  else if (version === newest) await dropBackups(options, newest);
  return {
    setAside: aside,
    isNew: version === 0 && aside === null,
    isNewer: version > newest,
  };
}

/** SQLite's name of a failure, empty for any other. */
export const sqlCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

interface AsyncConnection {
  exec(sql: string): Promise<void>;
  close(): void;
}

// The check and a migration read all of the file: they run on a thread of the driver, so that nothing here waits.
async function withConnection(
  file: string,
  work: (connection: AsyncConnection) => Promise<void>,
): Promise<void> {
  const connection: AsyncConnection = new LibSqlPromise(file, { timeout: busyTimeoutMs });
  try {
    await work(connection);
  } finally {
    connection.close();
  }
}

// Nothing here is wrong with a file that is right: `ERROR` and `MISUSE` mean a header or a schema without sense.
const brokenCodes = /^SQLITE_(NOTADB|CORRUPT|CONSTRAINT_CHECK|ERROR|MISUSE)/;

// The last one moves everything from the -wal file into the file, so that it can be copied and its header read.
const soundness = `
CREATE TABLE soundness (is_sound INTEGER CHECK (is_sound = 1));
INSERT INTO soundness SELECT quick_check = 'ok' FROM pragma_quick_check(1, 'looked_at');
PRAGMA looked_at.wal_checkpoint(TRUNCATE);`;

// A file without a version is one nothing was ever written to.
const emptiness = `
CREATE TABLE emptiness (tables INTEGER CHECK (tables = 0));
INSERT INTO emptiness SELECT count(*) FROM looked_at.sqlite_schema;`;

// A wrong letter in the schema breaks a table without breaking the file. What it has to be is made anew in memory.
const sameSchema = ({ steps }: DatabaseOptions): string => `
${migrationSql(stepsFrom(steps, 0) ?? [])}
CREATE TEMP TABLE differences (parts INTEGER CHECK (parts = 0));
INSERT INTO differences SELECT count(*) FROM (
  SELECT type, name, tbl_name, sql FROM main.sqlite_schema
  EXCEPT SELECT type, name, tbl_name, sql FROM looked_at.sqlite_schema);`;

async function isSound(options: DatabaseOptions): Promise<boolean> {
  try {
    await lookAt(options.file, soundness);
    const { version, mark, isWritable } = await headerOf(options);
    if (version === 0) await lookAt(options.file, emptiness);
    if (version === newestVersion(options.steps)) await lookAt(options.file, sameSchema(options));
    const isMarked = mark === (version === 0 ? 0 : applicationId(version));
    // A version no step leads from was never released.
    return isWritable && isMarked && stepsFrom(options.steps, version) !== null;
  } catch (error) {
    if (brokenCodes.test(sqlCode(error))) return false;
    throw toDiskError(error);
  }
}

// The driver closes a connection some time after it was told to; a file that is detached is closed at once. What is
// open can be neither renamed on Windows nor left without its -wal file.
async function lookAt(file: string, look: string): Promise<void> {
  await withConnection(':memory:', async (connection) => {
    await connection.exec(`ATTACH '${file.replaceAll("'", "''")}' AS looked_at;`);
    try {
      await connection.exec(look);
    } finally {
      await connection.exec('DETACH looked_at;');
    }
  });
}

async function setDatabaseAside(options: DatabaseOptions): Promise<string | null> {
  const { fs, file, now } = options;
  // A -wal of the old file beside a new one would be applied to it.
  await setAside(fs, { path: `${file}-wal`, word: 'corrupt', at: now });
  await setAside(fs, { path: `${file}-shm`, word: 'corrupt', at: now });
  const aside = await setAside(fs, { path: file, word: 'corrupt', at: now });
  await createIfMissing(options);
  return aside;
}

// Made by us, because SQLite would give it the mode of the umask; -wal and -shm take over the file's mode.
async function createIfMissing({ fs, file }: DatabaseOptions): Promise<void> {
  if ((await fs.stat(file)) === null) await (await fs.create(file)).close();
}

interface Header {
  readonly version: number;
  /** `applicationId` of its version; 0 once it was found broken while in use. */
  readonly mark: number;
  /** Of a form that SQLite can write. */
  readonly isWritable: boolean;
}

async function headerOf({ fs, file }: DatabaseOptions): Promise<Header> {
  const bytes = await fs.readAt(file, 0, headerLength);
  if (bytes === null || bytes.length < headerLength) {
    return { version: 0, mark: 0, isWritable: true };
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    version: view.getInt32(userVersionOffset),
    mark: view.getInt32(applicationIdOffset),
    isWritable: view.getUint8(writeFormOffset) <= newestWriteForm,
  };
}

/** Where the file format keeps these. */
const writeFormOffset = 18;
const newestWriteForm = 2;
const userVersionOffset = 60;
const applicationIdOffset = 68;
const headerLength = 72;

async function migrate({ fs, file, steps }: DatabaseOptions, version: number): Promise<void> {
  const sql = migrationSql(stepsFrom(steps, version) ?? []);
  try {
    if (version > 0) await fs.copy(file, backupName(file, version));
    await withConnection(file, async (connection) => {
      // Holds for a new file only; one that has its pages keeps them.
      await connection.exec(`PRAGMA page_size = ${pageBytes};`);
      await connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      await connection.exec(sql);
      // The old tables leave half of the file empty. Without room to tidy up it stays so.
      if (version > 0) await connection.exec('VACUUM;').catch(() => undefined);
    });
  } catch (error) {
    const { code, message } = toDiskError(error);
    throw new AppError(code, `migration: ${message}`, { cause: error });
  }
}

/** The first good start with the new schema is over: the copies are not needed any more. */
async function dropBackups({ fs, file }: DatabaseOptions, newest: number): Promise<void> {
  for (let version = 1; version < newest; version += 1) {
    await fs.remove(backupName(file, version)).catch(() => undefined);
  }
}

const backupName = (file: string, version: number): string => `${file}.v${version}.bak`;
