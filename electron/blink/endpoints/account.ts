import type * as v from 'valibot';
import {
  get,
  legacy,
  post,
  type ApiClient,
  type EndpointVariant,
  type EndpointVariants,
} from '../api-client.ts';
import { pinSchema } from '../auth/sign-in-responses.ts';
import { blinkCode, wrongPinCode } from '../http/http-errors.ts';
import type { DisplayOrder } from '../models.ts';
import {
  accountOptionsSchema,
  clientOptionsSchema,
  decodeOrder,
  notificationsSchema,
  userInfoSchema,
} from '../wire/account.ts';
import { parseAnswer } from '../wire/schema-helpers.ts';
import type { HomescreenCalls } from './homescreen.ts';

/** Switches under Blink's own names. */
export type Flags = Readonly<Record<string, boolean>>;

export interface UserInfo {
  readonly email: string | null;
  readonly country: string | null;
  /** Blink wants the account, the phone or this installation confirmed. */
  readonly isVerificationRequired: boolean;
}

/** The account as a whole, and this installation in it. */
export interface AccountCalls {
  /** What Blink has switched on for it. */
  options(signal?: AbortSignal): Promise<Flags>;
  /** How the person has arranged networks and devices; empty where this installation has no order. */
  order(signal?: AbortSignal): Promise<DisplayOrder>;
  /** These belong to this sign-in: the phone keeps its own. */
  notifications(signal?: AbortSignal): Promise<Flags>;
  /** Only what is given is changed. */
  setNotifications(flags: Flags, signal?: AbortSignal): Promise<void>;
  /** `invalid-argument` for a number of days that Blink does not offer. */
  setAutoDeleteDays(days: number, signal?: AbortSignal): Promise<void>;
  userInfo(signal?: AbortSignal): Promise<UserInfo>;
  /** Has Blink send a PIN for an installation it wants confirmed. */
  sendPin(signal?: AbortSignal): Promise<void>;
  /** False for a wrong PIN. */
  verifyPin(pin: string, signal?: AbortSignal): Promise<boolean>;
  /** Tells the cloud that this installation signs out; tokens are forgotten by the caller in any case. */
  logout(signal?: AbortSignal): Promise<void>;
}

export function createAccountCalls(api: ApiClient, homescreen: HomescreenCalls): AccountCalls {
  const { accountId } = api;
  const { clientId, families } = homescreen;
  const account = `/api/v1/accounts/${accountId}`;
  const userVariants = [get('/api/v2/users/info'), legacy(get(`${account}/info`))] as const;

  const ask = async (name: string, variants: EndpointVariants, signal?: AbortSignal) =>
    (await api.json({ kind: 'account', name, variants, signal })).value;

  const notificationVariants = (variant: (path: string) => EndpointVariant) =>
    [
      legacy(variant(`${account}/notifications/configuration`)),
      variant('/api/v1/notifications/preferences'),
    ] as const;

  const pinVariants = (client: string, action: 'resend' | 'verify', body: object) =>
    [
      post(`/api/v5/clients/${client}/client_verification/pin/${action}`, body),
      legacy(post(`/api/v4/account/${accountId}/client/${client}/pin/${action}`, body)),
    ] as const;

  /** The homescreen, which names it otherwise, may be withheld from an installation that is not confirmed. */
  async function unverifiedClientId(signal?: AbortSignal): Promise<string> {
    if (api.generation === '2020') return clientId(signal);
    const value = await ask('user', userVariants, signal);
    const { client_id: client } = parseAnswer('user', userInfoSchema, value);
    return client === null ? clientId(signal) : `${client}`;
  }

  return {
    async options(signal) {
      const name = 'account options';
      const variants = [
        get('/api/v1/users/options'),
        legacy(get('/api/v1/account/options')),
      ] as const;
      return flagsIn(parseAnswer(name, accountOptionsSchema, await ask(name, variants, signal)));
    },
    async order(signal) {
      const name = 'client options';
      const client = await clientId(signal);
      const variants = [
        get(`/api/v1/clients/${client}/options`),
        legacy(get(`${account}/clients/${client}/options`)),
      ] as const;
      const value = await ask(name, variants, signal);
      const { options } = parseAnswer(name, clientOptionsSchema, value);
      return decodeOrder(options, accountId, families);
    },
    async notifications(signal) {
      const name = 'notifications';
      const value = await ask(name, notificationVariants(get), signal);
      return flagsIn(parseAnswer(name, notificationsSchema, value).notifications);
    },
    async setNotifications(flags, signal) {
      const body = { notifications: flags };
      const variants = notificationVariants((path) => post(path, body));
      await ask('notifications', variants, signal);
    },
    async setAutoDeleteDays(days, signal) {
      const path = `/api/v4/accounts/${accountId}/media_settings`;
      const variants = [
        legacy(post('/api/v1/account/video_options', { auto_purge_days: days })),
        { method: 'PATCH', path, json: { auto_delete_days: days } },
      ] as const;
      await ask('auto-delete', variants, signal);
    },
    async userInfo(signal) {
      const name = 'user';
      return toUserInfo(parseAnswer(name, userInfoSchema, await ask(name, userVariants, signal)));
    },
    async sendPin(signal) {
      const client = await unverifiedClientId(signal);
      await ask('PIN request', pinVariants(client, 'resend', {}), signal);
    },
    async verifyPin(pin, signal) {
      const name = 'PIN';
      const client = await unverifiedClientId(signal);
      const variants = pinVariants(client, 'verify', { pin, trusted: true });
      const isAnswer = (status: number, body: unknown) =>
        status < 500 && blinkCode(body) === wrongPinCode;
      const { value } = await api.json({ kind: 'account', name, variants, isAnswer, signal });
      return parseAnswer(name, pinSchema, value).valid === true;
    },
    async logout(signal) {
      const client = await clientId(signal);
      const variants = [
        legacy(post(`/api/v4/account/${accountId}/client/${client}/logout`)),
        post(`/api/v4/clients/${client}/logout`),
      ] as const;
      await ask('logout', variants, signal);
    },
  };
}

/** Only values that are on or off are switches. */
const flagsIn = (values: Readonly<Record<string, unknown>>): Flags =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, isOn]) =>
      typeof isOn === 'boolean' ? [[name, isOn]] : [],
    ),
  );

const toUserInfo = (wire: v.InferOutput<typeof userInfoSchema>): UserInfo => ({
  email: wire.email,
  country: wire.user?.country ?? null,
  isVerificationRequired: [
    wire.account_verification_required,
    wire.phone_verification_required,
    wire.client_verification_required,
  ].includes(true),
});
