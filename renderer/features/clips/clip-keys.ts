export type ClipKey = 'newer' | 'older' | 'close' | 'star' | 'delete';

const keys = new Map<string, ClipKey>([
  ['ArrowUp', 'newer'],
  ['ArrowLeft', 'newer'],
  ['ArrowDown', 'older'],
  ['ArrowRight', 'older'],
  ['Escape', 'close'],
  ['s', 'star'],
  ['Delete', 'delete'],
]);
const typedInto = ['INPUT', 'SELECT', 'TEXTAREA'];
/** What a focused video leaves to us. */
const notOfVideo: readonly (ClipKey | null)[] = ['star', 'delete'];

/** A dialog over the player keeps its keys to itself; a video has a use for arrows and Esc only. */
function isOwn(target: Element, meant: ClipKey | null): boolean {
  if (target.tagName === 'VIDEO') return !notOfVideo.includes(meant);
  return typedInto.includes(target.tagName) || target.closest('dialog') !== null;
}

type Key = Pick<
  KeyboardEvent,
  'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'target'
>;

/** What a key means while a clip is open; null where the focused control has its own use for it. */
export function clipKeyOf(event: Key): ClipKey | null {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  const meant = keys.get(event.key) ?? null;
  if (event.target instanceof Element && isOwn(event.target, meant)) return null;
  // A key held down walks on; it neither deletes one clip after the other nor flickers a star.
  return event.repeat && (meant === 'star' || meant === 'delete') ? null : meant;
}
