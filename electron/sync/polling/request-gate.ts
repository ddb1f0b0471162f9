import { AppError, toAppError } from '../../../shared/errors.ts';
import type { BlinkClient } from '../../blink/blink-client.ts';
import type { Refusals } from './refusals.ts';
import { untilAborted } from '../../lib/abort.ts';

export type CloudCall<T> = (client: BlinkClient, signal: AbortSignal) => Promise<T>;

/** All requests of a signed-in account go through here: a refusal holds for all of them, and none is sent after `close`. */
export interface RequestGate {
  /** API requests: reject at once after `close` or an abort, without waiting for the answer. */
  ask<T>(call: CloudCall<T>, signal?: AbortSignal): Promise<T>;
  /** Recordings and stills: settles only when the call itself has ended and released its files. */
  fetchMedia<T>(call: CloudCall<T>, signal?: AbortSignal): Promise<T>;
  isRefused(): boolean;
  /** The computer goes to sleep: ends all calls and rejects new ones until `resume`, with `offline`. */
  suspend(): void;
  resume(): void;
  /** Ends all calls; those made later reject with `not-signed-in`. */
  close(): void;
}

export function createRequestGate({
  client,
  refusals,
}: {
  readonly client: BlinkClient;
  readonly refusals: Refusals;
}): RequestGate {
  const running = new Set<AbortController>();
  let isClosed = false;
  let isSuspended = false;

  async function send<T>(
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
    running.add(controller);
    try {
      return await call(client, controller.signal);
    } catch (error) {
      const failure = toAppError(error);
      if (!controller.signal.aborted) onFailure(failure);
      throw failure;
    } finally {
      running.delete(controller);
      signal?.removeEventListener('abort', onAbort);
      // Releases a body nobody will read.
      controller.abort();
    }
  }

  function abortAll(reason: AppError): void {
    for (const controller of running) controller.abort(reason);
  }

  return {
    ask: (call, signal) =>
      send((to, ending) => untilAborted(call(to, ending), ending), refusals.note, signal),
    fetchMedia: (call, signal) =>
      send(
        call,
        (failure) => {
          // A refused recording says nothing about the sign-in; the next API request will.
          if (!signInCodes.has(failure.code)) refusals.note(failure);
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

const signInCodes = new Set<string>(['unauthorized', 'not-verified']);
