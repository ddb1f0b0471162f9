import { emptyHome } from '../../../shared/app-state.ts';
import { AppError, type AppErrorCode } from '../../../shared/errors.ts';
import { networkKey, type AccountId } from '../../../shared/ids.ts';
import type { BlinkClient } from '../../blink/blink-client.ts';
import type { Credentials } from '../../blink/auth/tokens.ts';
import { seconds, sleep, type Clock } from '../../lib/clock.ts';
import { createMutex } from '../../lib/mutex.ts';
import type { AppStore } from '../../store/app-store.ts';
import type { CloudSession } from '../../sync/cloud-session.ts';
import { createCredentialsVault, type VaultDeps } from './credentials-store.ts';

/** One account that is signed in. */
export interface AccountSession {
  readonly accountId: AccountId;
  readonly client: BlinkClient;
  readonly sync: CloudSession;
}

/** Opens and closes the one session there may be. */
export interface AccountSessions {
  current(): AccountSession | null;
  /** After a sign-in: keeps the credentials and begins to ask. Does nothing when somebody is signed in by then. */
  enter(credentials: Credentials): Promise<void>;
  /** The same with what the keyring has; rejects as the keyring does, or with `not-signed-in`. */
  restore(accountId: AccountId): Promise<void>;
  /** Writes credentials into the keyring that could not be written before. */
  saveAgain(): Promise<void>;
  /** Ends the session and removes the credentials; `forgotten` says how the latter went. */
  forget(accountId: AccountId): Promise<{
    readonly closed: AccountSession | null;
    readonly forgotten: Promise<void>;
  }>;
  /** At a quit: a token on its way is kept first, then everything ends. */
  stop(): Promise<void>;
}

export interface AccountSessionDeps extends VaultDeps {
  readonly store: AppStore;
  readonly clock: Clock;
  readonly createClient: (
    credentials: Credentials,
    saveCredentials: (rotated: Credentials) => Promise<void>,
  ) => BlinkClient | Promise<BlinkClient>;
  readonly createSync: (
    client: BlinkClient,
    onSignInNeeded: (problem: AppErrorCode) => void,
  ) => CloudSession;
}

export function createAccountSessions(deps: AccountSessionDeps): AccountSessions {
  const { store, clock } = deps;
  const vault = createCredentialsVault(deps);
  const inTurn = createMutex();
  let session: OpenSession | null = null;
  let closing: Promise<void> = Promise.resolve();
  let signOuts = 0;
  let isOver = false;

  async function open(credentials: Credentials, keyringProblem: AppErrorCode | null) {
    const { accountId } = credentials;
    const kept: KeptCredentials = { newest: credentials, isForgotten: false };
    await closing;
    const client = await deps.createClient(credentials, (rotated) => save(kept, rotated));
    if (isOver) return;
    const sync = deps.createSync(client, (problem) => void needSignIn(kept, problem));
    session = { accountId, client, sync, kept };
    showHomeOf(store, accountId);
    store.set('account', { phase: 'signed-in', accountId, keyringProblem });
    await sync.start();
  }

  async function save(kept: KeptCredentials, rotated: Credentials): Promise<void> {
    // After a sign-out nothing goes back into the keyring.
    if (kept.isForgotten) return;
    kept.newest = rotated;
    const keyringProblem = await vault.save(rotated);
    const { account } = store.get();
    if (account.phase !== 'signed-in' || account.keyringProblem === keyringProblem) return;
    store.set('account', { ...account, keyringProblem });
  }

  async function close(): Promise<OpenSession | null> {
    const own = session;
    session = null;
    if (own === null) return null;
    closing = own.sync.stop();
    await closing;
    return own;
  }

  async function needSignIn(kept: KeptCredentials, problem: AppErrorCode): Promise<void> {
    if (session?.kept !== kept) return;
    const { accountId } = session;
    // A dead token would only be tried again at the next start; one refused for another reason may still live.
    kept.isForgotten = problem === 'signed-out-by-blink';
    // Asked of the keyring before anything is awaited: who signs in meanwhile saves after this, never before.
    const forgotten = kept.isForgotten ? vault.forget(accountId).catch(() => undefined) : null;
    store.set('account', { phase: 'needs-sign-in', accountId, problem });
    await close();
    await forgotten;
  }

  return {
    current: () => session,
    enter: (credentials) =>
      inTurn(async () => {
        if (session !== null || isOver) return;
        const before = signOuts;
        const keyringProblem = await vault.save(credentials);
        if (before === signOuts) return open(credentials, keyringProblem);
        await vault.forget(credentials.accountId);
        throw new AppError('sign-in-cancelled', 'signed out meanwhile');
      }),
    restore: (accountId) =>
      inTurn(async () => {
        if (session !== null || isOver) return;
        const before = signOuts;
        const credentials = await vault.load(accountId);
        // Who signs out while the keyring is still asked must not be signed in by its answer.
        if (before !== signOuts) return;
        if (credentials === null) throw new AppError('not-signed-in', 'no usable credentials');
        await open(credentials, null);
      }),
    async saveAgain() {
      if (session !== null) await save(session.kept, session.kept.newest);
    },
    async forget(accountId) {
      signOuts += 1;
      if (session !== null) session.kept.isForgotten = true;
      const closed = await close();
      return { closed, forgotten: vault.forget(accountId) };
    },
    async stop() {
      isOver = true;
      if (session !== null) await atMost(clock, tokenSaveMs, session.client.settle());
      await close();
    },
  };
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
