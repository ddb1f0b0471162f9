import type { Clock } from '../lib/clock.ts';
import type { Tokens } from './auth/tokens.ts';

export interface TokenSourceDeps {
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly refresh: (tokens: Tokens) => Promise<Tokens>;
  /** Resolves when the new tokens are kept; only then are they used. */
  readonly save: (tokens: Tokens) => Promise<void>;
}

/** The one access token everybody shares. */
export interface TokenSource {
  /** Renewed in time. A failed refresh rejects for all who wait and changes nothing: the next call tries again. */
  accessToken(): Promise<string>;
  /** The cloud refused this one: the next call renews it, unless that has happened already. */
  invalidate(accessToken: string): void;
  /** Resolves when no renewal is under way and what was renewed is kept, or cannot be. Never begins a renewal. */
  settle(): Promise<void>;
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
    async settle() {
      await refreshing?.catch(() => undefined);
      if (unsaved !== null) await save(unsaved);
    },
  };
}
