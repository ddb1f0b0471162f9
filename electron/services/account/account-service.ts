import { accountIdOf, emptyHome, type AccountState } from '../../../shared/app-state.ts';
import { AppError, toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import { networkKey, type AccountId, type ClipId } from '../../../shared/ids.ts';
import type { RequestReport } from '../../../shared/request-report.ts';
import type { SignInStep } from '../../../shared/sign-in.ts';
import type { Credentials } from '../../blink/auth/tokens.ts';
import type { BlinkClient } from '../../blink/blink-client.ts';
import { seconds, sleep, type Clock } from '../../lib/clock.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { AppStore, ReadonlyAppStore } from '../../store/app-store.ts';
import type { CloudSession } from '../../sync/cloud-session.ts';
import type { RequestBudget } from '../../sync/polling/request-budget.ts';
import { restoreHome } from '../../sync/polling/saved-homescreen.ts';
import {
  createCredentialsStore,
  isKeyringProblem,
  type CredentialsStoreDeps,
} from './credentials-store.ts';
import {
  createPasswordSignIn,
  signInOnPage,
  type HostedSignInDeps,
  type PasswordSignInForm,
  type PasswordStrategies,
} from './sign-in-flow.ts';
import {
  clearAccountState,
  deleteClips,
  logOut,
  requireDeletable,
  throwUnlessMissing,
  type ClipStores,
} from './sign-out.ts';

/** Signs in and out, and holds the cloud session of whoever is signed in. */
export interface AccountService {
  /** Signs in silently if the keyring has credentials; a failure is a state, never a rejection. */
  start(): Promise<void>;
  /** Shows Blink's page; resolves when signed in, rejects with the reason why not. */
  signIn(): Promise<void>;
  /**
   * Without Blink's page. What the person may get wrong is an answer; failures are rejections and leave the state as it
   * was, so that the form stays where it is. The password is used in this call and not kept.
   */
  signInOtherWay(form: PasswordSignInForm): Promise<SignInStep>;
  /** After `needs-code`, and again after `wrong-code`. */
  giveSignInCode(code: string): Promise<SignInStep>;
  /** Blink wants this installation confirmed: asks it to send the person a code. */
  sendVerificationCode(): Promise<void>;
  verifyInstallation(code: string): Promise<'verified' | 'wrong-code'>;
  /** Removes the tokens; with `delete` the clips, their rows and the pictures too: refused with nothing changed when they cannot be deleted now. */
  signOut(choice: { readonly clips: 'keep' | 'delete' }): Promise<void>;
  /** Throws `not-signed-in`. */
  cloud(): CloudSession;
  /** Does nothing and answers null when nobody is signed in. */
  whenSignedIn<T>(action: (session: CloudSession) => T): T | null;
  /** Whether a clip is being fetched right now. */
  isFetching(id: ClipId): boolean;
  /** The keyring may be usable now: reading or writing that failed before is tried again. */
  keyringMayBeUsable(): Promise<void>;
  /** Ends the session and keeps everything; a token that is just being renewed is saved first. */
  stop(): Promise<void>;
}

/** What a service needs that asks the cloud about a device or network on show. */
export interface CloudAccess {
  readonly store: ReadonlyAppStore;
  /** Throws `not-signed-in`. */
  readonly cloud: () => CloudSession;
}

export interface AccountDeps extends HostedSignInDeps, ClipStores, CredentialsStoreDeps {
  readonly store: AppStore;
  readonly clock: Clock;
  /** False on a runtime too old for a real account. */
  readonly isRealSignInAllowed: boolean;
  readonly hasLoopbackCloud: boolean;
  readonly createOtherWay: PasswordStrategies;
  /** Makes the session of one account; it is not started yet. */
  readonly openSession: (
    credentials: Credentials,
    events: SessionEvents,
  ) => Promise<{ readonly client: BlinkClient; readonly cloud: CloudSession }>;
}

export interface SessionEvents {
  /** Saves renewed tokens, which are used only after this has resolved. */
  readonly saveCredentials: (rotated: Credentials) => Promise<void>;
  /** Blink wants the person to sign in again. */
  readonly onSignInNeeded: (problem: AppErrorCode) => void;
}

export function createAccountService(deps: AccountDeps): AccountService {
  const { store, settings, index } = deps;
  const sessions = createSessionHolder(deps);
  let starting: Promise<void> = Promise.resolve();
  let signingIn: Promise<void> | null = null;
  const passwordSignIn = createPasswordSignIn({
    createStrategy(way) {
      requireRuntime(deps);
      return deps.createOtherWay(way);
    },
    onCredentials: sessions.enter,
  });

  function required(): AccountSession {
    const session = sessions.current();
    if (session === null) throw new AppError('not-signed-in');
    return session;
  }

  async function signInSilently(accountId: AccountId): Promise<void> {
    const before = sessions.signOuts();
    try {
      requireRuntime(deps);
      await sessions.restore(accountId);
    } catch (error) {
      const problem = toAppError(error).code;
      const isPast = () => before !== sessions.signOuts() || sessions.current() !== null;
      // After a sign-out its home is not brought back either.
      if (isPast()) return;
      await ignoreFailure(restoreHome({ accountId, index, store }));
      if (isPast()) return;
      store.set('account', { phase: 'needs-sign-in', accountId, problem });
    }
  }

  async function start(): Promise<void> {
    const [accountId] = settings.get().accountIds;
    if (accountId === undefined) store.set('account', { phase: 'signed-out', problem: null });
    else await signInSilently(accountId);
  }

  async function signIn(): Promise<void> {
    // Loading from the keyring may still be going on: it must not end in the middle of this.
    if (store.get().account.phase === 'starting') await starting;
    const before = store.get().account;
    if (before.phase === 'signed-in') return;
    passwordSignIn.forget();
    if (before.phase === 'needs-sign-in' && isKeyringProblem(before.problem)) {
      await signInSilently(before.accountId);
      if (sessions.current() !== null || store.get().account.phase === 'signed-out') return;
    }
    store.set('account', { phase: 'signing-in' });
    try {
      requireRuntime(deps);
      await sessions.enter(await signInOnPage(deps));
    } catch (error) {
      const failure = toAppError(error);
      if (sessions.current() === null) {
        store.set('account', afterFailedSignIn(before, failure.code));
      }
      throw failure;
    }
  }

  /** Called for every sign that the keyring may be back, several at once: does nothing when all is well. */
  async function followKeyring(): Promise<void> {
    await starting;
    const { account } = store.get();
    if (account.phase === 'signed-in') {
      if (account.keyringProblem !== null) await sessions.saveAgain();
    } else if (account.phase === 'needs-sign-in') {
      if (isKeyringProblem(account.problem)) await signInSilently(account.accountId);
    } else if (account.phase === 'signed-out' && account.problem === 'keyring-locked') {
      store.set('account', { phase: 'signed-out', problem: null });
    }
  }

  async function passwordStep(step: () => Promise<SignInStep>): Promise<SignInStep> {
    if (signingIn !== null) throw new AppError('not-allowed', "Blink's page is open");
    return store.get().account.phase === 'signed-in' ? { kind: 'signed-in' } : step();
  }

  async function signOut({ clips }: { readonly clips: 'keep' | 'delete' }): Promise<void> {
    const accountId = accountIdOf(store.get().account);
    if (accountId === null) throw new AppError('not-signed-in', 'no account to sign out of');
    if (clips === 'delete') await requireDeletable(deps);
    const { closed, forgotten } = await sessions.forget(accountId);
    await Promise.allSettled([forgotten, closed && logOut(closed.client, deps.clock)]);
    settings.update({ accountIds: settings.get().accountIds.filter((id) => id !== accountId) });
    clearAccountState(store);
    if (clips === 'delete') await deleteClips(deps, accountId);
    await throwUnlessMissing(forgotten);
  }

  return {
    start() {
      starting = start();
      return starting;
    },
    signIn() {
      signingIn ??= signIn().finally(() => (signingIn = null));
      return signingIn;
    },
    signInOtherWay: (form) => passwordStep(() => passwordSignIn.start(form)),
    giveSignInCode: (code) => passwordStep(() => passwordSignIn.giveCode(code)),
    // Not through the session: it is paused until this installation is confirmed.
    sendVerificationCode: () => required().client.account.sendPin(),
    async verifyInstallation(code) {
      const { client, cloud } = required();
      if (!(await client.account.verifyPin(code))) return 'wrong-code';
      cloud.verified();
      return 'verified';
    },
    signOut,
    cloud: () => required().cloud,
    whenSignedIn(action) {
      const session = sessions.current();
      return session === null ? null : action(session.cloud);
    },
    isFetching: (id) => sessions.current()?.cloud.downloads.isFetching(id) ?? false,
    keyringMayBeUsable: () => ignoreFailure(followKeyring()),
    stop: sessions.stop,
  };
}

/** Opens and closes the one session there may be. */
function createSessionHolder(deps: AccountDeps) {
  const { store, clock } = deps;
  const keyring = createCredentialsStore(deps);
  const inTurn = createMutex();
  let session: OpenSession | null = null;
  let closing: Promise<void> = Promise.resolve();
  let signOuts = 0;
  let isOver = false;

  async function open(credentials: Credentials, keyringProblem: AppErrorCode | null) {
    const { accountId } = credentials;
    const kept: KeptCredentials = { newest: credentials, isForgotten: false };
    const before = signOuts;
    await closing;
    const { client, cloud } = await deps.openSession(credentials, {
      saveCredentials: (rotated) => save(kept, rotated),
      onSignInNeeded: (problem) => void needSignIn(kept, problem),
    });
    // Signed out or ended meanwhile: nobody is signed in, and nothing is asked.
    if (isOver || before !== signOuts) return cloud.stop();
    session = { accountId, client, cloud, kept };
    showHomeOf(store, accountId);
    store.set('account', { phase: 'signed-in', accountId, keyringProblem });
    await cloud.start();
  }

  async function save(kept: KeptCredentials, rotated: Credentials): Promise<void> {
    // After a sign-out nothing goes back into the keyring.
    if (kept.isForgotten) return;
    kept.newest = rotated;
    const keyringProblem = await keyring.save(rotated);
    const { account } = store.get();
    if (account.phase !== 'signed-in' || account.keyringProblem === keyringProblem) return;
    store.set('account', { ...account, keyringProblem });
  }

  async function close(): Promise<OpenSession | null> {
    const own = session;
    session = null;
    if (own === null) return null;
    closing = own.cloud.stop();
    await closing;
    return own;
  }

  async function needSignIn(kept: KeptCredentials, problem: AppErrorCode): Promise<void> {
    if (session?.kept !== kept) return;
    const { accountId } = session;
    // A dead token would only be tried again at the next start; one refused for another reason may still live.
    kept.isForgotten = problem === 'signed-out-by-blink';
    // Started before anything is awaited: a sign-in meanwhile saves its credentials after this, never before.
    const forgotten = kept.isForgotten ? keyring.forget(accountId).catch(() => undefined) : null;
    store.set('account', { phase: 'needs-sign-in', accountId, problem });
    await close();
    await forgotten;
  }

  return {
    current: (): AccountSession | null => session,
    signOuts: () => signOuts,
    /** After a sign-in: saves the credentials and opens the session. Does nothing when somebody is signed in by then. */
    enter: (credentials: Credentials): Promise<void> =>
      inTurn(async () => {
        if (session !== null || isOver) return;
        const before = signOuts;
        const keyringProblem = await keyring.save(credentials);
        if (before === signOuts) return open(credentials, keyringProblem);
        await keyring.forget(credentials.accountId);
        throw new AppError('sign-in-cancelled', 'signed out meanwhile');
      }),
    /** The same with what the keyring has; rejects as the keyring does, or with `not-signed-in`. */
    restore: (accountId: AccountId): Promise<void> =>
      inTurn(async () => {
        if (session !== null || isOver) return;
        const before = signOuts;
        const credentials = await keyring.load(accountId);
        // After a sign-out during the load, what was loaded must not sign in again.
        if (before !== signOuts) return;
        if (credentials === null) throw new AppError('not-signed-in', 'no usable credentials');
        await open(credentials, null);
      }),
    /** Writes credentials into the keyring that could not be written before. */
    async saveAgain(): Promise<void> {
      if (session !== null) await save(session.kept, session.kept.newest);
    },
    /** Ends the session and removes the credentials; `forgotten` says how the latter went. */
    async forget(accountId: AccountId) {
      signOuts += 1;
      if (session !== null) session.kept.isForgotten = true;
      const closed = await close();
      return { closed, forgotten: keyring.forget(accountId) };
    },
    /** At a quit: a token that is being renewed is saved first, then everything ends. */
    async stop(): Promise<void> {
      isOver = true;
      if (session !== null) await atMost(clock, tokenSaveMs, session.client.flushTokens());
      await close();
    },
  };
}

/** One account that is signed in. */
interface AccountSession {
  readonly accountId: AccountId;
  readonly client: BlinkClient;
  readonly cloud: CloudSession;
}

interface KeptCredentials {
  /** What belongs into the keyring, whether it could be written or not. */
  newest: Credentials;
  /** Signed out: its tokens are not written any more. At a quit they still are. */
  isForgotten: boolean;
}

interface OpenSession extends AccountSession {
  readonly kept: KeptCredentials;
}

/** Of the 5 s a quit may take. */
const tokenSaveMs = seconds(2);

/** The last known state of another account is not shown. */
function showHomeOf(store: AppStore, accountId: AccountId): void {
  const { networks } = store.get().home;
  const isOwn = networks.every(({ id }) => networkKey(id).accountId === accountId);
  if (!isOwn) store.set('home', emptyHome);
}

async function atMost(clock: Clock, longestMs: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  await Promise.race([work, sleep(clock, longestMs, over.signal)]).catch(() => undefined);
  over.abort();
}

const requireRuntime = (deps: AccountDeps): void => {
  if (!deps.isRealSignInAllowed && !deps.hasLoopbackCloud) throw new AppError('runtime-too-old');
};

const ignoreFailure = (work: Promise<unknown>): Promise<void> =>
  work.then(
    () => undefined,
    () => undefined,
  );

/** What is shown after a sign-in that did not work out: a known account stays known. */
export function afterFailedSignIn(before: AccountState, problem: AppErrorCode): AccountState {
  if (before.phase !== 'needs-sign-in') return { phase: 'signed-out', problem };
  return problem === 'sign-in-cancelled' ? before : { ...before, problem };
}

/** How many requests were sent to the cloud, shown in the settings. */
export interface RequestReportService {
  read(): RequestReport;
}

export const createRequestReport = ({
  budget,
  account,
}: {
  readonly budget: RequestBudget;
  readonly account: Pick<AccountService, 'whenSignedIn'>;
}): RequestReportService => ({
  read: () => ({
    lastHour: budget.lastHour(),
    byKind: budget.byKind(),
    lastRefusal: budget.lastRefusal(),
    nextPollAt: account.whenSignedIn((session) => session.nextPollAt()),
  }),
});
