import type { ArchiveState } from '../../../shared/app-state.ts';
import type { AppErrorCode } from '../../../shared/errors.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { report } from '../../../shared/messages/failures.ts';
import type { Notice } from './notice.ts';

const told: readonly (AppErrorCode | null)[] = ['disk-full', 'disk-error', 'archive-away'];

/** What to say of the archive above every page, the most pressing first. That it is paused was the person's own wish. */
export const archiveNotices = (archive: ArchiveState): readonly (Notice | null)[] => [
  newerNotice(archive),
  diskNotice(archive),
  moveNotice(archive),
  missingNotice(archive),
];

function newerNotice({ isReadOnly }: ArchiveState): Notice | null {
  if (!isReadOnly) return null;
  const { sentence, wayOn } = report('index-newer');
  return { key: 'index-newer', tone: 'warning', title: sentence, text: wayOn, way: null };
}

function diskNotice({ problem }: ArchiveState): Notice | null {
  if (problem === null || !told.includes(problem)) return null;
  const { sentence, wayOn } = report(problem);
  const title = m.banner_archive_title();
  const way = problem === 'archive-away' ? 'find-archive' : null;
  return { key: 'archive', tone: 'danger', title, text: `${sentence} ${wayOn}`, way };
}

function moveNotice({ job }: ArchiveState): Notice | null {
  if (job?.kind !== 'move') return null;
  const [title, text] = [m.banner_move_title(), m.banner_move_text()];
  return { key: 'move', tone: 'info', title, text, way: 'settings' };
}

/** Only what "Verify" has found: a file the person deleted by hand is no news on every page. */
function missingNotice({ missing, lastReport, job }: ArchiveState): Notice | null {
  const isFound = lastReport?.kind === 'verify' && lastReport.missing > 0;
  if (missing === 0 || !isFound || job !== null) return null;
  const title = m.banner_missing_title({ count: missing });
  const text = m.banner_missing_text();
  return { key: 'missing', tone: 'warning', title, text, way: 'settings' };
}
