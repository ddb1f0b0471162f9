import { onTestFinished } from 'vitest';
import { createBlinkClient } from '../../../electron/blink/blink-client.ts';
import { systemClock, systemRandom } from '../../../electron/lib/clock.ts';
import { createServices } from '../../../electron/services/services.ts';
import { createAppStore } from '../../../electron/store/app-store.ts';
import { createCloudSession } from '../../../electron/sync/cloud-session.ts';
import { createHousekeeping } from '../../../electron/sync/housekeeping/housekeeping.ts';
import { createRequestBudget } from '../../../electron/sync/polling/request-budget.ts';
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
  const stores = { store, files: createMemoryFiles(), index: await openIndex() };
  const settings = createMemorySettings();
  const onWarning = () => undefined;

  const services = createServices({
    ...stores,
    clock,
    budget,
    secrets,
    settings,
    housekeeping: createHousekeeping({ ...stores, settings, clock, onWarning }),
    pictures: createMemoryPictures(),
    isRealSignInAllowed: false,
    hasLoopbackCloud: true,
    hasTrayStyles: false,
    onRearmEvent: () => undefined,
    autostart: { read: async () => null, write: async () => undefined },
    setKeys: () => null,
    createSignIn: () => signInTo(cloud),
    showSignIn: ({ url }) => walkSignIn(url),
    createOtherWay: (way) => (way === 'form' ? scriptedSignInTo(cloud) : pinSignInTo(cloud)),
    createClient: (credentials, saveCredentials) =>
      createBlinkClient({ http, clock: hurriedClock, credentials, hardwareId, saveCredentials }),
    createSync: (client, onSignInNeeded) =>
      createCloudSession({
        ...stores,
        client,
        clock,
        budget,
        random: systemRandom,
        isResting: () => false,
        onSignInNeeded,
        onFetchingChanged: () => undefined,
        onWarning,
      }),
  });
  onTestFinished(async () => {
    await services.account.stop();
    await cloud.stop();
  });
  return { cloud, secrets, ...stores, ...services };
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
