import { toAppError } from '../../shared/errors.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { createApiClient } from './api-client.ts';
import { refreshTokens } from './auth/oauth.ts';
import {
  createFixedTokenSource,
  createTokenSource,
  type Credentials,
  type Tokens,
  type TokenSource,
} from './auth/tokens.ts';
import { createAccountCalls, type AccountCalls } from './endpoints/account.ts';
import {
  createCameraActions,
  createLampCalls,
  createTemperatureCalls,
  type CameraActions,
  type LampCalls,
  type TemperatureCalls,
} from './endpoints/cameras.ts';
import { createCommandRunner } from './endpoints/commands.ts';
import { createDeviceSettings, type DeviceSettingsCalls } from './endpoints/device-settings.ts';
import { createHomescreenCalls } from './endpoints/homescreen.ts';
import { createLiveViewCalls, type LiveViewCalls } from './endpoints/live-view.ts';
import { createLocalStorageCalls, type LocalStorageCalls } from './endpoints/local-storage.ts';
import {
  createClipCalls,
  createMediaCalls,
  type ClipCalls,
  type MediaCalls,
} from './endpoints/media.ts';
import { createNetworkCalls, type NetworkCalls } from './endpoints/networks.ts';
import { devicePaths } from './endpoints/paths.ts';
import { createProgramCalls, type ProgramCalls } from './endpoints/programs.ts';
import { createSirenCalls, type SirenCalls } from './endpoints/sirens.ts';
import { createSnoozeCalls, type SnoozeCalls } from './endpoints/snooze.ts';
import { createTemperatureUnit } from './endpoints/temperature-unit.ts';
import { createZoneCalls, type ZoneCalls } from './endpoints/zones.ts';
import type { Http } from './http/http.ts';
import { createLiveServerCheck, systemNetworks, type LiveServerCheck } from './live/live-server.ts';
import type { DeviceRef, Homescreen } from './models.ts';

/**
 * The Blink cloud of one signed-in account. Every method rejects with an AppError and nothing else. Commands to a network
 * are sent one at a time and resolve when the cloud says that they are done.
 */
export interface BlinkClient extends BlinkSubjects, ClipCalls {
  readonly accountId: AccountId;
  homescreen(signal?: AbortSignal): Promise<Homescreen>;
  /** Resolves when no token is being renewed and the last one is saved, or cannot be. For the end of the program. */
  flushTokens(): Promise<void>;
}

/** What can be asked of the cloud, by subject. */
export interface BlinkSubjects {
  readonly account: AccountCalls;
  readonly networks: NetworkCalls;
  readonly cameras: CameraCalls;
  readonly media: MediaCalls;
  readonly programs: ProgramCalls;
  readonly liveView: LiveViewCalls;
  readonly localStorage: LocalStorageCalls;
  readonly sirens: SirenCalls;
}

/** All calls about cameras, Minis and doorbells. */
export interface CameraCalls
  extends
    CameraActions,
    DeviceSettingsCalls,
    LampCalls,
    SnoozeCalls<DeviceRef>,
    TemperatureCalls,
    ZoneCalls {}

export interface BlinkClientDeps {
  readonly http: Http;
  readonly clock: Clock;
  readonly credentials: Credentials;
  /** The installation's own id, the same as at sign-in: a refresh with another one is refused. */
  readonly hardwareId: string;
  /** Resolves when rotated credentials are kept; they are used only then. */
  readonly saveCredentials: (credentials: Credentials) => Promise<void>;
  /** Rows of an answer that could not be read, for the log. */
  readonly onUnreadable?: (name: string, rows: number) => void;
  /** Which servers live pictures may come from; by default the rules of `live-server.ts`. */
  readonly checkLiveServer?: LiveServerCheck;
}

/** `bad-answer` when the credentials name no region. */
export function createBlinkClient(deps: BlinkClientDeps): BlinkClient {
  const { http, clock, credentials, onUnreadable } = deps;
  const { accountId, tier } = credentials;
  const { era: generation = 'today', clientId } = credentials.tokens;
  const host = http.rules.restHost(tier);
  const tokens = tokenSourceFor(deps);
  const api = createApiClient({ accountId, host, http, tokens, generation });
  const commands = createCommandRunner(api, clock);
  const unit = createTemperatureUnit(api);
  const homescreen = createHomescreenCalls({
    api,
    unit,
    clientId: generation === '2020' ? clientId : null,
    onUnreadable,
  });
  const {
    checkLiveServer = createLiveServerCheck({ cloud: http.cloud, ownNetworks: systemNetworks }),
  } = deps;

  return {
    accountId,
    homescreen: homescreen.read,
    ...createClipCalls(api, homescreen.families),
    flushTokens: tokens.flush,
    account: createAccountCalls(api, homescreen),
    networks: createNetworkCalls(api, commands, homescreen),
    cameras: {
      ...createCameraActions(api, commands, homescreen),
      ...createDeviceSettings(api, commands, unit),
      ...createLampCalls(api, commands, homescreen),
      ...createTemperatureCalls(api, commands),
      ...createZoneCalls(api, commands),
      ...createSnoozeCalls<DeviceRef>(api, 'device', (device) =>
        devicePaths(accountId, device).versioned(1),
      ),
    },
    media: createMediaCalls(api, homescreen.families),
    programs: createProgramCalls(api),
    liveView: createLiveViewCalls(api, commands, checkLiveServer),
    localStorage: createLocalStorageCalls({ api, commands, clock, homescreen }),
    sirens: createSirenCalls(api, commands),
  };
}

function tokenSourceFor(deps: BlinkClientDeps): TokenSource {
  const { http, clock, credentials, hardwareId, saveCredentials } = deps;
  const { tokens } = credentials;
  if (tokens.era === '2020') return createFixedTokenSource(clock, tokens);

  async function save(rotated: Tokens): Promise<void> {
    try {
      await saveCredentials({ ...credentials, tokens: rotated });
    } catch (error) {
      throw toAppError(error);
    }
  }

  return createTokenSource({
    clock,
    tokens,
    refresh: (spent) => refreshTokens({ http, clock, hardwareId }, spent),
    save,
  });
}
