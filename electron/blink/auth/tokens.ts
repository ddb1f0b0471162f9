import type { AccountId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';

/** What a session may ask, and how it shows who it is: the cloud of today, or the one of 2020 with its own login. */
export type Era = 'today' | '2020';

/** The credentials of one sign-in. They live in the keyring and in memory, nowhere else. */
export interface Tokens {
  readonly accessToken: string;
  /** Empty in a session of 2020, which cannot be renewed. */
  readonly refreshToken: string;
  /** 80 % of the access token's life; for a session of 2020 its expected end. */
  readonly renewAt: Timestamp;
  /** The `client_id` of the sign-in; a refresh with another one is refused. In 2020 Blink's number of this client. */
  readonly clientId: string;
  /** `today` when absent. */
  readonly era?: Era | undefined;
}

/** What has to be kept to be still signed in after a restart. */
export interface Credentials {
  readonly accountId: AccountId;
  readonly tier: string;
  readonly tokens: Tokens;
  /** The installation id at sign-in: a refresh with another one ends it. Absent in entries of an earlier version. */
  readonly hardwareId?: string | undefined;
}
