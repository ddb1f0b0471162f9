import type { Download } from '../http/download.ts';
import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { seconds, type Clock } from '../../lib/clock.ts';
import {
  get,
  post,
  watchRefusals,
  type Call,
  type EndpointClient,
  type EndpointVariant,
} from '../api-client.ts';
import {
  maybeFlag,
  maybeList,
  maybeNumber,
  maybeText,
  parseAnswer,
  readRows,
  wireId,
  wireTime,
} from '../wire/schema-helpers.ts';
import { pause, type CommandRunner } from './commands.ts';
import { clipTypes } from './media.ts';
import { networkPaths } from './paths.ts';

/** A recording on a hub's stick. Its number changes when the hub restarts: camera name and time tell it apart. */
export interface LocalClip {
  readonly clipId: string;
  /** As the hub writes it: letters, digits and underscores only. */
  readonly cameraName: string;
  readonly recordedAt: Timestamp;
  readonly sizeKb: number | null;
}

/** What lay on the stick when it was asked. Its clips can be fetched until the next manifest is made. */
export interface Manifest {
  readonly networkId: NetworkId;
  readonly manifestId: string;
  readonly clips: readonly LocalClip[];
  readonly unreadable: number;
}

export interface LocalClipRef {
  readonly networkId: NetworkId;
  readonly manifestId: string;
  readonly clipId: string;
}

export interface LocalStatus {
  readonly state: string | null;
  readonly usedPercent: number | null;
  readonly isFull: boolean | null;
}

/** Recordings on the hub itself. `not-supported` for a system without a hub. */
export interface LocalStorageCalls {
  /** Keeps the hub busy for some seconds. */
  manifest(id: NetworkId, signal?: AbortSignal): Promise<Manifest>;
  /** `local-clip-not-ready` when the hub has not handed it over after a while: ask for a new manifest then. */
  clip(ref: LocalClipRef, signal?: AbortSignal): Promise<Download>;
  /** For good. */
  remove(ref: LocalClipRef, signal?: AbortSignal): Promise<void>;
  status(id: NetworkId, signal?: AbortSignal): Promise<LocalStatus>;
}

export interface LocalStorageDeps {
  readonly caller: EndpointClient;
  readonly jobs: CommandRunner;
  readonly clock: Clock;
  /** Blink's number of the system's hub; null when it has none. */
  readonly hubOf: (id: NetworkId, signal?: AbortSignal) => Promise<number | null>;
}

export function createLocalStorageCalls(deps: LocalStorageDeps): LocalStorageCalls {
  const { caller, jobs, clock, hubOf } = deps;

  async function baseOf(id: NetworkId, signal?: AbortSignal): Promise<string> {
    const { api } = networkPaths(caller.accountId, id);
    const hub = await hubOf(id, signal);
    if (hub === null) throw new AppError('not-supported', 'local storage: no hub');
    return `${api(1)}/sync_modules/${hub}/local_storage`;
  }

  const order = (networkId: NetworkId, name: string, form: EndpointVariant, signal?: AbortSignal) =>
    jobs.runToEnd({ networkId, call: { name, forms: [form] } }, signal);

  async function read(name: string, path: string, signal?: AbortSignal): Promise<unknown> {
    const call: Call = { kind: 'media-list', name, forms: [get(path)], isAnswer, signal };
    const { status, value } = await caller.ask(call);
    if (status === badRequest) throw new AppError('not-found', `${name}: not made yet`);
    return value;
  }

  return {
    async manifest(id, signal) {
      const name = 'manifest';
      const path = `${await baseOf(id, signal)}/manifest/request`;
      const ordered = await order(id, name, post(path), signal);
      const request = parseAnswer(name, requestSchema, ordered?.value);
      const value = await untilReady({ caller, clock, name, signal }, () =>
        read(name, `${path}/${request.id}`, signal),
      );
      const { manifest_id: manifestId, clips } = parseAnswer(name, manifestSchema, value);
      const { rows, unreadable } = readRows(localClipSchema, clips);
      return { networkId: id, manifestId, clips: rows.map(toLocalClip), unreadable };
    },
    async clip(ref, signal) {
      const name = 'local clip';
      const path = clipPath(await baseOf(ref.networkId, signal), ref, 'request');
      await order(ref.networkId, name, post(path), signal);
      const call = { kind: 'clip', name, ref: path, answerType: clipTypes, signal } as const;
      return untilReady({ caller, clock, name, signal }, () => caller.stream(call));
    },
    async remove(ref, signal) {
      const path = clipPath(await baseOf(ref.networkId, signal), ref, 'delete');
      await order(ref.networkId, 'end of local clip', post(path), signal);
    },
    async status(id, signal) {
      const name = 'local storage';
      const value = await read(name, `${await baseOf(id, signal)}/status`, signal);
      const wire = parseAnswer(name, localStatusSchema, value);
      return {
        state: wire.usb_state,
        usedPercent: wire.usb_storage_used,
        isFull: wire.usb_storage_full,
      };
    },
  };
}

const readyWaitsMs = [3, 6, 12, 24].map(seconds);
const notReadyCodes = new Set<string>(['not-found', 'module-busy']);

// Some hubs say "bad request" of a manifest that is still being made.
const badRequest = 400;
const isAnswer = (status: number): boolean => status === badRequest;

interface Wait {
  readonly caller: EndpointClient;
  readonly clock: Clock;
  readonly name: string;
  readonly signal: AbortSignal | undefined;
}

/** Asks up to five times, in growing steps. */
async function untilReady<T>(
  { caller, clock, name, signal }: Wait,
  ask: () => Promise<T>,
): Promise<T> {
  const refusal = watchRefusals(caller);
  for (const waitMs of [...readyWaitsMs, null]) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AppError) || !notReadyCodes.has(error.code)) throw error;
      if (waitMs === null) throw new AppError('local-clip-not-ready', name, { cause: error });
    }
    await pause(clock, name, waitMs, signal);
    const refused = refusal();
    if (refused !== null) throw refused;
  }
  throw new AppError('local-clip-not-ready', name);
}

function clipPath(base: string, { manifestId, clipId }: LocalClipRef, word: string): string {
  if (!/^\d{1,24}$/.test(manifestId) || !/^\d{1,24}$/.test(clipId)) {
    throw new AppError('invalid-argument', 'local clip: not a number');
  }
  return `${base}/manifest/${manifestId}/clip/${word}/${clipId}`;
}

const toLocalClip = (wire: {
  readonly id: string;
  readonly size: number | null;
  readonly camera_name: string | null;
  readonly created_at: Timestamp;
}): LocalClip => ({
  clipId: wire.id,
  cameraName: wire.camera_name ?? '',
  recordedAt: wire.created_at,
  sizeKb: wire.size,
});

/** Numbers that the hub writes as text. */
const textNumber = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^\d{1,24}$/),
);

export const requestSchema = v.object({ id: wireId });

/** What lies on a hub's stick, its rows still unread. */
export const manifestSchema = v.object({ manifest_id: textNumber, clips: maybeList });

export const localClipSchema = v.object({
  id: textNumber,
  size: v.fallback(v.nullable(v.pipe(textNumber, v.transform(Number))), null),
  camera_name: maybeText,
  created_at: wireTime,
});

export const localStatusSchema = v.object({
  usb_state: maybeText,
  usb_storage_used: maybeNumber,
  usb_storage_full: maybeFlag,
});
