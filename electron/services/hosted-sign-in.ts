import { AppError } from '../../shared/errors.ts';
import type { Credentials } from '../blink/auth/tokens.ts';

/** One attempt on Blink's own page. */
export interface SignInAttempt {
  readonly authorizeUrl: string;
  isRedirect(url: string): boolean;
  readRedirect(
    url: string,
  ): { readonly kind: 'not-ours' } | { readonly kind: 'code'; readonly code: string };
  exchange(code: string): Promise<Credentials>;
}

/** What the window needs to show the page and to know its end. */
export interface SignInPage {
  readonly url: string;
  readonly isRedirect: (url: string) => boolean;
}

export interface HostedSignInDeps {
  readonly createSignIn: () => SignInAttempt | Promise<SignInAttempt>;
  /** Answers the redirect's address; rejects with `sign-in-cancelled`, `offline` and their like. */
  readonly showSignIn: (page: SignInPage) => Promise<string>;
}

/** Shows Blink's page and waits for its end; `sign-in-failed` when that does not belong to this attempt. */
export async function signInOnPage({
  createSignIn,
  showSignIn,
}: HostedSignInDeps): Promise<Credentials> {
  const attempt = await createSignIn();
  const { authorizeUrl: url, isRedirect } = attempt;
  const read = attempt.readRedirect(await showSignIn({ url, isRedirect }));
  if (read.kind === 'not-ours') throw new AppError('sign-in-failed', 'the page ended elsewhere');
  return attempt.exchange(read.code);
}
