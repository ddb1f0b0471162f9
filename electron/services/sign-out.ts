import { emptyHome, initialState } from '../../shared/app-state.ts';
import { toAppError } from '../../shared/errors.ts';
import type { AccountId } from '../../shared/ids.ts';
import type { BlinkClient } from '../blink/client.ts';
import { seconds, sleep } from '../lib/timing.ts';
import type { Clock } from '../lib/timing.ts';
import type { AppStore } from '../store/app-store.ts';
import type { ClipFiles, PictureFiles } from '../store/files-port.ts';
import type { ClipIndex } from '../store/index-port.ts';

/** Where clips are kept. */
export interface ClipStores {
  readonly index: ClipIndex;
  readonly files: ClipFiles;
  readonly pictures: PictureFiles;
}

/** Tells the cloud, for 3 seconds at most. */
export const logOut = async (client: BlinkClient, clock: Clock): Promise<void> => {
  const over = new AbortController();
  await Promise.race([client.logout(), sleep(clock, logoutLimitMs, over.signal)]).finally(() =>
    over.abort(),
  );
};

/** Clips, their rows and the pictures. One file that cannot be deleted does not keep the others; it is told at the end. */
export async function deleteClips({ index, files, pictures }: ClipStores, accountId: AccountId) {
  const failures: unknown[] = [];
  for (const path of await index.forgetAccount(accountId)) {
    await files.remove([path]).catch((error: unknown) => failures.push(error));
  }
  await pictures.clear();
  if (failures.length > 0) throw toAppError(failures[0]);
}

/** Nothing of an account is on show any more. */
export function showNobody(store: AppStore): void {
  store.set('home', emptyHome);
  store.set('arming', {});
  store.set('connection', initialState.connection);
  store.set('account', { phase: 'signed-out', problem: null });
}

/** Without a keyring there is no token in it either; a locked one still holds it, and the person must know. */
export const throwUnlessMissing = (forgotten: Promise<void>): Promise<void> =>
  forgotten.catch((error: unknown) => {
    if (toAppError(error).code !== 'no-keyring') throw toAppError(error);
  });

const logoutLimitMs = seconds(3);
