import {
  lockedOut,
  credentialsFor,
  type Password,
  type SignInStrategy,
  type NeedsTwoFactor,
  type SignInResult,
} from './sign-in-strategy.ts';
import { AppError } from '../../../shared/errors.ts';
import { blinkUrl, oauthHost } from '../http/hosts.ts';
import type { PageAnswer, RequestBody } from '../http/http-request.ts';
import { redirects } from '../http/http.ts';
import { longestAttemptMs, type SignInDeps } from './hosted-sign-in.ts';
import { readAuthorizationCode, createPkceChallenge, isRedirect } from './pkce.ts';
import { readCsrfToken, readFormError, readTwoFactor } from './sign-in-responses.ts';

/** An attempt through the forms of Blink's page, for when a window cannot show it. Cookies are kept per attempt. */
export function createScriptedSignIn(deps: SignInDeps): SignInStrategy<Password> {
  const challenge = createPkceChallenge(deps.random, deps.hardwareId);
  const pages = createPages(deps);
  const startedAt = deps.clock.now();
  let csrf: string | null = null;
  let isStarted = false;

  async function finish(signal: AbortSignal | undefined): Promise<SignInResult> {
    // With parameters it would redirect back to the first page.
    const { status, headers } = await pages.ask({ path: authorizePath, signal });
    const location = headers.get('location') ?? '';
    if (!redirects.has(status) || !isRedirect(location)) throw failed('it did not end');
    const code = readAuthorizationCode(location, challenge.state);
    const { codeVerifier } = challenge;
    const credentials = await credentialsFor(deps, { code, codeVerifier }, signal);
    return { kind: 'signed-in', credentials };
  }

  return {
    async start({ email, password }, signal) {
      if (isStarted) throw failed('already used');
      isStarted = true;
      const { pathname, search } = challenge.authorizeUrl;
      await pages.ask({ path: `${pathname}${search}`, signal });
      const token = readCsrfToken((await pages.ask({ path: signInPath, signal })).text);
      const form = { username: email, password, 'csrf-token': token };
      const answer = await pages.ask({ path: signInPath, form, signal });
      if (redirects.has(answer.status)) return finish(signal);
      const step = afterPassword(answer);
      if (step.kind === 'needs-two-factor') csrf = token;
      return step;
    },
    async confirm(code, signal) {
      if (csrf === null) throw new AppError('invalid-argument', 'sign-in: no code was asked for');
      if (deps.clock.now() - startedAt > longestAttemptMs) throw new AppError('sign-in-expired');
      const form = { '2fa_code': code, 'csrf-token': csrf, remember_me: 'false' };
      const answer = await pages.ask({ path: verifyPath, form, signal });
      if (answer.status < 400) return finish(signal);
      if (readFormError(answer.text) === 'empty_cookies') throw failed('empty_cookies');
      return { kind: 'wrong-code' };
    },
  };
}

const authorizePath = '/oauth/v2/authorize';
const signInPath = '/oauth/v2/signin';
const verifyPath = '/oauth/v2/2fa/verify';

const failed = (detail: string): AppError => new AppError('sign-in-failed', `sign-in: ${detail}`);

/** 202 today and 412 earlier ask for the second factor; the body of the answer says so either way. */
function afterPassword({ status, text }: PageAnswer): NeedsTwoFactor | { kind: 'wrong-password' } {
  const sentCode = readTwoFactor(text);
  if (sentCode !== null) return { kind: 'needs-two-factor', ...sentCode };
  if (status < 400 || status === 412) throw failed('an unknown answer');
  if (readFormError(text) === 'empty_cookies') throw failed('empty_cookies');
  return { kind: 'wrong-password' };
}

interface PageRequest {
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
}

/** The pages as a browser asks for them. */
function createPages({ http }: SignInDeps) {
  const jar = createCookieJar();

  async function ask({ path, form, signal }: PageRequest): Promise<PageAnswer> {
    const cookie = jar.header();
    const body: RequestBody | undefined = form && { form };
    const request = {
      kind: 'sign-in',
      name: 'sign-in page',
      method: form ? 'POST' : 'GET',
      url: blinkUrl(oauthHost, path),
      headers: { ...(form ? formHeaders : pageHeaders), ...(cookie === '' ? {} : { cookie }) },
      body,
      isAccepted: (status: number) => acceptedStatuses.has(status),
      signal,
    } as const;
    const answer = await http.page(request).catch((error: unknown) => {
      throw lockedOut(error);
    });
    jar.store(answer.headers);
    return answer;
  }

  return { ask };
}

const acceptedStatuses = new Set([400, 401, 403, 412]);

const userAgent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 ' +
  '(KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1';

const pageHeaders = {
  'user-agent': userAgent,
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-language': 'en-US,en;q=0.9',
};

const formHeaders = {
  ...pageHeaders,
  accept: '*/*',
  origin: `https://${oauthHost}`,
  referer: `https://${oauthHost}${signInPath}`,
};

/** The cookies of one sign-in attempt, for one host; thrown away with it. */
export interface CookieJar {
  /** Takes every Set-Cookie of an answer. */
  store(headers: Headers): void;
  /** The Cookie header; empty without cookies. */
  header(): string;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, string>();
  return {
    store(headers) {
      for (const line of headers.getSetCookie()) {
        const [, name, value] = /^\s*([^=;\s]+)=([^;]*)/.exec(line) ?? [];
        if (name === undefined || value === undefined) continue;
        if (isDeletion(line)) cookies.delete(name);
        else cookies.set(name, value.trim());
      }
    },
    header: () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  };
}

/** A server deletes a cookie by setting it again with no time to live. */
const isDeletion = (line: string): boolean => /;\s*max-age=(0|-\d+)\s*(;|$)/i.test(line);
