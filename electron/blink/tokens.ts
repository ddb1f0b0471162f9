import type { AccountId } from '../../shared/ids.ts';
import type { Timestamp } from '../../shared/models.ts';

/** The credentials of one sign-in. They live in the keyring and in memory, nowhere else. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** 80 % of the access token's life. */
  readonly renewAt: Timestamp;
  /** The `client_id` of the sign-in; a refresh with another one is refused. */
  readonly clientId: string;
}

/** What has to be kept to be still signed in after a restart. */
export interface Credentials {
  readonly accountId: AccountId;
  readonly tier: string;
  readonly tokens: Tokens;
}
