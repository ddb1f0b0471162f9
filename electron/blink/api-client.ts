import { AppError } from '../../shared/errors.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { ApiGeneration, TokenSource } from './auth/tokens.ts';
import type { Download, ResumeFrom } from './http/download.ts';
import type { RestHost } from './http/hosts.ts';
import type { HttpRequest, JsonAnswer } from './http/http-request.ts';
import type { Http } from './http/http.ts';
import type { MediaRef } from './models.ts';

/** One call at the account's own host, in the variants it may take. The one most likely to answer today comes first. */
export interface ApiRequest extends Pick<HttpRequest, 'kind' | 'name' | 'isAnswer' | 'signal'> {
  readonly variants: EndpointVariants;
}

/** One way to write a call. */
export interface EndpointVariant extends Required<Pick<HttpRequest, 'method'>> {
  /** Starts with a slash; may carry a query. */
  readonly path: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Understood by a server of 2020. */
  readonly isLegacy?: true;
}

export type EndpointVariants = readonly [EndpointVariant, ...EndpointVariant[]];

/** One recording or still of the account. */
export interface MediaRequest extends Pick<HttpRequest, 'name' | 'signal'> {
  readonly kind: 'clip' | 'picture';
  readonly ref: MediaRef;
  readonly answerType: RegExp;
}

/**
 * The cloud as one signed-in account may ask it. A 401 or a doubt about the client costs one refresh and one second
 * try, never more.
 */
export interface ApiClient {
  readonly accountId: AccountId;
  readonly generation: ApiGeneration;
  /**
   * Where the first variant answers 404, the next one is tried, once. Which one works is remembered (for this account
   * and this name) only after a 2xx: a deleted camera gives 404 as well. `not-supported` for what 2020 did not have.
   */
  json(request: ApiRequest): Promise<JsonAnswer>;
  bytes(request: MediaRequest): Promise<Uint8Array>;
  stream(request: MediaRequest): Promise<Download>;
  /** See `Http.resume`. */
  resume(request: MediaRequest, from: ResumeFrom): Promise<Download | null>;
  /** The last answer to `json` that asked to be left alone, whoever it was for. */
  lastRefusal(): AppError | null;
}

export interface ApiClientDeps {
  readonly accountId: AccountId;
  readonly host: RestHost;
  readonly http: Http;
  readonly tokens: TokenSource;
  readonly generation: ApiGeneration;
}

export function createApiClient(deps: ApiClientDeps): ApiClient {
  const { accountId, host, http, tokens, generation } = deps;
  const variants = createVariantMemory(generation);
  let refusal: AppError | null = null;

  async function withToken<T>(send: (authorization: Authorization) => Promise<T>): Promise<T> {
    const first = await tokens.accessToken();
    try {
      return await send(authorizationOf(generation, first));
    } catch (error) {
      if (!(error instanceof AppError) || !curedByRefresh.has(error.code)) throw error;
      tokens.invalidate(first);
    }
    return send(authorizationOf(generation, await tokens.accessToken()));
  }

  async function sendJson(
    request: ApiRequest,
    variant: EndpointVariant,
    isAnswer: HttpRequest['isAnswer'],
  ): Promise<JsonAnswer> {
    const { kind, name, signal } = request;
    const { method, path, json } = variant;
    const url = http.rules.blinkUrl(host, path);
    const body = json === undefined ? undefined : { json };
    try {
      return await withToken((authorization) =>
        http.json({ kind, name, method, url, body, isAnswer, signal, ...authorization }),
      );
    } catch (error) {
      if (error instanceof AppError && refusals.has(error.code)) refusal = error;
      throw error;
    }
  }

  async function sendFirstFound(request: ApiRequest): Promise<JsonAnswer> {
    const { name, isAnswer } = request;
    const candidates = variants.of(request);
    for (const variant of candidates) {
      const hasAnother = variant !== candidates.at(-1);
      const answer = await sendJson(
        request,
        variant,
        (status, body) => (hasAnother && status === notFound) || isAnswer?.(status, body) === true,
      ).catch((error: unknown) => {
        // A variant that worked before may have been withdrawn: the next click starts from the first one again.
        if (error instanceof AppError && error.code === 'not-found') variants.forget(name);
        throw error;
      });
      if (hasAnother && answer.status === notFound) continue;
      if (answer.status < 300) variants.remember(request, variant);
      return answer;
    }
    throw new AppError('not-supported', `${name}: not in ${generation}`);
  }

  const mediaRequest = ({ kind, name, ref, answerType, signal }: MediaRequest): HttpRequest => ({
    kind,
    name,
    url: http.rules.resolveMedia(ref, host),
    answerType,
    signal,
  });

  return {
    accountId,
    generation,
    json: sendFirstFound,
    async bytes(request) {
      const wanted = mediaRequest(request);
      return withToken((authorization) => http.bytes({ ...wanted, ...authorization }));
    },
    async stream(request) {
      const wanted = mediaRequest(request);
      return withToken((authorization) => http.stream({ ...wanted, ...authorization }));
    },
    async resume(request, from) {
      const wanted = mediaRequest(request);
      return withToken((authorization) => http.resume({ ...wanted, ...authorization }, from));
    },
    lastRefusal: () => refusal,
  };
}

/** Answers with a refusal that came after this call: what runs for long must heed the pauses of others. */
export function watchRefusals({ lastRefusal }: ApiClient): () => AppError | null {
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

/** The variant that a session of 2020 uses. */
export const legacy = (variant: EndpointVariant): EndpointVariant => ({
  ...variant,
  isLegacy: true,
});

type Authorization = Pick<HttpRequest, 'bearer' | 'tokenAuth'>;

const authorizationOf = (generation: ApiGeneration, token: string): Authorization =>
  generation === '2020' ? { tokenAuth: token } : { bearer: token };

/** Which variant of each call has worked, by the call's name and the variant's place in its list. */
function createVariantMemory(generation: ApiGeneration) {
  const working = new Map<string, number>();
  return {
    /** The variant that worked alone, else all that this generation understands. */
    of({ name, variants }: ApiRequest): readonly EndpointVariant[] {
      const usable = variants.filter(({ isLegacy }) => generation === 'today' || isLegacy);
      const known = variants[working.get(name) ?? -1];
      return known !== undefined && usable.includes(known) ? [known] : usable;
    },
    remember: ({ name, variants }: ApiRequest, variant: EndpointVariant) =>
      void working.set(name, variants.indexOf(variant)),
    forget: (name: string) => void working.delete(name),
  };
}

const notFound = 404;
const refusals = new Set<string>([
  'rate-limited',
  'refused',
  'refused-for-now',
  'too-old',
  'account-locked',
  'account-suspended',
]);
const curedByRefresh = new Set<string>(['unauthorized', 'not-verified']);
