import type { Download, ResumeFrom } from './http/download.ts';
import { AppError } from '../../shared/errors.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { ApiGeneration, TokenSource } from './auth/tokens.ts';
import type { RestHost } from './http/hosts.ts';
import type { HttpRequest, JsonAnswer, RequestKind } from './http/http-request.ts';
import type { Http } from './http/http.ts';
import type { MediaRef } from './models.ts';

/** One call at the account's own host. */
export interface ApiRequest {
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
export interface MediaRequest {
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
export interface ApiClient {
  readonly accountId: AccountId;
  json(call: ApiRequest): Promise<JsonAnswer>;
  bytes(call: MediaRequest): Promise<Uint8Array>;
  stream(call: MediaRequest): Promise<Download>;
  /** See `Http.resume`. */
  resume(call: MediaRequest, from: ResumeFrom): Promise<Download | null>;
  /** The last answer that asked to be left alone, whoever it was for. */
  lastRefusal(): AppError | null;
}

export interface AccountCloudDeps {
  readonly accountId: AccountId;
  readonly host: RestHost;
  readonly http: Http;
  readonly tokens: TokenSource;
  readonly era: ApiGeneration;
}

export function createApiClient({
  accountId,
  host,
  http,
  tokens,
  era,
}: AccountCloudDeps): ApiClient {
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

  const mediaRequest = ({ ref, ...call }: MediaRequest) => ({
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

const signatureOf = (era: ApiGeneration, token: string): Signature =>
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

/** One way to write a call. */
export interface EndpointVariant extends Pick<ApiRequest, 'method' | 'path' | 'json'> {
  readonly isLegacy?: true;
}

/** One call in the forms it may take. The one most likely to answer today comes first. */
export interface Call extends Omit<ApiRequest, keyof EndpointVariant> {
  readonly forms: readonly [EndpointVariant, ...EndpointVariant[]];
}

/** What the endpoints ask with. */
export interface EndpointClient extends Pick<
  ApiClient,
  'accountId' | 'bytes' | 'stream' | 'resume' | 'lastRefusal'
> {
  readonly era: ApiGeneration;
  /**
   * Where the first form answers 404, the next one is tried, once. Which one works is remembered (for this account and
   * this name) only after a 2xx: a deleted camera gives 404 as well. `not-supported` for what 2020 did not have.
   */
  ask(call: Call): Promise<JsonAnswer>;
}

/** Answers with a refusal that came after this call: what runs for long must heed the pauses of others. */
export function watchRefusals({ lastRefusal }: EndpointClient): () => AppError | null {
  const before = lastRefusal();
  return () => {
    const now = lastRefusal();
    return now === before ? null : now;
  };
}

export const get = (path: string): EndpointVariant => ({ method: 'GET', path });
export const post = (path: string, json?: unknown): EndpointVariant => ({
  method: 'POST',
  path,
  json,
});

/** The form that a session of 2020 uses. */
export const legacy = (form: EndpointVariant): EndpointVariant => ({ ...form, isLegacy: true });

export function createCaller(cloud: ApiClient, era: ApiGeneration): EndpointClient {
  const working = new Map<string, number>();

  /** The remembered form alone, else all that fit the era, with their places in the list. */
  function candidates({ name, forms }: Call): readonly Candidate[] {
    const usable = [...forms.entries()].filter(([, form]) => era === 'today' || form.isLegacy);
    const known = usable.filter(([place]) => place === working.get(name));
    return known.length > 0 ? known : usable;
  }

  async function attempt(call: Call, [next, ...others]: readonly Candidate[]): Promise<JsonAnswer> {
    if (next === undefined) throw new AppError('not-supported', `${call.name}: not in ${era}`);
    const [place, form] = next;
    const mayBeMissing = others.length > 0;
    const answer = await cloud.json(plain(call, form, mayBeMissing)).catch((error: unknown) => {
      // A form that worked before may have been withdrawn: the next click starts from the first one again.
      if (error instanceof AppError && error.code === 'not-found') working.delete(call.name);
      throw error;
    });
    if (mayBeMissing && answer.status === missing) return attempt(call, others);
    if (answer.status < 300) working.set(call.name, place);
    return answer;
  }

  return {
    accountId: cloud.accountId,
    era,
    ask: async (call) => attempt(call, candidates(call)),
    bytes: cloud.bytes,
    stream: cloud.stream,
    resume: cloud.resume,
    lastRefusal: cloud.lastRefusal,
  };
}

type Candidate = readonly [place: number, form: EndpointVariant];

const missing = 404;

function plain(
  { forms: _forms, ...call }: Call,
  form: EndpointVariant,
  mayBeMissing: boolean,
): ApiRequest {
  const { isLegacy: _isOf2020, ...way } = form;
  const isAnswer = call.isAnswer ?? (() => false);
  return {
    ...call,
    ...way,
    isAnswer: (status, body) => (mayBeMissing && status === missing) || isAnswer(status, body),
  };
}
