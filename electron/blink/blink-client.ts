import { AppError, toAppError } from '../../shared/errors.ts';
import type { NetworkId } from '../../shared/ids.ts';
import type { Clock } from '../lib/clock.ts';
import { createAccountCloud } from './api-client.ts';
import type { BlinkClient, BlinkSubjects, CameraCalls } from './client.ts';
import { createAccountCalls } from './endpoints/account.ts';
import { createCameraActions } from './endpoints/cameras.ts';
import { createDeviceSettings } from './endpoints/device-settings.ts';
import { readHomescreen } from './endpoints/homescreen.ts';
import { createLampCalls } from './endpoints/lamps.ts';
import { createLiveViewCalls } from './endpoints/live-view.ts';
import { createLocalStorageCalls } from './endpoints/local-storage.ts';
import { createMediaCalls } from './endpoints/media-calls.ts';
import { listChanged, openClip, readPicture } from './endpoints/media.ts';
import { createNetworkCalls } from './endpoints/networks.ts';
import { createProgramCalls } from './endpoints/programs.ts';
import { createSirenCalls } from './endpoints/sirens.ts';
import { snoozing } from './endpoints/snooze.ts';
import { createTemperatureCalls } from './endpoints/temperature.ts';
import { createTemperatureUnit, type TemperatureUnit } from './endpoints/temperature-unit.ts';
import { createZoneCalls } from './endpoints/zones.ts';
import { createCaller, type Caller } from './forms.ts';
import type { Http } from './http/http.ts';
import { createJobs, type Jobs } from './jobs.ts';
import { createKnown, type Known } from './known.ts';
import { createLiveServerCheck, systemNetworks, type LiveServerCheck } from './live/live-server.ts';
import type { DeviceRef, Homescreen } from './models.ts';
import { refreshTokens } from './auth/oauth.ts';
import { devicePlace } from './endpoints/paths.ts';
import { createFixedTokenSource } from './token-2020.ts';
import { createTokenSource, type TokenSource } from './token-source.ts';
import type { Credentials, Tokens } from './auth/tokens.ts';

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
  const cloud = createAccountCloud({ accountId, host, http: deps.http, tokens, era });
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
  readonly caller: Caller;
  readonly jobs: Jobs;
  readonly unit: TemperatureUnit;
  readonly known: Known;
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
  const pathOf = (device: DeviceRef) => devicePlace(caller.accountId, device).api(1);
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
