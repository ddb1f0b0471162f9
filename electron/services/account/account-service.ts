import { isKeyringProblem } from './credentials-store.ts';
import type { RequestReport } from '../../../shared/request-report.ts';
import type { SignInStep } from '../../../shared/sign-in.ts';
import { accountIdOf, type AccountState } from '../../../shared/app-state.ts';
import { AppError, toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { AccountId, ClipId } from '../../../shared/ids.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { CloudSession } from '../../sync/cloud-session.ts';
import type { RequestBudget } from '../../sync/polling/request-budget.ts';
import { restoreHome } from '../../sync/polling/saved-homescreen.ts';
import {
  createAccountSessions,
  type AccountSession,
  type AccountSessionDeps,
} from './account-session.ts';
import {
  createPasswordSignIn,
  signInOnPage,
  type HostedSignInDeps,
  type OtherSignInDeps,
  type PasswordSignInForm,
} from './sign-in-flow.ts';
import {
  deleteClips,
  logOut,
  requireDeletable,
  clearAccountState,
  throwUnlessMissing,
  type ClipStores,
} from './sign-out.ts';

/** The sign-in, and the talk with the cloud that follows from it. */
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
  /** Blink doubts this installation: has it send a code to the person. */
  sendVerificationCode(): Promise<void>;
  verifyInstallation(code: string): Promise<'verified' | 'wrong-code'>;
  /** Removes the tokens; with `delete` the clips, their rows and the pictures too: refused with nothing changed when they cannot be deleted now. */
  signOut(choice: { readonly clips: 'keep' | 'delete' }): Promise<void>;
  /** Throws `not-signed-in`. */
  cloud(): CloudSession;
  /** Does nothing when nobody is signed in. */
  whenSignedIn(action: (cloud: CloudSession) => void): void;
  /** Whether a clip is being fetched right now. */
  isFetching(id: ClipId): boolean;
  /** The keyring may be usable now: what it could not be asked or told is asked and told again. */
  keyringMayBeUsable(): Promise<void>;
  /** Ends the talk with the cloud and keeps everything, a token that is just being renewed first of all. */
  stop(): Promise<void>;
}

/** What a service needs that asks the cloud about a device or network on show. */
export interface CloudAccess {
  readonly store: ReadonlyAppStore;
  /** Throws `not-signed-in`. */
  readonly cloud: () => CloudSession;
}

export interface AccountDeps extends HostedSignInDeps, ClipStores, AccountSessionDeps {
  /** False on a runtime too old for a real account. */
  readonly isRealSignInAllowed: boolean;
  readonly hasLoopbackCloud: boolean;
  readonly createOtherWay: OtherSignInDeps['createStrategy'];
}

export function createAccountService(deps: AccountDeps): AccountService {
  const { store, settings, index } = deps;
  const sessions = createAccountSessions(deps);
  let starting: Promise<void> = Promise.resolve();
  let signingIn: Promise<void> | null = null;
  let signOuts = 0;
  const otherWays = createPasswordSignIn({
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
    const before = signOuts;
    try {
      requireRuntime(deps);
      await sessions.restore(accountId);
    } catch (error) {
      const problem = toAppError(error).code;
      await ignoreFailure(restoreHome({ accountId, index, store }));
      if (before !== signOuts || sessions.current() !== null) return;
      store.set('account', { phase: 'needs-sign-in', accountId, problem });
    }
  }

  async function start(): Promise<void> {
    const [accountId] = settings.get().accountIds;
    if (accountId === undefined) store.set('account', { phase: 'signed-out', problem: null });
    else await signInSilently(accountId);
  }

  async function signIn(): Promise<void> {
    // The keyring may still be asked: its answer must not come in the middle.
    if (store.get().account.phase === 'starting') await starting;
    const before = store.get().account;
    if (before.phase === 'signed-in') return;
    otherWays.forget();
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

  /** Called for every sign of life, several at once: who finds the account as it should be does nothing. */
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

  async function otherStep(step: () => Promise<SignInStep>): Promise<SignInStep> {
    if (signingIn !== null) throw new AppError('not-allowed', "Blink's page is open");
    return store.get().account.phase === 'signed-in' ? { kind: 'signed-in' } : step();
  }

  async function signOut({ clips }: { readonly clips: 'keep' | 'delete' }): Promise<void> {
    const accountId = accountIdOf(store.get().account);
    if (accountId === null) throw new AppError('not-signed-in', 'nobody to sign out');
    if (clips === 'delete') await requireDeletable(deps);
    signOuts += 1;
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
    signInOtherWay: (form) => otherStep(() => otherWays.start(form)),
    giveSignInCode: (code) => otherStep(() => otherWays.giveCode(code)),
    // Past the pauses of the session, which come of the very doubt that this is to end.
    sendVerificationCode: () => required().client.account.sendPin(),
    async verifyInstallation(code) {
      const { client, sync } = required();
      if (!(await client.account.verifyPin(code))) return 'wrong-code';
      sync.verified();
      return 'verified';
    },
    signOut,
    cloud: () => required().sync,
    whenSignedIn(action) {
      const session = sessions.current();
      if (session !== null) action(session.sync);
    },
    isFetching: (id) => sessions.current()?.sync.isFetching(id) ?? false,
    keyringMayBeUsable: () => ignoreFailure(followKeyring()),
    stop: sessions.stop,
  };
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

/** How much is asked of the cloud, for anyone to read. */
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
  read() {
    let nextPollAt: RequestReport['nextPollAt'] = null;
    account.whenSignedIn((sync) => (nextPollAt = sync.nextPollAt()));
    return {
      lastHour: budget.lastHour(),
      byKind: budget.byKind(),
      lastRefusal: budget.lastRefusal(),
      nextPollAt,
    };
  },
});
