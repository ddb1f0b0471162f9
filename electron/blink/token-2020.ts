import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { TokenSource } from './token-source.ts';
import type { Tokens } from './auth/tokens.ts';

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
    async settle() {
      // Nothing is ever renewed.
    },
  };
}
