import type { Download } from '../http/download.ts';
import * as v from 'valibot';
import { AppError } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { seconds, type Clock } from '../../lib/clock.ts';
import { get, post, watchRefusals, type ApiClient } from '../api-client.ts';
import {
  maybeList,
  maybeText,
  parseAnswer,
  readRows,
  wireId,
  wireTime,
} from '../wire/schema-helpers.ts';
import { wait, type CommandRunner } from './commands.ts';
import type { HomescreenCalls } from './homescreen.ts';
import { clipTypes } from './media.ts';
import { networkPaths } from './paths.ts';

/** A recording on USB storage. Its number changes when the sync module restarts: camera name and time tell it apart. */
export interface LocalClip {
  readonly clipId: string;
  /** As the sync module writes it: letters, digits and underscores only. */
  readonly cameraName: string;
  readonly recordedAt: Timestamp;
  readonly sizeKb: number | null;
}

/** What lay on the USB storage when it was asked. Its clips can be fetched until the next manifest is made. */
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

/** Recordings on the USB storage of a sync module. `not-supported` for a network without a sync module. */
export interface LocalStorageCalls {
  /** Keeps the sync module busy for some seconds. */
  manifest(id: NetworkId, signal?: AbortSignal): Promise<Manifest>;
  /** `local-clip-not-ready` when the sync module has not handed it over after a while: ask for a new manifest then. */
  clip(ref: LocalClipRef, signal?: AbortSignal): Promise<Download>;
  /** For good. */
  remove(ref: LocalClipRef, signal?: AbortSignal): Promise<void>;
}

export interface LocalStorageDeps {
  readonly api: ApiClient;
  readonly commands: CommandRunner;
  readonly clock: Clock;
  readonly homescreen: HomescreenCalls;
}

export function createLocalStorageCalls(deps: LocalStorageDeps): LocalStorageCalls {
  const { api, commands, clock, homescreen } = deps;

  async function storagePath(id: NetworkId, signal?: AbortSignal): Promise<string> {
    const { versioned } = networkPaths(api.accountId, id);
    const syncModule = await homescreen.syncModule(id, signal);
    if (syncModule === null) throw new AppError('not-supported', 'local storage: no sync module');
    return `${versioned(1)}/sync_modules/${syncModule}/local_storage`;
  }

  async function readManifest(path: string, signal?: AbortSignal): Promise<unknown> {
    const name = 'manifest';
    const variants = [get(path)] as const;
    const { status, value } = await api.json({
      kind: 'media-list',
      name,
      variants,
      isAnswer: (failed) => failed === badRequest,
      signal,
    });
    if (status === badRequest) throw new AppError('not-found', `${name}: not made yet`);
    return value;
  }

  return {
    async manifest(id, signal) {
      const name = 'manifest';
      const path = `${await storagePath(id, signal)}/manifest/request`;
      const variants = [post(path)] as const;
      const started = await commands.runToEnd({ networkId: id, name, variants, signal });
      const request = parseAnswer(name, requestSchema, started?.value);
      const value = await retryUntilReady({ api, clock, name, signal }, () =>
        readManifest(`${path}/${request.id}`, signal),
      );
      const { manifest_id: manifestId, clips } = parseAnswer(name, manifestSchema, value);
      const { rows, unreadable } = readRows(localClipSchema, clips);
      return { networkId: id, manifestId, clips: rows.map(toLocalClip), unreadable };
    },
    async clip(ref, signal) {
      const name = 'local clip';
      const { networkId } = ref;
      const path = clipPath(await storagePath(networkId, signal), ref, 'request');
      await commands.runToEnd({ networkId, name, variants: [post(path)], signal });
      const request = { kind: 'clip', name, ref: path, answerType: clipTypes, signal } as const;
      return retryUntilReady({ api, clock, name, signal }, () => api.stream(request));
    },
    async remove(ref, signal) {
      const { networkId } = ref;
      const name = 'end of local clip';
      const path = clipPath(await storagePath(networkId, signal), ref, 'delete');
      await commands.runToEnd({ networkId, name, variants: [post(path)], signal });
    },
  };
}

const readyWaitsMs = [3, 6, 12, 24].map(seconds);
const notReadyCodes = new Set<string>(['not-found', 'module-busy']);

// Some sync modules say "bad request" of a manifest that is still being made.
const badRequest = 400;

interface Retry {
  readonly api: ApiClient;
  readonly clock: Clock;
  readonly name: string;
  readonly signal: AbortSignal | undefined;
}

/** Asks up to five times, in growing steps. */
async function retryUntilReady<T>(
  { api, clock, name, signal }: Retry,
  ask: () => Promise<T>,
): Promise<T> {
  const refusal = watchRefusals(api);
  for (const waitMs of [...readyWaitsMs, null]) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof AppError) || !notReadyCodes.has(error.code)) throw error;
      if (waitMs === null) throw new AppError('local-clip-not-ready', name, { cause: error });
    }
    await wait(clock, waitMs, { name, signal });
    const refused = refusal();
    if (refused !== null) throw refused;
  }
  throw new AppError('local-clip-not-ready', name);
}

function clipPath(storage: string, { manifestId, clipId }: LocalClipRef, action: string): string {
  if (!/^\d{1,24}$/.test(manifestId) || !/^\d{1,24}$/.test(clipId)) {
    throw new AppError('invalid-argument', 'local clip: not a number');
  }
  return `${storage}/manifest/${manifestId}/clip/${action}/${clipId}`;
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

/** Numbers that the sync module writes as text. */
const textNumber = v.pipe(
  v.union([v.string(), v.number()]),
  v.transform(String),
  v.regex(/^\d{1,24}$/),
);

const requestSchema = v.object({ id: wireId });

/** What lies on USB storage, its rows still unread. */
const manifestSchema = v.object({ manifest_id: textNumber, clips: maybeList });

const localClipSchema = v.object({
  id: textNumber,
  size: v.fallback(v.nullable(v.pipe(textNumber, v.transform(Number))), null),
  camera_name: maybeText,
  created_at: wireTime,
});
