import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { seconds, type Clock } from '../lib/clock.ts';
import type { Dispose } from '../lib/dispose.ts';
import { createEmitter } from '../lib/emitter.ts';
import { createMutex } from '../lib/mutex.ts';
import type { SecretStore } from './settings-schema.ts';

/** What is used of keytar. */
export interface Keyring {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** The keyring, and an event when it can be used again. */
export interface KeyringStore extends SecretStore {
  /** A question that had been given up was answered: the keyring was unlocked, or was only slow. */
  onLateAnswer(listener: () => void): Dispose;
}

export interface SecretStoreOptions {
  readonly service: string;
  readonly clock: Clock;
  /** Rejects where the system's library is missing. */
  readonly load?: () => Promise<Keyring>;
}

/**
 * The name our entries carry: another data folder (a demo, a test) never sees them, nor does a run with a simulator that
 * was given the folder of a real account.
 */
export function serviceName(dataFolder: string, isSimulated: boolean): string {
  const place = isSimulated ? `${dataFolder}\nsimulator` : dataFolder;
  return `Porchlight ${createHash('sha256').update(place).digest('hex').slice(0, 8)}`;
}

/** The system's keyring, one call at a time. Rejects with `no-keyring` or, when it is locked or does not answer within 5 s, `keyring-locked`. */
export function createSecretStore(options: SecretStoreOptions): KeyringStore {
  const { service, clock, load = loadKeytar } = options;
  const lateAnswers = createEmitter<void>();
  const ask = createQueue({ clock, load, onLateAnswer: lateAnswers.emit });

  return {
    get: (account) => ask((keyring) => createSecretParts(keyring, service).get(account)),
    set: (account, secret) =>
      ask((keyring) => createSecretParts(keyring, service).set(account, secret)),
    delete: (account) => ask((keyring) => createSecretParts(keyring, service).delete(account)),
    onLateAnswer: lateAnswers.on,
  };
}

/** Secrets for this run only: for a computer without a keyring, and for tests. */
export function createMemorySecretStore(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    get: async (account) => secrets.get(account) ?? null,
    async set(account, secret) {
      secrets.set(account, secret);
    },
    async delete(account) {
      secrets.delete(account);
    },
  };
}

const answerWithinMs = seconds(5);
interface QueueDeps {
  readonly clock: Clock;
  readonly load: () => Promise<Keyring>;
  readonly onLateAnswer: () => void;
}

// A call to a locked keyring waits in a thread of a small pool that the disk needs too: never start a second one.
function createQueue({ clock, load, onLateAnswer }: QueueDeps) {
  const inTurn = createMutex();

  return function ask<T>(work: (keyring: Keyring) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let isLate = false;
      const cancel = clock.after(answerWithinMs, () => {
        isLate = true;
        reject(new AppError('keyring-locked', 'no answer'));
      });
      const hasGivenUp = () => isLate;
      const run = async () => {
        if (hasGivenUp()) return;
        try {
          resolve(await work(await load()));
          if (hasGivenUp()) onLateAnswer();
        } catch (error) {
          reject(toKeyringError(error));
        } finally {
          cancel();
        }
      };
      void inTurn(run);
    });
  };
}

function toKeyringError(error: unknown): AppError {
  const detail = error instanceof Error ? error.message : String(error);
  const isLocked = /lock|dismiss|cancel|interaction/i.test(detail);
  return new AppError(isLocked ? 'keyring-locked' : 'no-keyring', detail, { cause: error });
}

// Not imported at the top: without libsecret the import itself fails, and the application is to run all the same.
async function loadKeytar(): Promise<Keyring> {
  const keytar = await import('keytar');
  return 'default' in keytar && isKeyring(keytar.default) ? keytar.default : keytar;
}

const isKeyring = (value: unknown): value is Keyring =>
  typeof value === 'object' && value !== null && 'getPassword' in value;

/**
 * Secrets of any length over a keyring whose entries are short: Windows takes 2,560 bytes. A long secret lies in several
 * entries, and the entry with its own name says which ones belong together. That one is written last, so that a kill at
 * any moment leaves the old secret or the new one.
 */
export interface SecretParts {
  /** Null when there is none, or none that is whole; rejects when the keyring cannot be used. */
  get(account: string): Promise<string | null>;
  set(account: string, secret: string): Promise<void>;
  delete(account: string): Promise<void>;
}

export function createSecretParts(keyring: Keyring, service: string): SecretParts {
  /** A locked keyring answers "not there" for what it holds; only a write tells the two apart. */
  async function proveUsable(): Promise<void> {
    await keyring.setPassword(service, probeAccount, 'probe');
    await keyring.deletePassword(service, probeAccount);
  }

  const partsOf = (account: string, { set, count }: Contents) =>
    Array.from({ length: count }, (_, at) => partName(account, set, at));

  async function current(account: string): Promise<Contents | null> {
    const secret = await keyring.getPassword(service, account);
    return secret === null ? null : readContents(secret);
  }

  /**
   * Deletes what an interrupted write or a longer secret has left, from the `from`th entry of a set on. Entries are
   * written from the first and deleted from the last, so they never have a gap. Not keytar's `findCredentials`: that
   * one ends the whole process when the keyring is locked.
   */
  async function deleteParts(account: string, set: Contents['set'], from: number): Promise<void> {
    const names: string[] = [];
    for (let at = from; ; at += 1) {
      const name = partName(account, set, at);
      if ((await keyring.getPassword(service, name)) === null) break;
      names.unshift(name);
    }
    for (const name of names) await keyring.deletePassword(service, name);
  }

  async function tidy(account: string, kept: Contents | null): Promise<void> {
    for (const set of ['a', 'b'] as const) {
      await deleteParts(account, set, kept?.set === set ? kept.count : 0);
    }
  }

  return {
    async get(account) {
      const secret = await keyring.getPassword(service, account);
      if (secret === null) await proveUsable();
      const contents = secret === null ? null : readContents(secret);
      if (contents === null) return secret;
      const parts: string[] = [];
      for (const name of partsOf(account, contents)) {
        parts.push((await keyring.getPassword(service, name)) ?? '');
      }
      const whole = Buffer.from(parts.join(''), 'base64url').toString();
      return digest(whole) === contents.sha256 ? whole : null;
    },
    async set(account, secret) {
      if (Buffer.byteLength(secret) <= mostBytes && readContents(secret) === null) {
        await keyring.setPassword(service, account, secret);
        await tidy(account, null);
        return;
      }
      const before = await current(account);
      const written = split(secret);
      const contents: Contents = {
        set: before?.set === 'a' ? 'b' : 'a',
        count: written.length,
        sha256: digest(secret),
      };
      const names = partsOf(account, contents);
      for (const [at, name] of names.entries()) {
        await keyring.setPassword(service, name, written[at] ?? '');
      }
      await keyring.setPassword(service, account, writeContents(contents));
      await tidy(account, contents);
    },
    async delete(account) {
      const wasThere = await keyring.deletePassword(service, account);
      if (!wasThere) await proveUsable();
      await tidy(account, null);
    },
  };
}

/** Which entries a long secret lies in. The two sets take turns: the old one stays until the new one is whole. */
interface Contents {
  readonly set: 'a' | 'b';
  readonly count: number;
  readonly sha256: string;
}

const probeAccount = 'probe';
const mostBytes = 2_499;
const partMark = '.part-';
const contentsPattern = /^parts:([ab]):(\d{1,4}):([0-9a-f]{64})$/;

const partName = (account: string, set: string, at: number) => `${account}${partMark}${set}${at}`;

const writeContents = ({ set, count, sha256 }: Contents) => `parts:${set}:${count}:${sha256}`;

function readContents(secret: string): Contents | null {
  const [, set, count, sha256] = contentsPattern.exec(secret) ?? [];
  if ((set !== 'a' && set !== 'b') || sha256 === undefined) return null;
  return { set, count: Number(count), sha256 };
}

/** As ASCII, so that no letter is cut in two. */
function split(secret: string): readonly string[] {
  const text = Buffer.from(secret).toString('base64url');
  return text.match(new RegExp(`.{1,${mostBytes}}`, 'g')) ?? [];
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
