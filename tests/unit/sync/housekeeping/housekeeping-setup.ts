import { createAppStore } from '../../../../electron/store/app-store.ts';
import { createHousekeeping } from '../../../../electron/sync/housekeeping/housekeeping.ts';
import { initialState, type ArchiveState } from '../../../../shared/app-state.ts';
import { noLimits, type ArchiveLimits } from '../../../../shared/archive.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { createMemorySettings } from '../../../fixtures/memory-stores.ts';
import { accountId } from '../../../fixtures/samples.ts';
import { createKeptThings } from './kept-things.ts';

export interface Choices {
  readonly limits?: ArchiveLimits;
  readonly binDays?: number;
}

/** A house over files in memory. */
export const setUpHouse = ({ limits = noLimits, binDays = 30 }: Choices = {}) => {
  const clock = createFakeClock();
  const kept = createKeptThings();
  const store = createAppStore(initialState);
  const settings = createMemorySettings({ accountIds: [accountId], limits, binDays });
  const warnings: string[] = [];
  const open = () =>
    createHousekeeping({
      index: kept.index,
      files: kept.files,
      settings,
      store,
      clock,
      onWarning: (message) => warnings.push(message),
    });
  const setArchive = (change: Partial<ArchiveState>) =>
    store.update('archive', (before) => ({ ...before, ...change }));
  /** The newest time the cloud has told. */
  const setCloudTime = (at: number) => kept.marks.set(`${accountId} media-cursor`, String(at));
  setCloudTime(clock.now());
  const place = (number: number) => kept.things.get(`c${number}`)?.place;
  return { ...kept, clock, store, settings, warnings, open, setArchive, setCloudTime, place };
};
