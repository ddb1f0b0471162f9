import type { AccountId } from '../../../shared/ids.ts';
import type { SecretStore } from '../../store/settings-schema.ts';

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
