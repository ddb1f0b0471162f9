import { onTestFinished } from 'vitest';
import { createBlinkClient } from '../../../electron/blink/blink-client.ts';
import { systemClock, systemRandom, type Clock } from '../../../electron/lib/clock.ts';
import {
  createAccountService,
  createRequestReport,
  type AccountService,
} from '../../../electron/services/account/account-service.ts';
import { createAccountSettingsService } from '../../../electron/services/account/account-settings-service.ts';
import { createArchiveService } from '../../../electron/services/archive/archive-service.ts';
import { createArmingService } from '../../../electron/services/arming/arming-service.ts';
import { createScheduleService } from '../../../electron/services/arming/schedule-service.ts';
import { createTemporaryDisarmService } from '../../../electron/services/arming/temporary-disarm-service.ts';
import { createCameraService } from '../../../electron/services/cameras/camera-pictures.ts';
import { createDeviceCommandService } from '../../../electron/services/cameras/device-commands.ts';
import { createDeviceSettingsService } from '../../../electron/services/cameras/device-settings-service.ts';
import { createClipActions } from '../../../electron/services/clips/clip-actions.ts';
import { createClipService } from '../../../electron/services/clips/clip-service.ts';
import { createLiveViewService } from '../../../electron/services/live-view/live-view-service.ts';
import { createMuteService } from '../../../electron/services/notifications/mute-service.ts';
import { createSnoozeService } from '../../../electron/services/notifications/snooze-service.ts';
import type { Services as AllServices } from '../../../electron/services/services.ts';
import { createSettingsService } from '../../../electron/services/settings/settings-service.ts';
import { createAppStore, type AppStore } from '../../../electron/store/app-store.ts';
import type { ClipArchive } from '../../../electron/store/archive/clip-archive.ts';
import type { ClipIndex } from '../../../electron/store/clips/clip-index.ts';
import type { PictureFiles } from '../../../electron/store/picture-cache.ts';
import type { SettingsStore } from '../../../electron/store/settings.ts';
import { createCloudSession } from '../../../electron/sync/cloud-session.ts';
import {
  createHousekeeping,
  type Housekeeping,
} from '../../../electron/sync/housekeeping/housekeeping.ts';
import {
  createRequestBudget,
  type RequestBudget,
} from '../../../electron/sync/polling/request-budget.ts';
import { initialState } from '../../../shared/app-state.ts';
import { deviceId, networkId } from '../../../shared/ids.ts';
import { startBlinkCloud, type BlinkCloudOptions } from '../../blink-cloud/start.ts';
import { createMemorySecrets } from '../../fixtures/memory-secrets.ts';
import {
  createMemoryFiles,
  createMemoryPictures,
  createMemorySettings,
} from '../../fixtures/memory-stores.ts';
import { openIndex } from '../../unit/store/support.ts';
import { one } from '../blink/blink-world.ts';
import {
  hardwareId,
  hurriedClock,
  httpTo,
  pinSignInTo,
  scriptedSignInTo,
  signInTo,
} from '../blink/signed-in.ts';
import { walkSignIn } from '../blink/walk-sign-in.ts';

const accountId = one.account.id;

export const ids = {
  studio: networkId(accountId, 2101),
  gate: deviceId(accountId, 'camera', 4101),
  desk: deviceId(accountId, 'owl', 5101),
};

/** All services over a simulated cloud of their own; nobody is signed in yet. */
export async function setUpServices(options: BlinkCloudOptions = {}) {
  const cloud = await startBlinkCloud({ world: one, speed: 100, ...options });
  const clock = systemClock;
  const store = createAppStore(initialState);
  const budget = createRequestBudget(clock);
  const http = httpTo(cloud, { onRequest: budget.count });
  const secrets = createMemorySecrets();
  const settings = createMemorySettings();
  const onWarning = () => undefined;

  const files = createMemoryFiles();
  const index = await openIndex();
  const pictures = createMemoryPictures();
  const housekeeping = createHousekeeping({ store, files, index, settings, clock, onWarning });
  const account = createAccountService({
    store,
    settings,
    secrets,
    index,
    files,
    pictures,
    clock,
    isRealSignInAllowed: false,
    hasLoopbackCloud: true,
    createSignIn: () => signInTo(cloud),
    showSignIn: ({ url }) => walkSignIn(url),
    createOtherWay: (way) => (way === 'form' ? scriptedSignInTo(cloud) : pinSignInTo(cloud)),
    async openSession(credentials, { saveCredentials, onSignInNeeded }) {
      const client = createBlinkClient({
        http,
        clock: hurriedClock,
        credentials,
        hardwareId,
        saveCredentials,
      });
      const session = createCloudSession({
        client,
        store,
        index,
        files,
        clock,
        budget,
        random: systemRandom,
        isResting: () => false,
        onSignInNeeded,
        onFetchingChanged: () => undefined,
        onWarning,
      });
      return { client, cloud: session };
    },
  });
  const services = createAll({
    store,
    settings,
    index,
    files,
    pictures,
    clock,
    budget,
    housekeeping,
    account,
  });
  onTestFinished(async () => {
    await services.account.stop();
    await cloud.stop();
  });
  return { cloud, secrets, store, files, index, ...services };
}

interface Parts {
  readonly store: AppStore;
  readonly settings: SettingsStore;
  readonly index: ClipIndex;
  readonly files: ClipArchive;
  readonly pictures: PictureFiles;
  readonly clock: Clock;
  readonly budget: RequestBudget;
  readonly housekeeping: Housekeeping;
  readonly account: AccountService;
}

/** Every service, over an account service that exists. */
function createAll(parts: Parts): AllServices {
  const { store, settings, clock, budget, housekeeping, account } = parts;
  const session = { ...parts, cloud: account.cloud };
  const arming = createArmingService(session);
  return {
    account,
    accountSettings: createAccountSettingsService(session),
    arming,
    temporaryDisarms: createTemporaryDisarmService({
      store,
      settings,
      clock,
      arming,
      onRearmEvent: () => undefined,
    }),
    mute: createMuteService(session),
    camera: createCameraService(session),
    deviceSettings: createDeviceSettingsService(session),
    deviceCommands: createDeviceCommandService(session),
    snooze: createSnoozeService(session),
    schedule: createScheduleService(session),
    liveView: createLiveViewService(session),
    clip: createClipService({ ...session, isFetching: account.isFetching }),
    clipActions: createClipActions({
      ...session,
      onDeletionsChanged() {
        housekeeping.wake();
        account.whenSignedIn((open) => open.checkDeletions());
      },
    }),
    archive: createArchiveService(session),
    settings: createSettingsService({
      store,
      settings,
      hasTrayStyles: false,
      autostart: { read: async () => null, write: async () => undefined },
      setKeys: () => null,
    }),
    requestReport: createRequestReport({ budget, account }),
  };
}

/** The same, signed in on the hosted page, with a first homescreen. */
export async function setUpSignedIn(options: BlinkCloudOptions = {}) {
  const all = await setUpServices(options);
  await all.account.signIn();
  await all.account.cloud().home.refresh();
  return all;
}

export type Services = Awaited<ReturnType<typeof setUpServices>>;

/** What the cloud was asked, by method and a part of the path. */
export const asked = ({ cloud }: Services, method: string, part: string) =>
  cloud.control
    .requests()
    .filter((request) => request.method === method && request.path.includes(part));

/** The JSON of these requests. */
export const bodies = (all: Services, method: string, part: string) =>
  asked(all, method, part).map(({ body }): unknown => JSON.parse(body));
