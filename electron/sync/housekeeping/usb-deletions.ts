import { AppError, toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { AccountId, NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { LocalClipRef, Manifest } from '../../blink/endpoints/local-storage.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { minutes, seconds, type Clock } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { ClipIndex, UsbDeletion, UsbDeletionRequest } from '../../store/clips/clip-index.ts';
import type { RequestGate } from '../polling/request-gate.ts';
import { remoteIdOf } from '../media/local-storage-sync.ts';
import { coalesce } from '../../lib/throttle.ts';
import { undoWindowMs } from './bin-files.ts';

/** Deletes clips on USB storage after a person has deleted them here and the time to undo is over. */
export interface UsbDeletions {
  /** Something was deleted or restored, a sync module came online, or a refusal has ended. */
  wake(): void;
  /** Resolves when nothing is requested or written any more. */
  stop(): Promise<void>;
}

export interface UsbDeletionDeps {
  readonly accountId: AccountId;
  readonly gate: RequestGate;
  readonly index: Pick<
    ClipIndex,
    'usbDeletions' | 'toDeleteOnUsb' | 'setDeletedOnUsb' | 'setDeletionFailed' | 'isReadOnly'
  >;
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  /** Requests a new list of a network's USB storage. */
  readonly listUsb: (id: NetworkId, signal: AbortSignal) => Promise<Manifest>;
  readonly onWarning: (message: string, error: unknown) => void;
}

/**
 * A sync module renumbers its clips when it restarts, so no number from an earlier list is used: each run requests a new
 * list and finds the clips in it by camera and start time. A sync module that is offline or busy delays only its own
 * deletions.
 */
export function createUsbDeletions(deps: UsbDeletionDeps): UsbDeletions {
  const { accountId, gate, index, store, clock, listUsb, onWarning } = deps;
  const ending = new AbortController();
  const pauses = new Map<NetworkId, Pause>();
  // Deletions requested at a time in the future (the clock was set back), and when that was noticed.
  const futureRequests = new Map<
    NetworkId,
    { readonly askedAt: Timestamp; readonly at: Timestamp }
  >();
  // Networks whose last list was empty: the USB storage may not have been read yet.
  const emptyOnce = new Set<NetworkId>();
  let cancel: Dispose | null = null;

  const run = coalesce(async () => {
    for (const deletion of await dueDeletions()) {
      if (isStopped() || gate.isRefused()) break;
      await deleteOn(deletion).then(
        () => pauses.delete(deletion.networkId),
        (error: unknown) => noteFailure(deletion.networkId, error),
      );
    }
    await schedule();
  });

  const isStopped = () => index.isReadOnly || ending.signal.aborted;

  function isOnline(id: NetworkId): boolean {
    const { home } = store.get();
    const isModuleOnline = home.syncModules.some(
      (each) => each.networkId === id && each.isOnline && each.hasLocalStorage,
    );
    return isModuleOnline && !home.isStale;
  }

  const onlineDeletions = async (): Promise<readonly UsbDeletionRequest[]> =>
    (await index.usbDeletions(accountId)).filter(({ networkId }) => isOnline(networkId));

  const dueDeletions = async () =>
    (await onlineDeletions()).filter((deletion) => waitMs(deletion) <= 0);

  function waitMs(deletion: UsbDeletionRequest): number {
    const now = clock.now();
    const { untilAt = now, forMs = 0 } = pauses.get(deletion.networkId) ?? {};
    return Math.max(undoLeftMs(deletion), Math.min(forMs, untilAt - now));
  }

  /** A clock that was set back must not delay a deletion by as much, nor shorten the time to undo it. */
  function undoLeftMs({ networkId, askedAt }: UsbDeletionRequest): number {
    const now = clock.now();
    if (askedAt <= now) return askedAt + undoWindowMs - now;
    const seen = futureRequests.get(networkId);
    if (seen?.askedAt === askedAt && seen.at <= now) return seen.at + undoWindowMs - now;
    futureRequests.set(networkId, { askedAt, at: now });
    return undoWindowMs;
  }

  function noteFailure(id: NetworkId, error: unknown): void {
    const before = pauses.get(id)?.forMs ?? firstPauseMs / 2;
    const forMs = Math.min(maxPauseMs, before * 2);
    pauses.set(id, { forMs, untilAt: clock.now() + forMs });
    if (!ending.signal.aborted) onWarning('not deleted on USB storage', error);
  }

  async function deleteOn({ networkId, askedAt }: UsbDeletionRequest): Promise<void> {
    const manifest = await listUsb(networkId, ending.signal);
    const staleAt = clock.now() + manifestValidMs;
    const list: UsbList = { refs: refsOf(manifest), isAbsenceSure: isAbsenceSure(manifest) };
    const tried = new Set<string>();
    const failures: unknown[] = [];
    while (!isStopped() && clock.now() < staleAt) {
      // Read again for each clip: the person may have restored it while the sync module was busy.
      const due = await index.toDeleteOnUsb(networkId, untilFor(askedAt), tried.size + 1);
      const next = due.find(({ id }) => !tried.has(id));
      if (next === undefined) break;
      tried.add(next.id);
      await deleteOne(next, list).catch((error: unknown) => {
        if (!isClipError(error)) throw error;
        failures.push(error);
      });
    }
    if (failures.length > 0) throw toAppError(failures[0]);
  }

  const untilFor = (askedAt: Timestamp): Timestamp =>
    askedAt > clock.now() ? askedAt : clock.now() - undoWindowMs;

  async function deleteOne({ id, remoteId }: UsbDeletion, list: UsbList): Promise<void> {
    const ref = list.refs.get(remoteId);
    if (ref !== undefined) await remove(id, ref);
    else if (!list.isAbsenceSure) throw new AppError('bad-answer', 'an incomplete list');
    await index.setDeletedOnUsb(id, clock.now());
  }

  async function remove(id: UsbDeletion['id'], ref: LocalClipRef): Promise<void> {
    try {
      await gate.ask(({ localStorage }, signal) => localStorage.remove(ref, signal), ending.signal);
    } catch (error) {
      if (isClipError(error)) await index.setDeletionFailed([id], toAppError(error).code);
      throw error;
    }
  }

  /** A clip missing in a list is not always deleted: an unreadable row may be the clip, and an empty list counts only the second time. */
  function isAbsenceSure({ networkId, clips, unreadable }: Manifest): boolean {
    const wasEmpty = emptyOnce.delete(networkId);
    if (clips.length === 0) emptyOnce.add(networkId);
    return unreadable === 0 && (clips.length > 0 || wasEmpty);
  }

  async function schedule(): Promise<void> {
    cancel?.();
    cancel = null;
    const deletions = await onlineDeletions();
    if (deletions.length === 0 || isStopped() || gate.isRefused()) return;
    const soonestMs = Math.min(...deletions.map(waitMs));
    cancel = clock.after(Math.max(minGapMs, soonestMs), wake);
  }

  function wake(): void {
    if (isStopped() || gate.isRefused()) return;
    run().catch((error: unknown) => onWarning('deletions cannot be read', error));
  }

  return {
    wake,
    async stop() {
      ending.abort(new AppError('not-signed-in', 'signed out'));
      cancel?.();
      await run().catch(() => undefined);
    },
  };
}

interface Pause {
  readonly forMs: number;
  readonly untilAt: Timestamp;
}

/** A new list, and whether it is complete. */
interface UsbList {
  readonly refs: ReadonlyMap<string, LocalClipRef>;
  /** A clip that is not in the list is no longer on the storage. */
  readonly isAbsenceSure: boolean;
}

const refsOf = ({ networkId, manifestId, clips }: Manifest): ReadonlyMap<string, LocalClipRef> =>
  new Map(
    clips.map((clip) => [
      remoteIdOf(networkId, clip),
      { networkId, manifestId, clipId: clip.clipId },
    ]),
  );

const isClipError = (error: unknown): boolean => clipErrorCodes.has(toAppError(error).code);

/** Refused because of this clip. Other failures say nothing about it and do not count as tries. */
const clipErrorCodes: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'not-found',
  'bad-answer',
  'invalid-argument',
  'command-failed',
]);

/** Numbers of a list are used this long, then a new list is requested. */
const manifestValidMs = minutes(2);
/** Between two requests to a sync module, however they end. */
const minGapMs = seconds(5);
const firstPauseMs = minutes(1);
const maxPauseMs = minutes(60);
