import { emptyHome, initialState } from '../../../shared/app-state.ts';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { PictureFiles } from '../../store/picture-cache.ts';
import type { BlinkClient } from '../../blink/blink-client.ts';
import { seconds, sleep, type Clock } from '../../lib/clock.ts';
import type { AppStore, ReadonlyAppStore } from '../../store/app-store.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, KeptClip } from '../../store/clips/clip-index.ts';

/** Where clips are kept. */
export interface ClipStores {
  readonly index: ClipIndex;
  readonly files: ClipArchive;
  readonly pictures: PictureFiles;
}

interface Deleting extends ClipStores {
  readonly store: ReadonlyAppStore;
}

/** Ends the session at Blink; gives up after 3 seconds. */
export const logOut = async (client: BlinkClient, clock: Clock): Promise<void> => {
  const over = new AbortController();
  await Promise.race([client.account.logout(), sleep(clock, logoutLimitMs, over.signal)]).finally(
    () => over.abort(),
  );
};

/** Throws unless all files can be deleted now. Checked before the sign-out: after it nobody could ask for it again. */
export async function requireDeletable({ index, files, store }: Deleting): Promise<void> {
  if (index.isReadOnly) throw new AppError('index-newer', 'nothing can be deleted');
  if (store.get().archive.job !== null) throw new AppError('archive-busy', 'a job is running');
  await files.space();
}

/** Clips, their rows and the pictures. One file that cannot be deleted does not stop the others: its row stays, and it rejects at the end. */
export async function deleteClips(deps: Deleting, accountId: AccountId): Promise<void> {
  const { index, files, pictures } = deps;
  // A job may have begun during the logout.
  await requireDeletable(deps);
  const removed = new Set(await removeFiles(deps, accountId));
  // A download may have finished meanwhile; and rows that cannot be read have a file path all the same.
  const left = (await index.forgetAccount(accountId)).filter(({ path }) => !removed.has(path));
  const failures = await removeEach(left, (file) => files.remove([file]));
  await pictures.clear();
  if (failures.length > 0) throw toAppError(failures[0]);
}

/** Answers their paths. Files before rows: a file whose row is gone would never be deleted. */
async function removeFiles({ index, files }: Deleting, accountId: AccountId) {
  const removed: KeptClip[] = [];
  const failures: unknown[] = [];
  let page = await index.accountFiles(accountId, null, pageSize);
  while (page.length > 0) {
    const failed = await removeEach(page, async (kept) => {
      await files.remove([kept.file]);
      removed.push(kept);
    });
    failures.push(...failed);
    page = await index.accountFiles(accountId, page.at(-1)?.id ?? null, pageSize);
  }
  if (failures.length === 0) return removed.map(({ file }) => file.path);
  for (const { id } of removed) await index.setMissing(id);
  throw toAppError(failures[0]);
}

async function removeEach<T>(all: readonly T[], remove: (one: T) => Promise<void>) {
  const failures: unknown[] = [];
  for (const one of all) await remove(one).catch((error: unknown) => failures.push(error));
  return failures;
}

/** Takes everything of the account out of the state. */
export function clearAccountState(store: AppStore): void {
  store.set('home', emptyHome);
  store.set('arming', {});
  store.set('connection', initialState.connection);
  store.set('account', { phase: 'signed-out', problem: null });
}

/** Without a keyring nothing was saved there; a locked one still holds the token, which the person must know. */
export const throwUnlessMissing = (forgotten: Promise<void>): Promise<void> =>
  forgotten.catch((error: unknown) => {
    if (toAppError(error).code !== 'no-keyring') throw toAppError(error);
  });

const logoutLimitMs = seconds(3);

const pageSize = 200;
