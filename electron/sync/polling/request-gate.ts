import { AppError, toAppError } from '../../../shared/errors.ts';
import type { BlinkClient } from '../../blink/blink-client.ts';
import type { Refusals } from './refusals.ts';
import { untilAborted } from '../../lib/abort.ts';

export type CloudCall<T> = (client: BlinkClient, signal: AbortSignal) => Promise<T>;

/** The one way to the cloud of a signed-in account: refusals bind everybody, and nothing is asked after `close`. */
export interface RequestGate {
  /** API requests: after `close` or an aborted signal nobody waits for the answer any more. */
  ask<T>(call: CloudCall<T>, signal?: AbortSignal): Promise<T>;
  /** Recordings and stills: settles only when the call itself has let go of everything. */
  fetchMedia<T>(call: CloudCall<T>, signal?: AbortSignal): Promise<T>;
  isRefused(): boolean;
  /** The computer goes to sleep: ends all calls, and lets none through until `resume`. They reject with `offline`. */
  suspend(): void;
  resume(): void;
  /** Ends all calls; those made later reject with `not-signed-in`. */
  close(): void;
}

export interface GateDeps {
  readonly client: BlinkClient;
  readonly refusals: Refusals;
}

export function createRequestGate({ client, refusals }: GateDeps): RequestGate {
  const open = new Set<AbortController>();
  let isClosed = false;
  let isSuspended = false;

  async function pass<T>(
    call: CloudCall<T>,
    onFailure: (failure: AppError) => void,
    signal?: AbortSignal,
  ): Promise<T> {
    if (isClosed) throw new AppError('not-signed-in', 'the connection is closed');
    if (isSuspended) throw new AppError('offline', 'the computer sleeps');
    signal?.throwIfAborted();
    refusals.check();
    const controller = new AbortController();
    const onAbort = () => controller.abort(signal?.reason);
    signal?.addEventListener('abort', onAbort);
    open.add(controller);
    try {
      return await call(client, controller.signal);
    } catch (error) {
      const failure = toAppError(error);
      if (!controller.signal.aborted) onFailure(failure);
      throw failure;
    } finally {
      open.delete(controller);
      signal?.removeEventListener('abort', onAbort);
      // Lets go of a body nobody will read.
      controller.abort();
    }
  }

  function abortAll(reason: AppError): void {
    for (const controller of open) controller.abort(reason);
  }

  return {
    ask: (call, signal) =>
      pass((to, ending) => untilAborted(call(to, ending), ending), refusals.note, signal),
    fetchMedia: (call, signal) =>
      pass(
        call,
        (failure) => {
          // One recording withheld says nothing about the sign-in; the next API request will.
          if (!aboutTheSession.has(failure.code)) refusals.note(failure);
        },
        signal,
      ),
    isRefused: () => isSuspended || refusals.current() !== null,
    suspend() {
      isSuspended = true;
      abortAll(new AppError('offline', 'the computer sleeps'));
    },
    resume() {
      isSuspended = false;
    },
    close() {
      isClosed = true;
      abortAll(new AppError('not-signed-in', 'signed out'));
    },
  };
}

const aboutTheSession = new Set<string>(['unauthorized', 'not-verified']);
