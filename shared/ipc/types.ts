import type { Result } from '../errors.ts';
import type { contract, Push, Request } from './contract.ts';

type Contract = typeof contract;

export type RequestName = {
  [K in keyof Contract]: Contract[K]['kind'] extends 'request' ? K : never;
}[keyof Contract];
export type PushName = Exclude<keyof Contract, RequestName>;
export type Arg<K extends RequestName> = Contract[K] extends Request<infer A, infer _V> ? A : never;
export type Value<K extends RequestName> =
  Contract[K] extends Request<infer _A, infer V> ? V : never;
export type Payload<K extends PushName> = Contract[K] extends Push<infer P> ? P : never;

/** Main must answer every request: leaving one out does not compile. */
export type Handlers = {
  readonly [K in RequestName]: (arg: Arg<K>) => Value<K> | Promise<Value<K>>;
};

/** Renderer arguments are untrusted: one guard per request, none optional. */
export type Guards = { readonly [K in RequestName]: (arg: unknown) => arg is Arg<K> };

/** What a page sees of the main process. */
export type Api = {
  readonly [K in RequestName]: (arg: Arg<K>) => Promise<Result<Value<K>>>;
} & {
  on<K extends PushName>(name: K, listener: (payload: Payload<K>) => void): () => void;
};
