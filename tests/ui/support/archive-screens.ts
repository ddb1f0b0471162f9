import type { AppState, ArchiveState } from '../../../shared/app-state.ts';
import { expect } from '@playwright/test';
import { open, sees, showSection, type Screen } from './screen.ts';
import type { Ui } from './window.ts';
import { binned, clip, livedIn } from './worlds.ts';

const now = Date.now();

const withArchive = (change: Partial<ArchiveState>): AppState => ({
  ...livedIn,
  archive: { ...livedIn.archive, ...change },
});

const openShelf = async (ui: Ui, name: string): Promise<void> => {
  await open(ui, 'Clips');
  await ui.page.getByText(name, { exact: true }).click();
};

const verified = {
  kind: 'verify',
  at: now - 120_000,
  clips: 500,
  missing: 3,
  damaged: 2,
  unlisted: 4,
  unknownFiles: 1,
  problem: null,
} as const;

/** Where clips are kept, starred, deleted and looked after. */
export const archiveScreens: readonly Screen[] = [
  {
    name: 'archive-fetching',
    state: withArchive({ waiting: 312, fetching: 2, bytesPerSecond: 1_240_000 }),
    visit: async (ui) => {
      await open(ui, 'Settings');
      await sees(ui, '312 to fetch · 1.2 MB/s · about 3 hours');
      await showSection(ui, 'Keeping clips');
    },
  },
  {
    name: 'archive-verified-with-faults',
    state: withArchive({
      missing: 3,
      damaged: 2,
      lastReport: verified,
      isPaused: true,
      waiting: 9,
    }),
    visit: async (ui) => {
      await open(ui, 'Settings');
      await sees(
        ui,
        /500 clips verified: 3 missing, 2 damaged, 4 not on the list of clips, and 1 file of another kind/,
      );
      await showSection(ui, 'Archive');
    },
  },
  {
    name: 'archive-moving',
    state: withArchive({ job: { kind: 'move', done: 120, total: 500 }, binned: 4 }),
    visit: async (ui) => {
      await open(ui, 'Settings');
      await sees(ui, '120 of 500 clips');
      await showSection(ui, 'Archive');
    },
  },
  {
    name: 'archive-limits',
    state: withArchive({ binned: 4 }),
    visit: async (ui) => {
      await open(ui, 'Settings');
      const value = { clips: 120, bytes: 340_000_000, onlyHere: 12, oldestAt: 1, newestAt: 2 };
      await ui.answer('previewLimits', { ok: true, value });
      await ui.page.getByLabel('Use at most').fill('5');
      await ui.page.getByLabel('Keep clips for').fill('90');
      await sees(ui, /12 of them are only here/);
      await showSection(ui, 'Space');
    },
  },
  {
    name: 'archive-away',
    state: withArchive({ problem: 'archive-away', freeBytes: null }),
    visit: async (ui) => {
      await open(ui, 'Settings');
      await sees(ui, /The folder with your clips is not there\./);
      await showSection(ui, 'Archive');
    },
  },
  {
    name: 'archive-newer',
    state: withArchive({ isReadOnly: true }),
    visit: async (ui) => {
      await open(ui, 'Settings');
      await sees(ui, 'A newer Porchlight has used this archive.');
      await showSection(ui, 'Space');
    },
  },
  {
    name: 'clips-starred',
    state: livedIn,
    clips: 60,
    visit: async (ui) => {
      await openShelf(ui, 'Starred');
      await expect(ui.page.getByRole('main').getByRole('listitem')).toHaveCount(2);
    },
  },
  {
    name: 'clips-bin',
    state: withArchive({ binned: 3 }),
    visit: async (ui) => {
      await ui.setClips([binned(1, 0), binned(3, 4), binned(5, 29)]);
      await openShelf(ui, 'Recently deleted');
      await sees(ui, '26 days left');
      await ui.page.getByText('1 day left').click();
      await sees(ui, /Erased from this computer tomorrow/);
    },
  },
  {
    name: 'clips-bin-empty',
    state: livedIn,
    visit: async (ui) => {
      await openShelf(ui, 'Recently deleted');
      await sees(ui, 'Nothing was deleted');
    },
  },
  {
    name: 'clip-deleted',
    state: livedIn,
    clips: 40,
    visit: async (ui) => {
      const value = { isInBin: true, isInCloud: true, isOnUsb: true };
      await ui.answer('deleteClips', { ok: true, value });
      await ui.push('showClip', clip(1).id);
      await ui.page.getByRole('button', { name: 'Delete', exact: true }).click();
      await sees(ui, 'Clip deleted.');
    },
  },
  {
    name: 'clip-delete-for-good',
    state: livedIn,
    clips: 40,
    visit: async (ui) => {
      await ui.hold('keepClip');
      await ui.push('showClip', clip(2).id);
      await ui.page.getByRole('button', { name: 'Delete', exact: true }).click();
      await sees(ui, /After 30 seconds nobody can bring it back\./);
    },
  },
  {
    name: 'clip-nowhere',
    state: livedIn,
    clips: 40,
    visit: async (ui) => {
      await ui.setClips([clip(0, { place: 'pruned', isInCloud: false }), clip(1)]);
      await ui.push('showClip', clip(0).id);
      await sees(ui, 'This clip is nowhere any more');
    },
  },
];
