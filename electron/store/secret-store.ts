import { createHash } from 'node:crypto';
import { AppError } from '../../shared/errors.ts';
import { seconds, type Clock } from '../lib/timing.ts';
import type { SecretStore } from './settings-port.ts';

/** What is used of keytar. */
export interface Keyring {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
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
export function createSecretStore(options: SecretStoreOptions): SecretStore {
  const { service, load = loadKeytar } = options;
  const ask = createQueue(options.clock, load);

  return {
    get: (account) =>
      ask(async (keyring) => {
        const secret = await keyring.getPassword(service, account);
        if (secret === null) await proveUsable(keyring, service);
        return secret;
      }),
    async set(account, secret) {
      const size = Buffer.byteLength(secret);
      if (size >= largestBytes) throw new AppError('unexpected', `a secret of ${size} bytes`);
      await ask((keyring) => keyring.setPassword(service, account, secret));
    },
    delete: (account) =>
      ask(async (keyring) => {
        const wasThere = await keyring.deletePassword(service, account);
        if (!wasThere) await proveUsable(keyring, service);
      }),
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
/** What Windows takes in one entry. */
const largestBytes = 2_500;
const probeAccount = 'probe';

/** A locked keyring answers "not there" for what it holds; only a write tells the two apart. */
async function proveUsable(keyring: Keyring, service: string): Promise<void> {
  await keyring.setPassword(service, probeAccount, 'probe');
  await keyring.deletePassword(service, probeAccount);
}

// A call to a locked keyring waits in a thread of a small pool that the disk needs too: never start a second one.
function createQueue(clock: Clock, load: () => Promise<Keyring>) {
  let last: Promise<unknown> = Promise.resolve();

  return function ask<T>(work: (keyring: Keyring) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let isLate = false;
      const cancel = clock.after(answerWithinMs, () => {
        isLate = true;
        reject(new AppError('keyring-locked', 'no answer'));
      });
      const run = async () => {
        if (isLate) return;
        try {
          resolve(await work(await load()));
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
