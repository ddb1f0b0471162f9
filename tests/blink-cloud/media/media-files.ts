import { same } from '../http/calls.ts';
import type { Timeline } from '../clock.ts';
import type { Clips } from './clips.ts';
import { blobAnswer, bytes, failure, type Answer, type RoutedAsk } from '../http/exchange.ts';
import type { MediaItem, MediaStore } from './media-store.ts';
import type { Pictures } from '../devices/pictures.ts';
import type { Route } from '../http/router.ts';

interface FileDeps {
  readonly media: MediaStore;
  readonly timeline: Timeline;
  readonly pictures: Pictures;
  readonly clips: Clips;
}

const FILE = '/api/v3/media/accounts/:a/networks/:n/:type/:c/:source/:file';

/** The bytes of recordings and their stills, below their addresses of 2020 and of today. */
export function mediaFileRoutes(deps: FileDeps): readonly Route[] {
  const byId = (ask: RoutedAsk) => {
    const named = nameOf(ask);
    const item = deps.media.byId(named.number);
    return item ? fileOf(deps, ask, item, named) : mediaGone();
  };
  return [
    ...same('GET', FILE, (ask) => file(deps, ask)),
    ...same('GET', '/api/v2/accounts/:a/media/clip/:file', byId),
    ...same('GET', '/api/v2/accounts/:a/media/thumb/:file', byId),
  ];
}

const mediaGone = () => failure(404, 'Media not found', 700);

function file(deps: FileDeps, ask: RoutedAsk): Answer {
  const named = nameOf(ask);
  const item = deps.media.byFileNumber(named.number);
  if (!item || item.source !== ask.params.source) return mediaGone();
  if (item.device.type !== ask.params.type) return failure(400, 'Invalid Device Type', 1630);
  return fileOf(deps, ask, item, named);
}

interface FileName {
  readonly number: number;
  readonly isSmall: boolean;
  readonly isStill: boolean;
}

function nameOf(ask: RoutedAsk): FileName {
  const [, digits, small, extension] = /^(\d+)(_s)?\.(mp4|jpg)$/.exec(ask.params.file ?? '') ?? [];
  return { number: Number(digits), isSmall: small !== undefined, isStill: extension === 'jpg' };
}

/** A clip, which counts as watched from then on, or its still, also in the small size (`_s`). */
function fileOf(
  { media, timeline, pictures, clips }: FileDeps,
  ask: RoutedAsk,
  item: MediaItem,
  { isSmall, isStill }: FileName,
): Answer {
  if (item.deleted) return mediaGone();
  if (isStill) return bytes(pictures.ofClip(item, isSmall), 'image/jpeg');
  if (ask.method === 'GET') media.markWatched([item], timeline.now());
  const key = String(item.id);
  return blobAnswer(clips.of({ ...item, key }), 'video/mp4', `clip-${key}`);
}
