import { undoSeconds } from '../../../shared/archive.ts';
import { AppError, toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { AccountId, NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { LocalClipRef, Manifest } from '../../blink/endpoints/local-storage.ts';
import type { Dispose } from '../../lib/dispose.ts';
import { minutes, seconds, type Clock } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { ClipIndex, UsbDeletion, UsbWish } from '../../store/clips/clip-index.ts';
import type { RequestGate } from '../polling/request-gate.ts';
import { remoteIdOf } from '../media/local-storage-sync.ts';
import { coalesce } from '../../lib/throttle.ts';

/** Deletes on sync modules' USB storage what a person has deleted here, when there is no more time to undo it. */
export interface UsbDeletions {
  /** Something was deleted or undone, a sync module came online, or the cloud listens again. */
  wake(): void;
  /** Resolves when nothing is asked or written any more. */
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
  /** Orders a fresh list of a system's USB storage. */
  readonly listUsb: (id: NetworkId, signal: AbortSignal) => Promise<Manifest>;
  readonly onWarning: (message: string, error: unknown) => void;
}

/**
 * A sync module numbers its clips anew when it restarts, so no number from an earlier list is ever used: each round
 * orders a fresh list and finds the clips in it by camera and start time. A sync module that is offline or busy keeps
 * only its own deletions waiting.
 */
export function createUsbDeletions(deps: UsbDeletionDeps): UsbDeletions {
  const { accountId, gate, index, store, clock, listUsb, onWarning } = deps;
  const ending = new AbortController();
  const rests = new Map<NetworkId, Rest>();
  // Deletions asked for at a time still to come, and when that was noticed.
  const ahead = new Map<NetworkId, { readonly askedAt: Timestamp; readonly at: Timestamp }>();
  // Systems whose last list was empty: the stick may just not have been read yet.
  const emptyOnce = new Set<NetworkId>();
  let cancel: Dispose | null = null;

  const run = coalesce(async () => {
    for (const wish of await dueWishes()) {
      if (isOver() || gate.isRefused()) break;
      await deleteOn(wish).then(
        () => rests.delete(wish.networkId),
        (error: unknown) => noteFailure(wish.networkId, error),
      );
    }
    await arm();
  });

  const isOver = () => index.isReadOnly || ending.signal.aborted;

  function isOnline(id: NetworkId): boolean {
    const { home } = store.get();
    const has = home.syncModules.some(
      (hub) => hub.networkId === id && hub.isOnline && hub.hasLocalStorage,
    );
    return has && !home.isStale;
  }

  const onlineWishes = async (): Promise<readonly UsbWish[]> =>
    (await index.usbDeletions(accountId)).filter(({ networkId }) => isOnline(networkId));

  const dueWishes = async () => (await onlineWishes()).filter((wish) => waitMs(wish) <= 0);

  function waitMs(wish: UsbWish): number {
    const now = clock.now();
    const { untilAt = now, forMs = 0 } = rests.get(wish.networkId) ?? {};
    return Math.max(undoLeftMs(wish), Math.min(forMs, untilAt - now));
  }

  /** A clock that was set back must not keep a deletion waiting for as long, nor shorten the time to undo it. */
  function undoLeftMs({ networkId, askedAt }: UsbWish): number {
    const now = clock.now();
    if (askedAt <= now) return askedAt + graceMs - now;
    const seen = ahead.get(networkId);
    if (seen?.askedAt === askedAt && seen.at <= now) return seen.at + graceMs - now;
    ahead.set(networkId, { askedAt, at: now });
    return graceMs;
  }

  function noteFailure(id: NetworkId, error: unknown): void {
    const before = rests.get(id)?.forMs ?? firstRestMs / 2;
    const forMs = Math.min(longestRestMs, before * 2);
    rests.set(id, { forMs, untilAt: clock.now() + forMs });
    if (!ending.signal.aborted) onWarning('not deleted on USB storage', error);
  }

  async function deleteOn({ networkId, askedAt }: UsbWish): Promise<void> {
    const manifest = await listUsb(networkId, ending.signal);
    const staleAt = clock.now() + manifestHoldsMs;
    const list: UsbList = { refs: refsOf(manifest), isAbsenceSure: isAbsenceSure(manifest) };
    const tried = new Set<string>();
    const failures: unknown[] = [];
    while (!isOver() && clock.now() < staleAt) {
      // Read anew for each clip: the person may have brought it back while the sync module was busy.
      const due = await index.toDeleteOnUsb(networkId, untilFor(askedAt), tried.size + 1);
      const next = due.find(({ id }) => !tried.has(id));
      if (next === undefined) break;
      tried.add(next.id);
      await deleteOne(next, list).catch((error: unknown) => {
        if (!isOfTheClip(error)) throw error;
        failures.push(error);
      });
    }
    if (failures.length > 0) throw toAppError(failures[0]);
  }

  const untilFor = (askedAt: Timestamp): Timestamp =>
    askedAt > clock.now() ? askedAt : clock.now() - graceMs;

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
      if (isOfTheClip(error)) await index.setDeletionFailed([id], toAppError(error).code);
      throw error;
    }
  }

  /** Missing is doubt: a row that cannot be read may be the clip, and an empty list is believed the second time. */
  function isAbsenceSure({ networkId, clips, unreadable }: Manifest): boolean {
    const wasEmpty = emptyOnce.delete(networkId);
    if (clips.length === 0) emptyOnce.add(networkId);
    return unreadable === 0 && (clips.length > 0 || wasEmpty);
  }

  async function arm(): Promise<void> {
    cancel?.();
    cancel = null;
    const wishes = await onlineWishes();
    if (wishes.length === 0 || isOver() || gate.isRefused()) return;
    const soonestMs = Math.min(...wishes.map(waitMs));
    cancel = clock.after(Math.max(gapMs, soonestMs), wake);
  }

  function wake(): void {
    if (isOver() || gate.isRefused()) return;
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

interface Rest {
  readonly forMs: number;
  readonly untilAt: Timestamp;
}

/** What a fresh list says. */
interface UsbList {
  readonly refs: ReadonlyMap<string, LocalClipRef>;
  /** A clip that it does not name is not there any more. */
  readonly isAbsenceSure: boolean;
}

const refsOf = ({ networkId, manifestId, clips }: Manifest): ReadonlyMap<string, LocalClipRef> =>
  new Map(
    clips.map((clip) => [
      remoteIdOf(networkId, clip),
      { networkId, manifestId, clipId: clip.clipId },
    ]),
  );

const isOfTheClip = (error: unknown): boolean => ofTheClip.has(toAppError(error).code);

/** Refused for this clip. Everything else is no word about it, and costs none of its tries. */
const ofTheClip: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'not-found',
  'bad-answer',
  'invalid-argument',
  'command-failed',
]);

const graceMs = seconds(undoSeconds);
/** Numbers of a list are used this long, then a new list is ordered. */
const manifestHoldsMs = minutes(2);
/** Whatever comes of it, a sync module is not asked more often. */
const gapMs = seconds(5);
const firstRestMs = minutes(1);
const longestRestMs = minutes(60);
