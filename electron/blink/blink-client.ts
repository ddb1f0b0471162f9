import type { Download, ResumeFrom } from './http/download.ts';
import { AppError, toAppError } from '../../shared/errors.ts';
import type { AccountId, NetworkId } from '../../shared/ids.ts';
import type { Timestamp } from '../../shared/models.ts';
import type { Clock } from '../lib/clock.ts';
import { createApiClient, createCaller, type EndpointClient } from './api-client.ts';
import { refreshTokens } from './auth/oauth.ts';
import {
  createFixedTokenSource,
  createTokenSource,
  type Credentials,
  type TokenSource,
  type Tokens,
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
import { createJobs, type CommandRunner } from './endpoints/commands.ts';
import { createDeviceSettings, type DeviceSettingsCalls } from './endpoints/device-settings.ts';
import { createKnown, readHomescreen, type KnownIds } from './endpoints/homescreen.ts';
import { createLiveViewCalls, type LiveViewCalls } from './endpoints/live-view.ts';
import { createLocalStorageCalls, type LocalStorageCalls } from './endpoints/local-storage.ts';
import {
  createMediaCalls,
  listChanged,
  openClip,
  readPicture,
  type MediaCalls,
} from './endpoints/media.ts';
import { createNetworkCalls, type NetworkCalls } from './endpoints/networks.ts';
import { devicePaths } from './endpoints/paths.ts';
import { createProgramCalls, type ProgramCalls } from './endpoints/programs.ts';
import { createSirenCalls, type SirenCalls } from './endpoints/sirens.ts';
import { snoozing, type SnoozeCalls } from './endpoints/snooze.ts';
import { createTemperatureUnit, type TemperatureUnit } from './endpoints/temperature-unit.ts';
import { createZoneCalls, type ZoneCalls } from './endpoints/zones.ts';
import type { Http } from './http/http.ts';
import { createLiveServerCheck, systemNetworks, type LiveServerCheck } from './live/live-server.ts';
import type { DeviceRef, Homescreen, MediaPage, MediaRef } from './models.ts';

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
  const { credentials } = deps;
  const { accountId } = credentials;
  const { era = 'today', clientId } = credentials.tokens;
  const host = deps.http.rules.restHost(credentials.tier);
  const tokens = tokensOf(deps);
  const cloud = createApiClient({ accountId, host, http: deps.http, tokens, era });
  const caller = createCaller(cloud, era);
  const jobs = createJobs({ ...deps, caller });
  const unit = createTemperatureUnit(caller);
  const known = createKnown(era === '2020' ? clientId : null);

  async function homescreen(signal?: AbortSignal): Promise<Homescreen> {
    const answer = await readHomescreen(caller, signal);
    known.learn(answer.homescreen, answer.numbers);
    if (answer.unreadable > 0) deps.onUnreadable?.('homescreen', answer.unreadable);
    const devices = answer.homescreen.devices.map((device) => ({
      ...device,
      ...unit.doubtSoFar(device.temperatureF),
    }));
    return { ...answer.homescreen, devices };
  }

  const subjects = createSubjects({ ...deps, caller, jobs, unit, known, homescreen });
  return {
    accountId,
    homescreen,
    changedMedia: (since, page, signal) =>
      listChanged(caller, known.families, { since, page }, signal),
    openClip: (ref, signal, resume) => openClip(caller, { ref, resume: resume ?? null }, signal),
    picture: (ref, signal) => readPicture(caller, ref, signal),
    logout: subjects.account.logout,
    settle: tokens.settle,
    ...subjects,
  };
}

interface SubjectDeps extends BlinkClientDeps {
  readonly caller: EndpointClient;
  readonly jobs: CommandRunner;
  readonly unit: TemperatureUnit;
  readonly known: KnownIds;
  readonly homescreen: (signal?: AbortSignal) => Promise<Homescreen>;
}

function createSubjects(deps: SubjectDeps): BlinkSubjects {
  const { caller, known, homescreen } = deps;
  const { families } = known;
  const { cloud } = deps.http;

  async function clientId(signal?: AbortSignal): Promise<string> {
    if (known.numbers().clientId === null) await homescreen(signal);
    const found = known.numbers().clientId;
    if (found === null) throw new AppError('bad-answer', 'homescreen: no Client-Id');
    return found;
  }

  async function hubOf(id: NetworkId, signal?: AbortSignal): Promise<number | null> {
    if (!known.numbers().hubs.has(id)) await homescreen(signal);
    return known.numbers().hubs.get(id) ?? null;
  }

  return {
    account: createAccountCalls({ caller, clientId, families }),
    networks: createNetworkCalls(deps),
    cameras: createCameraCalls(deps),
    media: createMediaCalls({ caller, families }),
    programs: createProgramCalls(caller),
    liveView: createLiveViewCalls({
      ...deps,
      checkServer:
        deps.checkLiveServer ?? createLiveServerCheck({ cloud, ownNetworks: systemNetworks }),
    }),
    localStorage: createLocalStorageCalls({ ...deps, hubOf }),
    sirens: createSirenCalls(deps),
  };
}

function createCameraCalls(deps: SubjectDeps): CameraCalls {
  const { caller } = deps;
  const pathOf = (device: DeviceRef) => devicePaths(caller.accountId, device).api(1);
  return {
    ...createCameraActions(deps),
    ...createDeviceSettings(deps),
    ...createLampCalls(deps),
    ...createTemperatureCalls(deps),
    ...createZoneCalls(deps),
    ...snoozing<DeviceRef>(caller, 'device', pathOf),
  };
}

function tokensOf(deps: BlinkClientDeps): TokenSource {
  const { clock, credentials } = deps;
  const { tokens } = credentials;
  if (tokens.era === '2020') return createFixedTokenSource(clock, tokens);
  return createTokenSource({
    clock,
    tokens,
    refresh: (spent) => refreshTokens(deps, spent),
    save: (rotated) => saved(deps, rotated),
  });
}

async function saved(deps: BlinkClientDeps, tokens: Tokens): Promise<void> {
  try {
    await deps.saveCredentials({ ...deps.credentials, tokens });
  } catch (error) {
    throw toAppError(error);
  }
}

/** Everything a camera, Mini or doorbell can be asked and told. */
export interface CameraCalls
  extends
    CameraActions,
    DeviceSettingsCalls,
    LampCalls,
    SnoozeCalls<DeviceRef>,
    TemperatureCalls,
    ZoneCalls {}

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

/**
 * The Blink cloud of one signed-in account. Every method rejects with an AppError and nothing else. Orders to a system
 * are carried out one at a time and resolve when the cloud says that they are done.
 */
export interface BlinkClient extends BlinkSubjects {
  readonly accountId: AccountId;
  homescreen(signal?: AbortSignal): Promise<Homescreen>;
  /** Recordings that changed since then: new, watched or deleted. Pages start at 1. */
  changedMedia(since: Timestamp, page: number, signal?: AbortSignal): Promise<MediaPage>;
  /** A recording. Fetching it marks it watched in the cloud. Where it cannot be gone on with, it comes whole: look at `startsAt`. */
  openClip(ref: MediaRef, signal?: AbortSignal, resume?: ResumeFrom | null): Promise<Download>;
  /** A still, whole. `not-found` when the cloud has replaced it or sends nothing. */
  picture(ref: MediaRef, signal?: AbortSignal): Promise<Uint8Array>;
  /** The same as `account.logout`. */
  logout(signal?: AbortSignal): Promise<void>;
  /** Resolves when no token is being renewed and the last one is kept, or cannot be. For the end of the program. */
  settle(): Promise<void>;
}
