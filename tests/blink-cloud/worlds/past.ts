import { pastClips, type PastClip } from './history.ts';
import type { LocalStorage } from '../local-storage/store.ts';
import { RECORDING_MS, UPLOAD_MS, type MediaItem, type MediaStore } from '../media/media-store.ts';
import type { Random } from './random.ts';
import type { Device, World } from '../world.ts';

interface PastDeps {
  readonly world: World;
  readonly media: MediaStore;
  readonly localStorage: LocalStorage;
  readonly random: Random;
}

const DAY_MS = 24 * 3_600_000;

/** Fills the lists with what happened before the cloud started. */
export function recordHistory({ world, media, localStorage, random }: PastDeps, now: number) {
  const { autoDeleteDays = 30 } = world.file.account;
  const keptFrom = now - autoDeleteDays * DAY_MS;
  const devices = new Map(world.devices.map((device) => [device.name, device]));
  for (const past of pastClips(world.file, now, random)) {
    const device = devices.get(past.device);
    if (!device) throw new Error(`world "${world.file.name}": no device named "${past.device}"`);
    if (past.isLocal) localStorage.add(device, past.createdAt);
    else if (past.createdAt >= keptFrom) remember(media, device, past, now);
  }
}

/** Written out field by field: there may be a hundred thousand. */
function remember(media: MediaStore, device: Device, past: PastClip, now: number): MediaItem {
  return media.add({
    id: media.reserveId(),
    device,
    source: past.source,
    createdAt: past.createdAt,
    listedAt: past.createdAt + RECORDING_MS + UPLOAD_MS,
    watchedAt: past.watchedAt === undefined ? undefined : Math.min(past.watchedAt, now),
    description: past.description,
    detections: past.detections,
  });
}
