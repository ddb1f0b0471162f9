import { AppError } from '../../../shared/errors.ts';
import type { ClipId } from '../../../shared/ids.ts';
import type { Clip, ClipPage, ClipQuery } from '../../../shared/models.ts';
import type { PictureFiles } from '../../store/picture-cache.ts';
import type { Clock } from '../../lib/clock.ts';
import type { ClipArchive } from '../../store/archive/clip-archive.ts';
import type { ClipIndex, KeptFile, SeenLabels } from '../../store/clips/clip-index.ts';
import type { CloudSession } from '../../sync/cloud-session.ts';
import { createPictureSource } from '../cameras/camera-pictures.ts';

/** What a person can ask of the clips. */
export interface ClipService {
  list(query: ClipQuery): Promise<ClipPage>;
  get(id: ClipId): Promise<Clip | null>;
  /** Downloads a clip that is not here yet; answers when it is. Works offline for clips that are. */
  keep(id: ClipId): Promise<Clip>;
  markSeen(id: ClipId): Promise<void>;
  /** The labels Blink has ever given at each camera: only those can be chosen for a rule. */
  seenLabels(): Promise<SeenLabels>;
  /** The clip's still, downloaded once ever; null when it cannot be had now. */
  still(id: ClipId): Promise<Uint8Array | null>;
  /** Where the kept file lies, in the bin too; null if the clip is not kept or its file is gone. */
  locate(id: ClipId): Promise<ClipLocation | null>;
}

export interface ClipLocation {
  /** Absolute. */
  readonly path: string;
  readonly sizeBytes: number;
}

export interface ClipDeps {
  readonly index: ClipIndex;
  readonly files: ClipArchive;
  readonly pictures: PictureFiles;
  readonly clock: Clock;
  readonly cloud: () => CloudSession;
  /** Whether a clip is being fetched right now; false when nobody is signed in. */
  readonly isFetching: (id: ClipId) => boolean;
}

export function createClipService(deps: ClipDeps): ClipService {
  const { index, files, clock, cloud, isFetching } = deps;
  const stills = createPictureSource(deps.pictures);

  const asShown = (clip: Clip): Clip =>
    clip.place === 'listed' && isFetching(clip.id) ? { ...clip, place: 'fetching' } : clip;

  async function locate(id: ClipId): Promise<ClipLocation | null> {
    const file = await fileOf(id);
    if (file === null) return null;
    const path = await files.locate(file);
    if (path !== null) return { path, sizeBytes: file.sizeBytes };
    // Put into the bin or restored since its row was read: its path has changed.
    const fileNow = await fileOf(id);
    if (fileNow !== null && fileNow.path !== file.path) return locate(id);
    await noteMissing(id);
    return null;
  }

  const fileOf = async (id: ClipId): Promise<KeptFile | null> =>
    (await index.binFile(id)) ?? (await index.source(id))?.file ?? null;

  /** The file of a deleted clip may be being moved into the bin; that step notes it if it is gone. */
  async function noteMissing(id: ClipId): Promise<void> {
    const isShown = (await index.get(id))?.binnedAt === null;
    if (isShown && !index.isReadOnly) await index.setMissing(id);
  }

  async function fetchStill(id: ClipId): Promise<Uint8Array | null> {
    const ref = (await index.source(id))?.stillRef ?? null;
    return ref === null
      ? null
      : cloud().api.fetchMedia((client, signal) => client.picture(ref, signal));
  }

  return {
    async list(query) {
      const page = await index.page(query);
      return { ...page, clips: page.clips.map(asShown) };
    },
    async get(id) {
      const clip = await index.get(id);
      return clip === null ? null : asShown(clip);
    },
    async keep(id) {
      const clip = await index.get(id);
      if (clip?.place === 'kept' && (await locate(id)) !== null) return clip;
      if (typeof clip?.binnedAt === 'number') throw new AppError('clip-gone', 'deleted here');
      return cloud().downloads.keep(id);
    },
    seenLabels: () => index.seenLabels(cloud().accountId),
    markSeen: (id) => index.setSeen(id, clock.now()),
    still: (id) => stills.get(`still ${id}`, () => fetchStill(id)),
    locate,
  };
}
