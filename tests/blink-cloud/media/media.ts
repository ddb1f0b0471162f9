import * as v from 'valibot';
import { bodyAs, jsonOf } from '../http/bodies.ts';
import { same } from '../http/calls.ts';
import { cloudTime, type Timeline } from '../clock.ts';
import { failure, json, numberParam, type Answer, type RoutedAsk } from '../http/exchange.ts';
import type { Faults } from '../faults/faults.ts';
import type { MediaItem, MediaStore } from './media-store.ts';
import { mediaPaths } from '../devices/picture-paths.ts';
import type { Route } from '../http/router.ts';
import { sinceOf } from './since.ts';
import type { World } from '../world.ts';

export interface MediaDeps {
  readonly world: World;
  readonly media: MediaStore;
  readonly timeline: Timeline;
  readonly faults: Faults;
}

const MediaList = jsonOf(v.object({ media_list: v.array(v.number()) }));

/** The recordings: the list of what changed, how many are new, deleting. */
export function mediaRoutes(deps: MediaDeps): readonly Route[] {
  return [
    ...same('GET', '/api/v1/accounts/:a/media/changed', (ask) => changed(deps, ask)),
    ...same('POST', '/api/v1/accounts/:a/media/delete', (ask) => removeListed(deps, ask)),
    ...same('GET', '/api/v1/accounts/:a/media/count', () => json({ count: unwatched(deps) })),
    ...same('GET', '/api/v2/videos/count', () => json({ count: unwatched(deps) })),
    ...same('GET', '/api/v1/accounts/:a/media/:id', (ask) => one(deps, ask)),
  ];
}

/** How many recordings nobody has watched. */
export const unwatched = ({ media }: MediaDeps) =>
  media.all().filter((item) => !item.watched && !item.deleted).length;

function changed(deps: MediaDeps, ask: RoutedAsk): Answer {
  const { world, media } = deps;
  const since = sinceOf(ask.query.get('since'));
  if (since === undefined) return failure(400, 'Invalid value for since', 400);
  const limit = world.file.mediaPageSize;
  // Pages begin at 1, and 0 is the same page.
  const page = Math.max(1, Math.floor(Number(ask.query.get('page') ?? 1)) || 1);
  if (page > 1 && deps.faults.take('rows-inserted', ask)) recordAgain(deps);
  const rows = media.changes(since, (page - 1) * limit, limit);
  return json({
    limit,
    purge_id: media.purgeId(),
    refresh_count: media.refreshCount(),
    media: rows.map((item) => itemJson(world, item)),
  });
}

/** One recording, as the lists tell it. */
function one({ world, media }: MediaDeps, ask: RoutedAsk): Answer {
  const item = media.byId(numberParam(ask, 'id'));
  return item && !item.deleted ? json(itemJson(world, item)) : failure(404, 'Media not found', 700);
}

/** The camera of the newest recording has just recorded again. */
function recordAgain({ media, timeline }: MediaDeps) {
  const newest = media.all().at(-1);
  if (!newest) return;
  const { device, source } = newest;
  const now = timeline.now();
  media.add({ id: media.reserveId(), device, source, createdAt: now, listedAt: now });
}

/** A recording as the lists tell it. */
export function itemJson(world: World, item: MediaItem) {
  const { media, thumbnail } = mediaPaths(world.file.account.id, item);
  return {
    id: item.id,
    created_at: cloudTime(item.createdAt),
    updated_at: cloudTime(item.updatedAt),
    deleted: item.deleted,
    device: item.device.addresses === 'path' ? 'camera' : item.device.type,
    device_id: item.device.id,
    device_name: item.deviceName,
    network_id: item.device.networkId,
    network_name: world.system(item.device.networkId)?.name,
    type: 'video',
    source: item.source,
    partial: false,
    watched: item.watched,
    thumbnail,
    media,
    metadata: null,
    additional_devices: [],
    time_zone: item.device.timeZone,
  };
}

/** Deletes what the body lists; their rows stay, marked. */
export function removeListed({ media, timeline }: MediaDeps, ask: RoutedAsk): Answer {
  const items = listedItems(media, ask);
  if (!items) return failure(400, 'Invalid media list', 706);
  media.markDeleted(items, timeline.now());
  return json({ message: 'Successfully deleted media', code: 711 });
}

/** The recordings a body's `media_list` names, those that exist; undefined when it is no list. */
export function listedItems(media: MediaStore, ask: RoutedAsk): readonly MediaItem[] | undefined {
  return bodyAs(MediaList, ask)?.media_list.flatMap((id) => media.byId(id) ?? []);
}
