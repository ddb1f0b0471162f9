import { tooOld } from './exchange.ts';
import type { Route } from './router.ts';

const OLD_LOGINS = ['/api/v4/account/login', '/api/v5/account/login'];

/** What is left of the sign-in of 2020: every version of it is told to update. */
export const legacyRoutes: readonly Route[] = OLD_LOGINS.map((pattern) => ({
  method: 'POST',
  host: 'rest',
  pattern,
  open: true,
  anyTier: true,
  handle: tooOld,
}));
