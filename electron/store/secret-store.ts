import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import type { Dispose } from '../lib/dispose.ts';
import { createListeners } from '../lib/emitter.ts';
import { seconds, type Clock } from '../lib/clock.ts';
import { createSecretParts } from './secret-parts.ts';
import type { SecretStore } from './settings-port.ts';

/** What is used of keytar. */
export interface Keyring {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** The keyring, and the news that it can be used after all. */
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
  const lateAnswers = createListeners<void>();
  const ask = createQueue({ clock, load, onLateAnswer: lateAnswers.tell });

  return {
    get: (account) => ask((keyring) => createSecretParts(keyring, service).get(account)),
    set: (account, secret) =>
      ask((keyring) => createSecretParts(keyring, service).set(account, secret)),
    delete: (account) => ask((keyring) => createSecretParts(keyring, service).delete(account)),
    onLateAnswer: lateAnswers.listen,
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
  let last: Promise<unknown> = Promise.resolve();

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
      last = last.then(run);
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
