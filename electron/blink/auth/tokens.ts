import { AppError } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { Clock } from '../../lib/clock.ts';

/** Which calls and which token header a session uses: those of today, or those of 2020 with its own login. */
export type ApiGeneration = 'today' | '2020';

/** The tokens of one sign-in. They are kept in the keyring and in memory, nowhere else. */
export interface Tokens {
  readonly accessToken: string;
  /** Empty in a session of 2020, which cannot be renewed. */
  readonly refreshToken: string;
  /** 80 % of the access token's life; for a session of 2020 its expected end. */
  readonly renewAt: Timestamp;
  /** The `client_id` of the sign-in; a refresh with another one is refused. In 2020 Blink's number of this client. */
  readonly clientId: string;
  /** `today` when absent. */
  readonly era?: ApiGeneration | undefined;
}

/** What has to be kept to be still signed in after a restart. */
export interface Credentials {
  readonly accountId: AccountId;
  readonly tier: string;
  readonly tokens: Tokens;
  /** The installation id at sign-in: a refresh with another one ends it. Absent in entries of an earlier version. */
  readonly hardwareId?: string | undefined;
}

export interface TokenSourceDeps {
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly refresh: (tokens: Tokens) => Promise<Tokens>;
  /** Resolves when the new tokens are kept; only then are they used. */
  readonly save: (tokens: Tokens) => Promise<void>;
}

/** The one access token that all requests share. */
export interface TokenSource {
  /** Renewed in time. A failed refresh rejects for all who wait and changes nothing: the next call tries again. */
  accessToken(): Promise<string>;
  /** The cloud refused this one: the next call renews it, unless that has happened already. */
  invalidate(accessToken: string): void;
  /** Waits for a renewal under way and tries again to save what it brought. Never begins a renewal. */
  flush(): Promise<void>;
}

/** One refresh for all who wait: refresh tokens rotate, and two at once would look like theft. */
export function createTokenSource({ clock, tokens, refresh, save }: TokenSourceDeps): TokenSource {
  let current = tokens;
  let unsaved: Tokens | null = null;
  let refused: string | null = null;
  let refreshing: Promise<string> | null = null;

  // Saved before used: if saving fails, the rotated tokens are kept and only the saving is tried again.
  async function rotate(): Promise<string> {
    unsaved ??= await refresh(current);
    await save(unsaved);
    current = unsaved;
    unsaved = null;
    return current.accessToken;
  }

  const isGood = () =>
    unsaved === null && clock.now() < current.renewAt && current.accessToken !== refused;

  return {
    async accessToken() {
      if (isGood()) return current.accessToken;
      refreshing ??= rotate().finally(() => {
        refreshing = null;
      });
      return refreshing;
    },
    invalidate(accessToken) {
      refused = accessToken;
    },
    async flush() {
      await refreshing?.catch(() => undefined);
      if (unsaved !== null) await save(unsaved);
    },
  };
}

/**
 * The token of a 2020 session, which nothing can renew. Refused before its expected end it is tried again at the next
 * call (`unauthorized` for this one); refused after it, the session is over: `signed-out-by-blink`.
 */
export function createFixedTokenSource(clock: Clock, tokens: Tokens): TokenSource {
  let isRefused = false;

  return {
    async accessToken() {
      if (!isRefused) return tokens.accessToken;
      isRefused = false;
      const isOver = clock.now() >= tokens.renewAt;
      throw new AppError(isOver ? 'signed-out-by-blink' : 'unauthorized', 'token of 2020');
    },
    invalidate() {
      isRefused = true;
    },
    async flush() {
      // Nothing is ever renewed.
    },
  };
}
