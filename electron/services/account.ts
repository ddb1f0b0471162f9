import type { SignInStep } from '../../shared/account-settings.ts';
import { emptyHome } from '../../shared/app-state.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import { networkKey } from '../../shared/ids.ts';
import type { AccountId, ClipId } from '../../shared/ids.ts';
import type { BlinkClient } from '../blink/client.ts';
import type { Credentials } from '../blink/tokens.ts';
import type { Clock } from '../lib/timing.ts';
import type { AppStore } from '../store/app-store.ts';
import type { SecretStore, SettingsFile } from '../store/settings-port.ts';
import type { CloudSync } from '../sync/cloud-session.ts';
import { restoreHome } from '../sync/last-home.ts';
import { accountOf, afterFailedSignIn, isKeyringProblem } from './account-state.ts';
import { createCredentialsVault } from './credentials-vault.ts';
import { signInOnPage } from './hosted-sign-in.ts';
import type { HostedSignInDeps } from './hosted-sign-in.ts';
import { createOtherSignIn } from './other-sign-in.ts';
import type { OtherSignInDeps, OtherSignInForm } from './other-sign-in.ts';
import {
  deleteClips,
  logOut,
  requireDeletable,
  showNobody,
  throwUnlessMissing,
} from './sign-out.ts';
import type { ClipStores } from './sign-out.ts';

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
  signInOtherWay(form: OtherSignInForm): Promise<SignInStep>;
  /** After `needs-code`, and again after `wrong-code`. */
  giveSignInCode(code: string): Promise<SignInStep>;
  /** Removes the tokens; with `delete` the clips, their rows and the pictures too: refused with nothing changed when they cannot be deleted now. */
  signOut(choice: { readonly clips: 'keep' | 'delete' }): Promise<void>;
  /** Throws `not-signed-in`. */
  cloud(): CloudSync;
  /** Does nothing when nobody is signed in. */
  whenSignedIn(action: (cloud: CloudSync) => void): void;
  /** Whether a clip is being fetched right now. */
  isFetching(id: ClipId): boolean;
  /** Ends the talk with the cloud and keeps everything. */
  stop(): Promise<void>;
}

export interface AccountDeps extends HostedSignInDeps, ClipStores {
  readonly store: AppStore;
  readonly clock: Clock;
  readonly secrets: SecretStore;
  readonly settings: SettingsFile;
  /** False on a runtime too old for a real account. */
  readonly isRealSignInAllowed: boolean;
  readonly hasLoopbackCloud: boolean;
  readonly createOtherWay: OtherSignInDeps['createStrategy'];
  readonly createClient: (
    credentials: Credentials,
    saveCredentials: (rotated: Credentials) => Promise<void>,
  ) => BlinkClient;
  readonly createSync: (
    client: BlinkClient,
    onSignInNeeded: (problem: AppErrorCode) => void,
  ) => CloudSync;
}

export function createAccountService(deps: AccountDeps): AccountService {
  const { store, settings, index } = deps;
  const vault = createCredentialsVault(deps);
  let session: Session | null = null;
  let signingIn: Promise<void> | null = null;
  let signOuts = 0;
  const otherWays = createOtherSignIn({
    createStrategy(way) {
      requireRuntime(deps);
      return deps.createOtherWay(way);
    },
    async onCredentials(credentials) {
      if (session === null) await open(credentials, await vault.save(credentials));
    },
  });

  async function open(credentials: Credentials, keyringProblem: AppErrorCode | null) {
    const { accountId } = credentials;
    const own: Session = { accountId, isForgotten: false };
    const client = deps.createClient(credentials, (rotated) => save(own, rotated));
    const sync = deps.createSync(client, (problem) => void needSignIn(own, problem));
    session = Object.assign(own, { client, sync });
    showHomeOf(accountId);
    store.set('account', { phase: 'signed-in', accountId, keyringProblem });
    await sync.start();
  }

  function showHomeOf(accountId: AccountId): void {
    const { networks } = store.get().home;
    const isOwn = networks.every(({ id }) => networkKey(id).accountId === accountId);
    if (!isOwn) store.set('home', emptyHome);
  }

  async function save(own: Session, rotated: Credentials): Promise<void> {
    // After a sign-out nothing goes back into the keyring.
    if (own.isForgotten) return;
    const keyringProblem = await vault.save(rotated);
    const { account } = store.get();
    if (account.phase !== 'signed-in' || account.keyringProblem === keyringProblem) return;
    store.set('account', { ...account, keyringProblem });
  }

  async function close(): Promise<Session | null> {
    const own = session;
    session = null;
    if (own === null) return null;
    await own.sync?.stop();
    return own;
  }

  async function needSignIn(own: Session, problem: AppErrorCode): Promise<void> {
    if (session !== own) return;
    const { accountId } = own;
    store.set('account', { phase: 'needs-sign-in', accountId, problem });
    await close();
    // A dead token would only be tried again at the next start; one refused for another reason may still live.
    if (problem === 'signed-out-by-blink') await ignoreFailure(vault.forget(accountId));
  }

  async function signInSilently(accountId: AccountId): Promise<void> {
    // Who signs out while the keyring is still asked must not be signed in by its answer.
    const before = signOuts;
    try {
      requireRuntime(deps);
      const credentials = await vault.load(accountId);
      if (before !== signOuts) return;
      if (credentials === null) throw new AppError('not-signed-in', 'no usable credentials');
      await open(credentials, null);
    } catch (error) {
      const problem = toAppError(error).code;
      await ignoreFailure(restoreHome({ accountId, index, store }));
      if (before !== signOuts) return;
      store.set('account', { phase: 'needs-sign-in', accountId, problem });
    }
  }

  async function signIn(): Promise<void> {
    const before = store.get().account;
    if (before.phase === 'signed-in') return;
    otherWays.forget();
    if (before.phase === 'needs-sign-in' && isKeyringProblem(before.problem)) {
      await signInSilently(before.accountId);
      if (session !== null || store.get().account.phase === 'signed-out') return;
    }
    store.set('account', { phase: 'signing-in' });
    try {
      requireRuntime(deps);
      const credentials = await signInOnPage(deps);
      await open(credentials, await vault.save(credentials));
    } catch (error) {
      const failure = toAppError(error);
      store.set('account', afterFailedSignIn(before, failure.code));
      throw failure;
    }
  }

  async function otherStep(step: () => Promise<SignInStep>): Promise<SignInStep> {
    if (signingIn !== null) throw new AppError('not-allowed', "Blink's page is open");
    return store.get().account.phase === 'signed-in' ? { kind: 'signed-in' } : step();
  }

  async function signOut({ clips }: { readonly clips: 'keep' | 'delete' }): Promise<void> {
    const accountId = accountOf(store.get().account);
    if (accountId === null) throw new AppError('not-signed-in', 'nobody to sign out');
    if (clips === 'delete') await requireDeletable(deps);
    signOuts += 1;
    if (session !== null) session.isForgotten = true;
    const own = await close();
    const forgotten = vault.forget(accountId);
    await Promise.allSettled([forgotten, own?.client && logOut(own.client, deps.clock)]);
    settings.update({ accountIds: settings.get().accountIds.filter((id) => id !== accountId) });
    showNobody(store);
    if (clips === 'delete') await deleteClips(deps, accountId);
    await throwUnlessMissing(forgotten);
  }

  return {
    async start() {
      const [accountId] = settings.get().accountIds;
      if (accountId === undefined) store.set('account', { phase: 'signed-out', problem: null });
      else await signInSilently(accountId);
    },
    signIn() {
      signingIn ??= signIn().finally(() => (signingIn = null));
      return signingIn;
    },
    signInOtherWay: (form) => otherStep(() => otherWays.start(form)),
    giveSignInCode: (code) => otherStep(() => otherWays.giveCode(code)),
    signOut,
    cloud() {
      if (session?.sync === undefined) throw new AppError('not-signed-in');
      return session.sync;
    },
    whenSignedIn(action) {
      if (session?.sync !== undefined) action(session.sync);
    },
    isFetching: (id) => session?.sync?.isFetching(id) ?? false,
    async stop() {
      await close();
    },
  };
}

interface Session {
  readonly accountId: AccountId;
  /** Signed out: its tokens are not written any more. At a quit they still are. */
  isForgotten: boolean;
  client?: BlinkClient;
  sync?: CloudSync;
}

const requireRuntime = (deps: AccountDeps): void => {
  if (!deps.isRealSignInAllowed && !deps.hasLoopbackCloud) throw new AppError('runtime-too-old');
};

const ignoreFailure = (work: Promise<unknown>): Promise<unknown> => work.catch(() => undefined);
