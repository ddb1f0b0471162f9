import * as v from 'valibot';
import { toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Credentials } from '../../blink/auth/tokens.ts';
import type { SecretStore } from '../../store/settings-schema.ts';
import type { SettingsStore } from '../../store/settings.ts';

/** The credentials of each account in the keyring, one entry per account. */
export interface CredentialsStore {
  /**
   * Null when there are none, or none that can be read: those are set aside in an entry of their own. Rejects with
   * `no-keyring` or `keyring-locked`.
   */
  load(accountId: AccountId): Promise<Credentials | null>;
  /** Null when saved, else why they last for this run only. */
  save(credentials: Credentials): Promise<AppErrorCode | null>;
  forget(accountId: AccountId): Promise<void>;
}

export interface CredentialsStoreDeps {
  readonly secrets: SecretStore;
  readonly settings: SettingsStore;
}

export function createCredentialsStore(deps: CredentialsStoreDeps): CredentialsStore {
  const { secrets } = deps;
  return {
    async load(accountId) {
      const secret = await secrets.get(entry(accountId));
      if (secret === null) return null;
      const credentials = decodeCredentials(secret);
      if (credentials === null) await secrets.set(unreadableEntry(accountId), secret);
      return credentials?.accountId === accountId ? credentials : null;
    },
    async save(credentials) {
      const { accountId } = credentials;
      try {
        await secrets.set(entry(accountId), JSON.stringify(credentials));
      } catch (error) {
        const { code } = toAppError(error);
        if (isKeyringProblem(code)) return code;
        throw error;
      }
      await rememberOnly(deps, accountId);
      return null;
    },
    async forget(accountId) {
      await secrets.delete(entry(accountId));
      await secrets.delete(unreadableEntry(accountId));
    },
  };
}

const entry = (accountId: AccountId): string => String(accountId);
const unreadableEntry = (accountId: AccountId): string => `${accountId}-unreadable`;

/** What a keyring entry holds; null when it is not ours or cannot be read. */
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

/** One account at a time: the entry of another one would never be used or removed. */
async function rememberOnly(
  { secrets, settings }: CredentialsStoreDeps,
  accountId: AccountId,
): Promise<void> {
  const known = settings.get().accountIds;
  const others = known.filter((id) => id !== accountId);
  if (others.length > 0 || known.length === 0) settings.update({ accountIds: [accountId] });
  await Promise.allSettled(others.map((id) => secrets.delete(entry(id))));
}

/** The keyring cannot be used just now, which the person can fix. */
export const isKeyringProblem = (code: AppErrorCode): boolean =>
  code === 'no-keyring' || code === 'keyring-locked';
