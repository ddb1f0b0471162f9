import type { DisplayOrder } from '../models.ts';
import * as v from 'valibot';
import { deviceId, type AccountId, type DeviceId } from '../../../shared/ids.ts';
import { blinkCode, wrongPin } from '../http/http-errors.ts';
import {
  get,
  legacy,
  post,
  type Call,
  type EndpointClient,
  type EndpointVariant,
} from '../api-client.ts';
import {
  decodeOrder,
  accountOptionsSchema,
  clientOptionsSchema,
  fineZonesSchema,
  notificationsSchema,
  userInfoSchema,
  type OrderDeps,
} from '../wire/account.ts';
import { pinSchema } from '../auth/sign-in-responses.ts';
import { parseAnswer } from '../wire/schema-helpers.ts';

/** Switches under Blink's own words. */
export type Flags = Readonly<Record<string, boolean>>;

/** What Blink has switched on for an account. */
export interface AccountOptions {
  readonly switches: Flags;
  /** The fine zones of battery cameras. */
  readonly fineZones: ReadonlyMap<DeviceId, readonly number[]>;
}

export interface UserInfo {
  readonly email: string | null;
  readonly country: string | null;
  /** Blink wants the account, the phone or this installation confirmed. */
  readonly isVerificationRequired: boolean;
}

/** The account as a whole, and this installation in it. */
export interface AccountCalls {
  options(signal?: AbortSignal): Promise<AccountOptions>;
  /** How the person has arranged systems and cameras; empty where this installation has no order. */
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

export interface AccountDeps extends Pick<OrderDeps, 'families'> {
  readonly caller: EndpointClient;
  /** Blink's number of this installation. */
  readonly clientId: (signal?: AbortSignal) => Promise<string>;
}

export function createAccountCalls({ caller, clientId, families }: AccountDeps): AccountCalls {
  const { accountId } = caller;
  const own = `/api/v1/accounts/${accountId}`;

  const ask = async (name: string, forms: Call['forms'], signal?: AbortSignal) =>
    (await caller.ask({ kind: 'account', name, forms, signal })).value;

  /** The homescreen, which tells it otherwise, may be withheld from an installation in doubt. */
  async function clientInDoubt(signal?: AbortSignal): Promise<string> {
    if (caller.era === '2020') return clientId(signal);
    const value = await ask('user', userForms(own), signal);
    const { client_id: client } = parseAnswer('user', userInfoSchema, value);
    return client === null ? clientId(signal) : `${client}`;
  }

  return {
    async options(signal) {
      const name = 'account options';
      const old = legacy(get('/api/v1/account/options'));
      const value = await ask(name, [get('/api/v1/users/options'), old], signal);
      return toOptions(accountId, parseAnswer(name, accountOptionsSchema, value));
    },
    async order(signal) {
      const name = 'client options';
      const client = await clientId(signal);
      const old = legacy(get(`${own}/clients/${client}/options`));
      const value = await ask(name, [get(`/api/v1/clients/${client}/options`), old], signal);
      const { options } = parseAnswer(name, clientOptionsSchema, value);
      return decodeOrder({ accountId, families }, options);
    },
    async notifications(signal) {
      const name = 'notifications';
      const value = await ask(name, notificationForms(own, get), signal);
      return flagsIn(parseAnswer(name, notificationsSchema, value).notifications);
    },
    async setNotifications(flags, signal) {
      const body = { notifications: flags };
      const forms = notificationForms(own, (path) => post(path, body));
      await ask('notifications', forms, signal);
    },
    async setAutoDeleteDays(days, signal) {
      const path = `/api/v4/accounts/${accountId}/media_settings`;
      const today: EndpointVariant = { method: 'PATCH', path, json: { auto_delete_days: days } };
      const old = legacy(post('/api/v1/account/video_options', { auto_purge_days: days }));
      await ask('auto-delete', [old, today], signal);
    },
    async userInfo(signal) {
      const name = 'user';
      const value = await ask(name, userForms(own), signal);
      return toUserInfo(parseAnswer(name, userInfoSchema, value));
    },
    async sendPin(signal) {
      const client = await clientInDoubt(signal);
      await ask('PIN request', pinForms(accountId, client, 'resend', {}), signal);
    },
    async verifyPin(pin, signal) {
      const client = await clientInDoubt(signal);
      const forms = pinForms(accountId, client, 'verify', { pin, trusted: true });
      const isAnswer = (status: number, body: unknown) =>
        status < 500 && blinkCode(body) === wrongPin;
      const { value } = await caller.ask({ kind: 'account', name: 'PIN', forms, isAnswer, signal });
      return parseAnswer('PIN', pinSchema, value).valid === true;
    },
    async logout(signal) {
      const client = await clientId(signal);
      const old = legacy(post(`/api/v4/account/${accountId}/client/${client}/logout`));
      await ask('logout', [old, post(`/api/v4/clients/${client}/logout`)], signal);
    },
  };
}

const userForms = (own: string): Call['forms'] => [
  get('/api/v2/users/info'),
  legacy(get(`${own}/info`)),
];

const pinForms = (
  accountId: AccountId,
  client: string,
  verb: 'resend' | 'verify',
  body: object,
): Call['forms'] => [
  post(`/api/v5/clients/${client}/client_verification/pin/${verb}`, body),
  legacy(post(`/api/v4/account/${accountId}/client/${client}/pin/${verb}`, body)),
];

const notificationForms = (own: string, form: (path: string) => EndpointVariant): Call['forms'] => [
  legacy(form(`${own}/notifications/configuration`)),
  form('/api/v1/notifications/preferences'),
];

/** What is neither on nor off is no switch. */
const flagsIn = (words: Readonly<Record<string, unknown>>): Flags =>
  Object.fromEntries(
    Object.entries(words).flatMap(([word, isOn]) =>
      typeof isOn === 'boolean' ? [[word, isOn]] : [],
    ),
  );

function toOptions(
  accountId: AccountId,
  wire: v.InferOutput<typeof accountOptionsSchema>,
): AccountOptions {
  const zones = v.safeParse(fineZonesSchema, wire.advanced_motion_regions);
  return {
    switches: flagsIn(wire),
    fineZones: new Map(
      Object.entries(zones.success ? zones.output : {}).flatMap(([key, cells]) => {
        const camera = /^cam_(\d{1,15})$/.exec(key)?.[1];
        return camera === undefined ? [] : [[deviceId(accountId, 'camera', Number(camera)), cells]];
      }),
    ),
  };
}

const toUserInfo = (wire: v.InferOutput<typeof userInfoSchema>): UserInfo => ({
  email: wire.email,
  country: wire.user?.country ?? null,
  isVerificationRequired: [
    wire.account_verification_required,
    wire.phone_verification_required,
    wire.client_verification_required,
  ].includes(true),
});
