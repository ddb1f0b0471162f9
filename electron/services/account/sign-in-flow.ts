import type { OtherWay, SignInStep } from '../../../shared/sign-in.ts';
import { AppError } from '../../../shared/errors.ts';
import type {
  Password,
  SignInResult as BlinkStep,
  SignInStrategy,
} from '../../blink/auth/sign-in-strategy.ts';
import type { Credentials } from '../../blink/auth/tokens.ts';

/** What a person types to sign in without Blink's page. */
export interface PasswordSignInForm extends Password {
  readonly way: OtherWay;
}

/** Signing in with email and password, without Blink's page. Nothing of the form is kept between the steps. */
export interface PasswordSignIn {
  /** Gives up the attempt before it. */
  start(form: PasswordSignInForm): Promise<SignInStep>;
  /** `sign-in-expired` when no code was asked for. */
  giveCode(code: string): Promise<SignInStep>;
  /** The attempt is over, however far it has come. */
  forget(): void;
}

export type PasswordStrategies = (
  way: OtherWay,
) => SignInStrategy<Password> | Promise<SignInStrategy<Password>>;

export function createPasswordSignIn(deps: {
  readonly createStrategy: PasswordStrategies;
  /** Resolves when the person is signed in. */
  readonly onCredentials: (credentials: Credentials) => Promise<void>;
}): PasswordSignIn {
  let waiting: SignInStrategy<Password> | null = null;
  let attempts = 0;

  async function afterStep(attempt: number, step: BlinkStep): Promise<SignInStep> {
    // A newer attempt has begun meanwhile: this one ends here.
    if (attempt !== attempts) throw new AppError('sign-in-cancelled', 'a newer attempt has begun');
    if (step.kind === 'needs-two-factor') return { kind: 'needs-code', hint: step.sentTo };
    if (step.kind !== 'signed-in') return step;
    waiting = null;
    await deps.onCredentials(step.credentials);
    return { kind: 'signed-in' };
  }

  return {
    async start({ way, ...password }) {
      attempts += 1;
      const attempt = attempts;
      waiting = null;
      const strategy = await deps.createStrategy(way);
      const step = await strategy.start(password);
      if (attempt === attempts && step.kind === 'needs-two-factor') waiting = strategy;
      return afterStep(attempt, step);
    },
    async giveCode(code) {
      if (waiting === null) throw new AppError('sign-in-expired', 'no code was asked for');
      const attempt = attempts;
      return afterStep(attempt, await waiting.confirm(code));
    },
    forget() {
      attempts += 1;
      waiting = null;
    },
  };
}

/** One attempt on Blink's own page. */
export interface SignInAttempt {
  readonly authorizeUrl: string;
  isRedirect(url: string): boolean;
  readRedirect(
    url: string,
  ): { readonly kind: 'not-ours' } | { readonly kind: 'code'; readonly code: string };
  exchange(code: string): Promise<Credentials>;
}

/** What the window needs to show Blink's page and to know its end. */
export interface SignInPage {
  readonly url: string;
  /** True for the address that ends the sign-in; it is never loaded. */
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
