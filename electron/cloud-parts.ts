import type { OtherWay } from '../shared/sign-in.ts';
import { toAppError } from '../shared/errors.ts';
import { m } from '../shared/messages/compiled/messages.js';
import type { Clip } from '../shared/models.ts';
import { createBlinkClient, type BlinkClient, type BlinkClientDeps } from './blink/blink-client.ts';
import { createHttp } from './blink/http/http.ts';
import { createPinSignIn } from './blink/auth/pin-sign-in.ts';
import { createScriptedSignIn } from './blink/auth/scripted-sign-in.ts';
import { createHostedSignIn } from './blink/auth/hosted-sign-in.ts';
import type { Credentials } from './blink/auth/tokens.ts';
import { createCloudFetch } from './desktop/system/electron-fetch.ts';
import type { Environment } from './desktop/system/environment.ts';
import { createSignInWindow } from './desktop/windows/sign-in-window.ts';
import type { Logger } from './lib/logger.ts';
import { systemClock as clock, systemRandom as random } from './lib/clock.ts';
import type { AppStore } from './store/app-store.ts';
import type { FileSystem } from './store/file-system.ts';
import { createInstallationId } from './store/installation-id.ts';
import type { ClipArchive } from './store/archive/clip-archive.ts';
import type { ClipIndex } from './store/clips/clip-index.ts';
import type { SecretStore } from './store/settings-schema.ts';
import { createCloudSession, type CloudSessionDeps } from './sync/cloud-session.ts';
import { createRequestBudget } from './sync/polling/request-budget.ts';

interface CloudDeps {
  readonly environment: Environment;
  /** The simulator on this computer; null for Blink's own cloud. */
  readonly cloud: URL | null;
  readonly icon: string;
  readonly fs: FileSystem;
  readonly store: AppStore;
  readonly index: ClipIndex;
  readonly files: ClipArchive;
  readonly secrets: SecretStore;
  readonly log: Logger;
  readonly isResting: () => boolean;
  readonly onNewClips: (clips: readonly Clip[]) => void;
  readonly onFetchingChanged: () => void;
}

/** How the account service signs in and talks to Blink. */
export function cloudParts({ environment, cloud, icon, fs, secrets, log, ...deps }: CloudDeps) {
  const budget = createRequestBudget(clock);
  const http = createHttp({
    ...createCloudFetch(),
    clock,
    cloud,
    onRequest: budget.count,
    log: (entry) => log.debug('request', { ...entry }),
  });
  const folder = environment.dataFolder;
  // Asked for only when it is needed: a locked keyring must not hold up the start.
  const installationId = createInstallationId({ secrets, fs, folder, random });
  const onWarning = (message: string, error: unknown) =>
    log.warn(message, { reason: toAppError(error).message });

  const oauth = async () => ({ http, clock, random, hardwareId: await installationId() });
  const title = m.dialog_sign_in_title();
  return {
    budget,
    isRealSignInAllowed: environment.isRuntimeSupported,
    hasLoopbackCloud: cloud !== null,
    createSignIn: async () => createHostedSignIn(await oauth()),
    createOtherWay: async (way: OtherWay) =>
      way === 'form' ? createScriptedSignIn(await oauth()) : createPinSignIn(await oauth()),
    showSignIn: createSignInWindow({
      ...{ title, icon, clock, random },
      cloudOrigin: cloud?.origin ?? null,
    }),
    createClient: async (
      credentials: Credentials,
      saveCredentials: BlinkClientDeps['saveCredentials'],
    ) =>
      createBlinkClient({
        http,
        clock,
        credentials,
        hardwareId: credentials.hardwareId ?? (await installationId()),
        saveCredentials,
        onUnreadable: (name, rows) => log.warn('rows not readable', { name, rows }),
      }),
    createSync(client: BlinkClient, onSignInNeeded: CloudSessionDeps['onSignInNeeded']) {
      const sync = createCloudSession({
        ...{ ...deps, client, clock, random, budget, onSignInNeeded, onWarning },
      });
      sync.onNewClips(deps.onNewClips);
      return sync;
    },
  };
}
