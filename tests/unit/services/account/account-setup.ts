import type {
  Password,
  SignInStrategy,
  SignInResult,
} from '../../../../electron/blink/auth/sign-in-strategy.ts';
import type { OtherWay } from '../../../../shared/sign-in.ts';
import { initialState, type KeepPolicy } from '../../../../shared/app-state.ts';
import type { Credentials } from '../../../../electron/blink/auth/tokens.ts';
import { createAccountService } from '../../../../electron/services/account/account-service.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import type { SettingsStore } from '../../../../electron/store/settings.ts';
import { createCloudSession } from '../../../../electron/sync/cloud-session.ts';
import { createRequestBudget } from '../../../../electron/sync/polling/request-budget.ts';
import { createFakeClient } from '../../../fixtures/fake-client.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { createFakeRandom } from '../../../fixtures/fake-random.ts';
import { createMemoryIndex, type MemoryIndex } from '../../../fixtures/memory-index.ts';
import { createMemorySecrets, type MemorySecrets } from '../../../fixtures/memory-secrets.ts';
import {
  createMemoryFiles,
  createMemoryPictures,
  createMemorySettings,
} from '../../../fixtures/memory-stores.ts';
import { credentials } from '../../../fixtures/samples.ts';

interface Options {
  readonly secrets?: MemorySecrets;
  readonly settings?: SettingsStore;
  readonly index?: MemoryIndex;
  readonly isRealSignInAllowed?: boolean;
  readonly hasLoopbackCloud?: boolean;
  readonly policy?: KeepPolicy;
  /** Before each session of the account, which waits for it. */
  readonly beforeSession?: () => void | Promise<void>;
}

const redirectUri = 'app://redirect';

/** The account service over a cloud in memory; stores given in survive like a restart. */
export function setUpAccount(options: Options = {}) {
  const clock = createFakeClock();
  const random = createFakeRandom();
  const client = createFakeClient();
  const { secrets = createMemorySecrets(), settings = createMemorySettings() } = options;
  const { index = createMemoryIndex() } = options;
  const files = createMemoryFiles();
  const pictures = createMemoryPictures();
  const archive = { ...initialState.archive, policy: options.policy ?? null };
  const store = createAppStore({ ...initialState, archive });
  const page: Page = { shown: 0, problem: null, redirect: `${redirectUri}?code=42` };
  const otherWay = createOtherWay();
  const rotations: ((rotated: Credentials) => Promise<void>)[] = [];
  const below = { store, clock, random, index, files };

  const account = createAccountService({
    ...below,
    secrets,
    settings,
    pictures,
    isRealSignInAllowed: options.isRealSignInAllowed ?? true,
    hasLoopbackCloud: options.hasLoopbackCloud ?? false,
    createSignIn: () => ({
      authorizeUrl: 'https://sign-in.invalid/',
      isRedirect: (url) => url.startsWith(redirectUri),
      readRedirect: (url) =>
        url.startsWith(redirectUri) ? { kind: 'code', code: '42' } : { kind: 'not-ours' },
      exchange: async () => credentials(),
    }),
    async showSignIn() {
      page.shown += 1;
      if (page.problem !== null) throw page.problem;
      return page.redirect;
    },
    createOtherWay(way) {
      otherWay.asked.push(way);
      return otherWay.strategy;
    },
    async openSession(_credentials, { saveCredentials, onSignInNeeded }) {
      await options.beforeSession?.();
      rotations.push(saveCredentials);
      const cloud = createCloudSession({
        ...below,
        client,
        onSignInNeeded,
        budget: createRequestBudget(clock),
        isResting: () => false,
        onFetchingChanged: () => undefined,
        onWarning: () => undefined,
      });
      return { client, cloud };
    },
  });

  const state = () => store.get().account;
  const rotate = async (rotated: Credentials) => rotations.at(-1)?.(rotated);
  const stores = { secrets, settings, index, files, pictures };
  return { ...stores, clock, client, store, page, otherWay, account, state, rotate };
}

/** A sign-in without a page: which steps it takes is up to the test. */
function createOtherWay() {
  const typed: unknown[] = [];
  const steps: (SignInResult | Error)[] = [];
  const next = async (word: unknown): Promise<SignInResult> => {
    typed.push(word);
    const step = steps.shift() ?? { kind: 'signed-in', credentials: credentials() };
    if (step instanceof Error) throw step;
    return step;
  };
  const strategy: SignInStrategy<Password> = {
    start: (password) => next(password),
    confirm: (code) => next(code),
  };
  const asked: OtherWay[] = [];
  return { asked, typed, steps, strategy };
}

interface Page {
  shown: number;
  problem: Error | null;
  redirect: string;
}
