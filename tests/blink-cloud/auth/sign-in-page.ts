import { readFileSync } from 'node:fs';

const template = readFileSync(new URL('sign-in-page.html', import.meta.url), 'utf8');

/** The hosted page a person types into; scripted clients read its `oauth-args`. */
export const signInPage = (csrf: string, nonce: string) =>
  template
    .replaceAll('NONCE', nonce)
    .replace('"OAUTH_ARGS"', JSON.stringify({ 'csrf-token': csrf, app_brand: 'blink' }));

/** Nothing but the page's own style, script and posts. */
export const contentPolicy = (nonce: string) =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
