import type { ArchiveLimits, HistoryPace, LimitsPreview } from '../../shared/archive.ts';
import type { Result } from '../../shared/errors.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { api } from '../api.ts';
import { attempt, settle } from './attempt.ts';
import { sayDone } from './said.ts';

/** Not worth a word when it fails: the page shows what is known. */
export async function measureArchive(): Promise<void> {
  await settle(api.measureArchive());
}

export async function setArchivePaused(isPaused: boolean): Promise<void> {
  await attempt(api.setArchivePaused(isPaused), m.fetch_failed());
}

export async function setHistoryPace(pace: HistoryPace): Promise<void> {
  await attempt(api.setHistoryPace(pace), m.fetch_failed());
}

/** What these limits would remove now; the form says what failed. */
export const previewLimits = (limits: ArchiveLimits): Promise<Result<LimitsPreview>> =>
  settle(api.previewLimits(limits));

/** Answers whether they are in force. */
export async function setLimits(limits: ArchiveLimits): Promise<boolean> {
  return sayDone(await attempt(api.setLimits(limits), m.fetch_failed()), m.limits_saved());
}

export async function setBinDays(days: number): Promise<void> {
  await attempt(api.setBinDays(days), m.fetch_failed());
}

export async function emptyBin(): Promise<void> {
  sayDone(await attempt(api.emptyBin(), m.bin_empty_failed()), m.bin_emptied());
}

/** The state tells how it goes. */
export async function verifyArchive(): Promise<void> {
  await attempt(api.verifyArchive(), m.job_failed());
}

export async function rebuildIndex(): Promise<void> {
  await attempt(api.rebuildIndex(), m.job_failed());
}

/** Asks for a folder first. */
export async function moveArchive(): Promise<void> {
  await attempt(api.moveArchive(), m.archive_move_failed());
}

/** Asks where it is first. */
export async function findArchive(): Promise<void> {
  await attempt(api.findArchive(), m.archive_find_failed());
}

export async function cancelArchiveJob(): Promise<void> {
  await attempt(api.cancelArchiveJob());
}

/** Shows the folder in the desktop's file manager. */
export async function showArchive(): Promise<void> {
  await attempt(api.showArchive());
}

export async function fetchAgain(place: 'missing' | 'damaged'): Promise<void> {
  sayDone(await attempt(api.fetchAgain(place)), m.fetch_again_done());
}
