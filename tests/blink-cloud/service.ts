import { json } from './http/exchange.ts';
import type { Route } from './http/router.ts';

const OPEN_PAGES: Readonly<Record<string, object>> = {
  '/api/v1/version': {
    message: 'OK',
    code: 103,
    update_available: false,
    update_required: false,
  },
  '/regions': {
    mode: 'manual',
    preferred: 'usu014',
    regions: {
      usu014: {
        display_order: 1,
        dns: 'u014',
        friendly_name: 'United States - EAST',
        registration: true,
      },
      e008: { display_order: 2, dns: 'e008', friendly_name: 'Europe', registration: true },
    },
  },
  '/api/v1/countries': [
    { code: 'DE', name: 'Germany', region: 'eu' },
    { code: 'US', name: 'United States', region: 'usu014' },
  ],
};

/** What anybody may ask, signed in or not. */
export const serviceRoutes: readonly Route[] = Object.entries(OPEN_PAGES).map(
  ([pattern, page]) => ({
    method: 'GET',
    host: 'rest',
    pattern,
    open: true,
    anyTier: true,
    handle: () => json(page),
  }),
);
