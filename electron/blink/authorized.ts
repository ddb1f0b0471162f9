import type { AccountId } from '../../shared/ids.ts';
import { AppError } from '../../shared/errors.ts';
import type { Download, MediaRef } from './client.ts';
import type { Http } from './http.ts';
import { blinkUrl, resolveMedia, type RestHost } from './hosts.ts';
import type { HttpRequest, JsonAnswer, RequestKind } from './request.ts';
import type { TokenSource } from './token-source.ts';

/** One call at the account's own host. */
export interface Call {
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

/** The cloud as one signed-in account may ask it. A 401 costs one refresh and one second try, never more. */
export interface AccountCloud {
  readonly accountId: AccountId;
  json(call: Call): Promise<JsonAnswer>;
  bytes(call: MediaCall): Promise<Uint8Array>;
  stream(call: MediaCall): Promise<Download>;
}

export interface AccountCloudDeps {
  readonly accountId: AccountId;
  readonly host: RestHost;
  readonly http: Http;
  readonly tokens: TokenSource;
}

export function createAccountCloud({
  accountId,
  host,
  http,
  tokens,
}: AccountCloudDeps): AccountCloud {
  async function withToken<T>(send: (bearer: string) => Promise<T>): Promise<T> {
    const first = await tokens.accessToken();
    try {
      return await send(first);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'unauthorized') throw error;
      tokens.invalidate(first);
    }
    return send(await tokens.accessToken());
  }

  const mediaRequest = ({ ref, ...call }: MediaCall) => ({ ...call, url: resolveMedia(ref, host) });

  return {
    accountId,
    async json({ path, json, ...call }) {
      const body = json === undefined ? undefined : { json };
      const request = { ...call, url: blinkUrl(host, path), body };
      return withToken((bearer) => http.json({ ...request, bearer }));
    },
    async bytes(call) {
      const request = mediaRequest(call);
      return withToken((bearer) => http.bytes({ ...request, bearer }));
    },
    async stream(call) {
      const request = mediaRequest(call);
      return withToken((bearer) => http.stream({ ...request, bearer }));
    },
  };
}
