import type { AccountId } from '../../shared/ids.ts';
import { AppError } from '../../shared/errors.ts';
import type { Download, MediaRef, ResumeFrom } from './models.ts';
import type { Http } from './http/http.ts';
import type { RestHost } from './http/hosts.ts';
import type { HttpRequest, JsonAnswer, RequestKind } from './http/http-request.ts';
import type { TokenSource } from './token-source.ts';
import type { Era } from './auth/tokens.ts';

/** One call at the account's own host. */
export interface PlainCall {
  readonly kind: RequestKind;
  readonly name: string;
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Starts with a slash; may carry a query. */
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  readonly isAnswer?: HttpRequest['isAnswer'];
  readonly signal?: AbortSignal | undefined;
}

/** One recording or still of the account. */
export interface MediaCall {
  readonly kind: 'clip' | 'picture';
  readonly name: string;
  readonly ref: MediaRef;
  readonly answerType: RegExp;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The cloud as one signed-in account may ask it. A 401 or a doubt about the client costs one refresh and one second
 * try, never more.
 */
export interface AccountCloud {
  readonly accountId: AccountId;
  json(call: PlainCall): Promise<JsonAnswer>;
  bytes(call: MediaCall): Promise<Uint8Array>;
  stream(call: MediaCall): Promise<Download>;
  /** See `Http.resume`. */
  resume(call: MediaCall, from: ResumeFrom): Promise<Download | null>;
  /** The last answer that asked to be left alone, whoever it was for. */
  lastRefusal(): AppError | null;
}

export interface AccountCloudDeps {
  readonly accountId: AccountId;
  readonly host: RestHost;
  readonly http: Http;
  readonly tokens: TokenSource;
  readonly era: Era;
}

export function createAccountCloud({
  accountId,
  host,
  http,
  tokens,
  era,
}: AccountCloudDeps): AccountCloud {
  let refusal: AppError | null = null;

  async function signed<T>(send: (signature: Signature) => Promise<T>): Promise<T> {
    const first = await tokens.accessToken();
    try {
      return await send(signatureOf(era, first));
    } catch (error) {
      if (!(error instanceof AppError) || !curable.has(error.code)) throw error;
      tokens.invalidate(first);
    }
    return send(signatureOf(era, await tokens.accessToken()));
  }

  async function noted<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (error instanceof AppError && refusals.has(error.code)) refusal = error;
      throw error;
    }
  }

  const mediaRequest = ({ ref, ...call }: MediaCall) => ({
    ...call,
    url: http.rules.resolveMedia(ref, host),
  });

  return {
    accountId,
    async json({ path, json, ...call }) {
      const body = json === undefined ? undefined : { json };
      const request = { ...call, url: http.rules.blinkUrl(host, path), body };
      return noted(signed((signature) => http.json({ ...request, ...signature })));
    },
    async bytes(call) {
      const request = mediaRequest(call);
      return signed((signature) => http.bytes({ ...request, ...signature }));
    },
    async stream(call) {
      const request = mediaRequest(call);
      return signed((signature) => http.stream({ ...request, ...signature }));
    },
    async resume(call, from) {
      const request = mediaRequest(call);
      return signed((signature) => http.resume({ ...request, ...signature }, from));
    },
    lastRefusal: () => refusal,
  };
}

type Signature = Pick<HttpRequest, 'bearer' | 'tokenAuth'>;

const signatureOf = (era: Era, token: string): Signature =>
  era === '2020' ? { tokenAuth: token } : { bearer: token };

const refusals = new Set<string>([
  'rate-limited',
  'refused',
  'refused-for-now',
  'too-old',
  'account-locked',
  'account-suspended',
]);
const curable = new Set<string>(['unauthorized', 'not-verified']);
