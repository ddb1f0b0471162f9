import * as v from 'valibot';
import { jsonOf } from '../http/bodies.ts';
import { newer } from '../http/calls.ts';
import {
  failure,
  json,
  notFound,
  numberParam,
  type Answer,
  type RoutedAsk,
} from '../http/exchange.ts';
import type { MediaItem, StartKey } from './media-store.ts';
import { itemJson, listedItems, removeListed, unwatched, type MediaDeps } from './media.ts';
import type { Route } from '../http/router.ts';
import { sinceOf } from './since.ts';

const Filters = v.object({
  types: v.optional(v.array(v.string()), []),
  device_types: v.optional(v.array(v.string()), []),
  devices: v.optional(v.record(v.string(), v.array(v.number())), {}),
});
const Body = jsonOf(v.object({ filters: v.optional(Filters, {}) }));
type Filter = v.InferOutput<typeof Filters>;

const MEDIA = '/api/v4/accounts/:a/media';

/** The list as today's app asks for it: filtered, turned over by key, with what was recognised. */
export function mediaV4Routes(deps: MediaDeps): readonly Route[] {
  return [
    ...newer('POST', MEDIA, (ask) => list(deps, ask)),
    ...newer('POST', `${MEDIA}/delete`, (ask) => removeListed(deps, ask)),
    ...newer('DELETE', `${MEDIA}/:id/delete`, (ask) => removeOne(deps, ask)),
    ...newer('POST', `${MEDIA}/mark_as_viewed`, (ask) => {
      const items = listedItems(deps.media, ask);
      return items ? viewed(deps, items) : failure(400, 'Invalid media list', 706);
    }),
    ...newer('POST', `${MEDIA}/mark_all_as_viewed`, () => viewed(deps, living(deps))),
    ...newer('GET', '/api/v4/accounts/:a/unwatched_media', () =>
      json({ unwatched_clips: unwatched(deps) }),
    ),
  ];
}

const living = ({ media }: MediaDeps) => media.all().filter((item) => !item.deleted);

function list(deps: MediaDeps, ask: RoutedAsk): Answer {
  const { world, media } = deps;
  const parsed = v.safeParse(Body, ask.body.trim() === '' ? '{}' : ask.body);
  const from = sinceOf(ask.query.get('start_time'));
  const to = sinceOf(ask.query.get('end_time') ?? '9999-12-31T00:00:00Z');
  const before = keyOf(ask.query.get('pagination_key'));
  if (!parsed.success || from === undefined || to === undefined || before === undefined) {
    return failure(400, 'Invalid request', 400);
  }
  const isWanted = wanted(parsed.output.filters);
  const isAsked = (item: MediaItem) =>
    !item.deleted && item.createdAt >= from && item.createdAt <= to && isWanted(item);
  const limit = world.file.mediaPageSize;
  const found = media.startedBefore(before, limit + 1, isAsked);
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return json({
    limit,
    purge_id: media.purgeId(),
    pagination_key: last ? writtenKey(last) : null,
    media: rows.map((item) => ({
      ...itemJson(world, item),
      cv_detection: item.detections ?? [],
      ai_vd: descriptionOf(item),
    })),
  });
}

function descriptionOf({ description }: MediaItem) {
  if (description === undefined) return null;
  return { short_description: description.split('.')[0], full_description: description };
}

/** An empty list asks for everything; `devices` are numbers by their list's name. */
function wanted({ types, device_types, devices }: Filter) {
  const numbers = Object.values(devices).flat();
  return (item: MediaItem) =>
    (types.length === 0 || types.includes('video') || types.includes(item.source)) &&
    (device_types.length === 0 || device_types.includes(item.device.type)) &&
    (numbers.length === 0 || numbers.includes(item.device.id));
}

const FIRST_PAGE: StartKey = { createdAt: Infinity, id: Infinity };

const writtenKey = ({ createdAt, id }: MediaItem) =>
  Buffer.from(`${createdAt} ${id}`).toString('base64url');

function keyOf(written: string | null): StartKey | undefined {
  if (written === null || written === '') return FIRST_PAGE;
  const [createdAt = NaN, id = NaN] = Buffer.from(written, 'base64url')
    .toString('latin1')
    .split(' ')
    .map(Number);
  return Number.isNaN(createdAt) || Number.isNaN(id) ? undefined : { createdAt, id };
}

function viewed({ media, timeline }: MediaDeps, items: readonly MediaItem[]): Answer {
  media.markWatched(items, timeline.now());
  return json({ message: 'Successfully marked media as viewed' });
}

function removeOne({ media, timeline }: MediaDeps, ask: RoutedAsk): Answer {
  const item = media.byId(numberParam(ask, 'id'));
  if (!item || item.deleted) return notFound();
  media.markDeleted([item], timeline.now());
  return json({ message: 'Successfully deleted media', code: 711 });
}
