import * as v from 'valibot';
import { toAppError, type AppErrorCode } from '../../shared/errors.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { Credentials } from '../blink/auth/tokens.ts';
import { createCredentialsStore } from './account/credentials-store.ts';
import type { SecretStore } from '../store/settings-schema.ts';
import type { SettingsStore } from '../store/settings.ts';
import { isKeyringProblem } from './account-state.ts';

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
