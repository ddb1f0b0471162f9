import * as v from 'valibot';
import { cloudTime, type Timeline } from './clock.ts';
import type { Clips } from './clips.ts';
import { bytes, failure, json, type Answer, type RoutedAsk } from './exchange.ts';
import type { MediaItem, MediaStore } from './media-store.ts';
import { mediaPaths } from './picture-paths.ts';
import type { Pictures } from './pictures.ts';
import type { Route } from './router.ts';
import type { World } from './world.ts';

interface MediaDeps {
  readonly world: World;
  readonly media: MediaStore;
  readonly timeline: Timeline;
  readonly pictures: Pictures;
  readonly clips: Clips;
}

const FILE = '/api/v3/media/accounts/:a/networks/:n/:type/:c/:source/:file';
const DeleteBody = v.pipe(v.string(), v.parseJson(), v.object({ media_list: v.array(v.number()) }));
const mediaGone = () => failure(404, 'Media not found', 700);

/** The recordings: the list of what changed, the files themselves, deleting. */
export function mediaRoutes(deps: MediaDeps): readonly Route[] {
  return [
    {
      method: 'GET',
      host: 'rest',
      pattern: '/api/v1/accounts/:a/media/changed',
      handle: (ask) => changed(deps, ask),
    },
    {
      method: 'POST',
      host: 'rest',
      pattern: '/api/v1/accounts/:a/media/delete',
      handle: (ask) => remove(deps, ask),
    },
    { method: 'GET', host: 'rest', pattern: FILE, handle: (ask) => file(deps, ask) },
  ];
}

/**
 * Reads `since` as clients write it: `+0000` or `+00:00` or `Z`, the plus sign raw (so it arrives as a space) or
 * encoded. Undefined when it is no time.
 */
export function sinceOf(written: string | null): number | undefined {
  if (written === null || written === '') return 0;
  const at = Date.parse(written.replace(' ', '+').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  return Number.isNaN(at) ? undefined : at;
}

function changed({ world, media }: MediaDeps, ask: RoutedAsk): Answer {
  const since = sinceOf(ask.query.get('since'));
  if (since === undefined) return failure(400, 'Invalid value for since', 400);
  const limit = world.file.mediaPageSize;
  // Pages begin at 1, and 0 is the same page.
  const page = Math.max(1, Math.floor(Number(ask.query.get('page') ?? 1)) || 1);
  const from = (page - 1) * limit;
  const items = media.newestFirst();
  const end = items.findIndex((item) => item.updatedAt < since);
  const rows = items.slice(from, Math.min(from + limit, end < 0 ? items.length : end));
  return json({
    limit,
    purge_id: 2989164295,
    refresh_count: 0,
    media: rows.map((item) => itemJson(world, item)),
  });
}

const itemJson = (world: World, item: MediaItem) => ({
  id: item.id,
  created_at: cloudTime(item.createdAt),
  updated_at: cloudTime(item.updatedAt),
  deleted: item.deleted,
  device: item.device.type,
  device_id: item.device.id,
  device_name: item.device.name,
  network_id: item.device.networkId,
  network_name: world.system(item.device.networkId)?.name,
  type: 'video',
  source: item.source,
  partial: false,
  watched: item.watched,
  ...mediaPaths(world.file.account.id, item),
  metadata: null,
  additional_devices: [],
  time_zone: item.device.timeZone,
});

/** A clip, which counts as watched from then on, or its still, also in the small size (`_s`). */
function file({ media, timeline, pictures, clips }: MediaDeps, ask: RoutedAsk): Answer {
  const [, digits, small, extension] = /^(\d+)(_s)?\.(mp4|jpg)$/.exec(ask.params.file ?? '') ?? [];
  const item = media.byFileNumber(Number(digits));
  if (!item || item.deleted || item.source !== ask.params.source) return mediaGone();
  if (item.device.type !== ask.params.type) return failure(400, 'Invalid Device Type', 1630);
  if (extension === 'jpg') return bytes(pictures.ofClip(item, small !== undefined), 'image/jpeg');
  media.markWatched(item, timeline.now());
  return bytes(clips.of(item), 'video/mp4');
}

function remove({ media, timeline }: MediaDeps, ask: RoutedAsk): Answer {
  const ids = mediaList(ask.body);
  if (!ids) return failure(400, 'Invalid media list', 706);
  for (const id of ids) {
    const item = media.byId(id);
    if (item && !item.deleted) media.markDeleted(item, timeline.now());
  }
  return json({ message: 'Successfully deleted media', code: 711 });
}

function mediaList(body: string): readonly number[] | undefined {
  const parsed = v.safeParse(DeleteBody, body);
  return parsed.success ? parsed.output.media_list : undefined;
}
