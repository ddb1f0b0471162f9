import * as v from 'valibot';
import { toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Credentials } from '../../blink/auth/tokens.ts';
import type { SecretStore } from '../../store/settings-schema.ts';
import type { SettingsStore } from '../../store/settings.ts';

/** How a value becomes a secret and back; null for a secret that cannot be read. */
export interface SecretCodec<T> {
  encode(value: T): string;
  decode(secret: string): T | null;
}

/** The credentials of each account, one keyring entry per account. Rejects as `SecretStore` does. */
export interface CredentialsStore<T> {
  /** Null if there are none, or none that can be read: those are kept aside, not lost. */
  load(accountId: AccountId): Promise<T | null>;
  save(accountId: AccountId, value: T): Promise<void>;
  forget(accountId: AccountId): Promise<void>;
}

export function createCredentialsStore<T>(
  secrets: SecretStore,
  codec: SecretCodec<T>,
): CredentialsStore<T> {
  return {
    async load(accountId) {
      const secret = await secrets.get(entry(accountId));
      if (secret === null) return null;
      const value = codec.decode(secret);
      if (value === null) await secrets.set(unreadableEntry(accountId), secret);
      return value;
    },
    async save(accountId, value) {
      await secrets.set(entry(accountId), codec.encode(value));
    },
    async forget(accountId) {
      await secrets.delete(entry(accountId));
      await secrets.delete(unreadableEntry(accountId));
    },
  };
}

const entry = (accountId: AccountId): string => String(accountId);
const unreadableEntry = (accountId: AccountId): string => `${accountId}-unreadable`;

/** The credentials in the keyring, one entry per account. */
export interface CredentialsVault {
  /** Null when there is none or it cannot be read; rejects with `no-keyring` or `keyring-locked`. */
  load(accountId: AccountId): Promise<Credentials | null>;
  /** Null when kept, else why they live for this run only. */
  save(credentials: Credentials): Promise<AppErrorCode | null>;
  forget(accountId: AccountId): Promise<void>;
}

export interface VaultDeps {
  readonly secrets: SecretStore;
  readonly settings: SettingsStore;
}

export function createCredentialsVault(deps: VaultDeps): CredentialsVault {
  const entries = createCredentialsStore<Credentials>(deps.secrets, {
    encode: (credentials) => JSON.stringify(credentials),
    decode: decodeCredentials,
  });
  return {
    async load(accountId) {
      const credentials = await entries.load(accountId);
      return credentials?.accountId === accountId ? credentials : null;
    },
    async save(credentials) {
      try {
        await entries.save(credentials.accountId, credentials);
      } catch (error) {
        const { code } = toAppError(error);
        if (isKeyringProblem(code)) return code;
        throw error;
      }
      await rememberOnly(deps, credentials.accountId);
      return null;
    },
    forget: entries.forget,
  };
}

/** What a keyring entry holds, if it is ours. */
export function decodeCredentials(secret: string): Credentials | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), credentialsSchema), secret);
  return parsed.success ? parsed.output : null;
}

const text = v.pipe(v.string(), v.minLength(1));

const credentialsSchema = v.object({
  accountId: v.number(),
  tier: text,
  hardwareId: v.optional(text),
  tokens: v.object({
    accessToken: text,
    // A session of 2020 has none.
    refreshToken: v.string(),
    renewAt: v.number(),
    clientId: text,
    era: v.optional(v.picklist(['today', '2020'])),
  }),
});

/** One account at a time: the entry of another one would be an orphan. */
async function rememberOnly({ secrets, settings }: VaultDeps, accountId: AccountId): Promise<void> {
  const known = settings.get().accountIds;
  const others = known.filter((id) => id !== accountId);
  if (others.length > 0 || known.length === 0) settings.update({ accountIds: [accountId] });
  await Promise.allSettled(others.map((id) => secrets.delete(String(id))));
}

/** The keyring cannot be used just now, which the person can mend. */
export const isKeyringProblem = (code: AppErrorCode): boolean =>
  code === 'no-keyring' || code === 'keyring-locked';
