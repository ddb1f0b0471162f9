import { randomBytes } from 'node:crypto';
import type { Timeline } from '../clock.ts';

/** One signed-in installation. */
export interface Login {
  readonly clientId: string;
  readonly hardwareId: string;
  /** Blink's number for this installation, the same whenever its hardware id comes back. */
  readonly blinkClientId: number;
}

export interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly token_type: 'Bearer';
  readonly scope: 'client';
}

export interface Tokens {
  /** A token of 2020: no refresh; its owner may do nothing before the PIN was verified once. */
  issueAt2020(
    hardwareId: string,
    lifeSeconds: number,
  ): { readonly token: string; readonly login: Login };
  verify(login: Login): void;
  isVerified(login: Login): boolean;
  /** Whether its PIN was ever typed, also where none was asked for. */
  hasGivenPin(login: Login): boolean;
  /** Every installation that has ever signed in. */
  logins(): readonly Login[];
  issue(clientId: string, hardwareId: string): TokenAnswer;
  /** A new pair; the refresh token given dies. */
  rotate(refreshToken: string): TokenAnswer | undefined;
  /** Who owns this refresh token, if it still lives. */
  ownerOfRefresh(refreshToken: string): Login | undefined;
  /** Who owns this access token, if it still lives. */
  ownerOfAccess(accessToken: string): Login | undefined;
  /** Access tokens die, refresh tokens live on. */
  expireAccess(): void;
  /** Everything dies: the account was signed out everywhere. */
  revokeAll(): void;
  setLife(seconds: number): void;
  counts(): { readonly access: number; readonly refresh: number };
}

const FIRST_CLIENT = 606_101;

interface AccessToken {
  readonly login: Login;
  readonly expiresAt: number;
}

/** Unguessable and safe in URLs and cookies. */
export const secretText = (bytes: number) => randomBytes(bytes).toString('base64url');

/** The tokens of the cloud: opaque bearers that expire, refresh tokens that rotate. */
export function createTokens(timeline: Timeline, initialLifeSeconds: number): Tokens {
  const access = new Map<string, AccessToken>();
  const refresh = new Map<string, Login>();
  const logins = new Map<string, Login>();
  const verified = new Set<number>();
  let lifeSeconds = initialLifeSeconds;

  function loginFor(clientId: string, hardwareId: string): Login {
    const blinkClientId = logins.get(hardwareId)?.blinkClientId ?? FIRST_CLIENT + logins.size;
    const login = { clientId, hardwareId, blinkClientId };
    logins.set(hardwareId, login);
    return login;
  }

  function issueAt2020(hardwareId: string, seconds: number) {
    const login = loginFor('2020', hardwareId);
    const token = secretText(24);
    access.set(token, { login, expiresAt: timeline.now() + seconds * 1000 });
    return { token, login };
  }

  function pairFor(login: Login): TokenAnswer {
    const accessToken = secretText(48);
    const refreshToken = secretText(48);
    access.set(accessToken, { login, expiresAt: timeline.now() + lifeSeconds * 1000 });
    refresh.set(refreshToken, login);
    return {
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: lifeSeconds,
      token_type: 'Bearer',
      scope: 'client',
    };
  }

  const living = (token: AccessToken | undefined) =>
    token && token.expiresAt > timeline.now() ? token.login : undefined;

  return {
    issueAt2020,
    verify: (login) => void verified.add(login.blinkClientId),
    isVerified: (login) => login.clientId !== '2020' || verified.has(login.blinkClientId),
    hasGivenPin: (login) => verified.has(login.blinkClientId),
    logins: () => [...logins.values()],
    issue: (clientId, hardwareId) => pairFor(loginFor(clientId, hardwareId)),
    rotate(refreshToken) {
      const login = refresh.get(refreshToken);
      if (!login) return undefined;
      refresh.delete(refreshToken);
      return pairFor(login);
    },
    ownerOfRefresh: (refreshToken) => refresh.get(refreshToken),
    ownerOfAccess: (accessToken) => living(access.get(accessToken)),
    expireAccess: () => access.clear(),
    revokeAll() {
      access.clear();
      refresh.clear();
    },
    setLife(seconds) {
      lifeSeconds = seconds;
    },
    counts: () => ({
      access: [...access.values()].filter((token) => living(token)).length,
      refresh: refresh.size,
    }),
  };
}
