import { AppError, toAppError } from '../../shared/errors.ts';
import { networkKey, type NetworkId } from '../../shared/ids.ts';
import type { Clock } from '../lib/timing.ts';
import { createAccountCloud } from './authorized.ts';
import type { BlinkClient } from './client.ts';
import { logout } from './endpoints/account.ts';
import { takePicture } from './endpoints/cameras.ts';
import { waitForCommand } from './endpoints/commands.ts';
import { readHomescreen } from './endpoints/homescreen.ts';
import { listChanged, openClip, readPicture } from './endpoints/media.ts';
import { setArmed } from './endpoints/networks.ts';
import { createFamilies } from './families.ts';
import { restHost } from './hosts.ts';
import type { Http } from './http.ts';
import { refreshTokens } from './oauth.ts';
import { createTokenSource } from './token-source.ts';
import type { Credentials, Tokens } from './tokens.ts';

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
}

/** `bad-answer` when the credentials name no region. */
export function createBlinkClient(deps: BlinkClientDeps): BlinkClient {
  const { http, clock, credentials } = deps;
  const { accountId } = credentials;
  const families = createFamilies();
  const cloud = createAccountCloud({
    accountId,
    host: restHost(credentials.tier),
    http,
    tokens: createTokenSource({
      clock,
      tokens: credentials.tokens,
      refresh: (tokens) => refreshTokens(deps, tokens),
      save: (tokens) => saved(deps, tokens),
    }),
  });
  let clientId: string | null = null;

  async function homescreen(signal?: AbortSignal) {
    const answer = await readHomescreen(cloud, signal);
    clientId = answer.clientId ?? clientId;
    families.learn(answer.homescreen.devices);
    if (answer.unreadable > 0) deps.onUnreadable?.('homescreen', answer.unreadable);
    return answer.homescreen;
  }

  function own(networkId: NetworkId): NetworkId {
    const key = networkKey(networkId);
    if (key.accountId === accountId && Number.isSafeInteger(key.network)) return networkId;
    throw new AppError('invalid-argument', 'a system of another account');
  }

  return {
    accountId,
    homescreen,
    changedMedia: (since, page, signal) => listChanged(cloud, families, { since, page }, signal),
    setArmed: async (networkId, isArmed, signal) =>
      setArmed(cloud, own(networkId), isArmed, signal),
    async takePicture(device, signal) {
      own(device.networkId);
      return takePicture(cloud, device, signal);
    },
    async waitForCommand(command, signal) {
      own(command.networkId);
      return waitForCommand(cloud, clock, command, signal);
    },
    openClip: (ref, signal) => openClip(cloud, ref, signal),
    picture: (ref, signal) => readPicture(cloud, ref, signal),
    async logout() {
      if (clientId === null) await homescreen();
      if (clientId !== null) await logout(cloud, clientId);
    },
  };
}

async function saved(deps: BlinkClientDeps, tokens: Tokens): Promise<void> {
  try {
    await deps.saveCredentials({ ...deps.credentials, tokens });
  } catch (error) {
    throw toAppError(error);
  }
}
