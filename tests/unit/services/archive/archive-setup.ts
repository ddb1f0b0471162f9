import { initialState } from '../../../../shared/app-state.ts';
import type { ArchiveLimits } from '../../../../shared/archive.ts';
import type { Settings } from '../../../../electron/store/settings-schema.ts';
import { createArchiveService } from '../../../../electron/services/archive/archive-service.ts';
import { showSettings } from '../../../../electron/services/settings/settings-to-state.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import type { CloudSession } from '../../../../electron/sync/cloud-session.ts';
import { toListed } from '../../../../electron/sync/media/media-listing.ts';
import { cloudClipId } from '../../../../shared/ids.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { createMemoryIndex } from '../../../fixtures/memory-index.ts';
import { createMemoryFiles, createMemorySettings } from '../../../fixtures/memory-stores.ts';
import { mediaItem } from '../../../fixtures/samples.ts';

const nothing = { clips: 0, bytes: 0, onlyHere: 0, oldestAt: null, newestAt: null };

/** The archive service over an archive in memory; `keep` puts clips into it. */
export function setUpArchive(saved: Partial<Settings> = {}) {
  const clock = createFakeClock();
  const index = createMemoryIndex();
  const files = createMemoryFiles();
  const settings = createMemorySettings(saved);
  const store = createAppStore(initialState);
  showSettings({ settings, store, hasTrayStyles: false });
  const calls: string[] = [];
  const housekeeping = {
    wake: () => void calls.push('wake'),
    preview: async (limits: ArchiveLimits) => {
      calls.push(`preview ${JSON.stringify(limits)}`);
      return nothing;
    },
    emptyBin: async () => void calls.push('emptyBin'),
    whenQuiet: async () => void calls.push('whenQuiet'),
  };
  const cloud = {
    checkClips: () => void calls.push('checkClips'),
    downloads: { pauseAll: async () => void calls.push('pauseAll') },
  } as unknown as CloudSession;
  const account = { whenSignedIn: <T>(action: (session: CloudSession) => T) => action(cloud) };
  const deps = { account, clock, index, files, settings, store, housekeeping };

  async function keep(...numbers: readonly number[]): Promise<void> {
    await index.recordListing(
      numbers.map((number) => toListed(mediaItem(number, number))),
      clock.now(),
    );
    for (const number of numbers) {
      const path = `${cloudClipId(number)}.mp4`;
      files.paths.add(path);
      await index.setKept(cloudClipId(number), { path, sizeBytes: 12, sha256: 'x' }, clock.now());
    }
  }
  const placeOf = async (number: number) => (await index.get(cloudClipId(number)))?.place;

  return { ...deps, archive: createArchiveService(deps), calls, keep, placeOf };
}
