export type ClipStep = 'newer' | 'older' | 'close';

const steps = new Map<string, ClipStep>([
  ['ArrowUp', 'newer'],
  ['ArrowLeft', 'newer'],
  ['ArrowDown', 'older'],
  ['ArrowRight', 'older'],
  ['Escape', 'close'],
]);
const ownKeys = ['INPUT', 'SELECT', 'TEXTAREA', 'VIDEO'];

/** A dialog over the player keeps its keys to itself. */
const isOwn = (target: Element): boolean =>
  ownKeys.includes(target.tagName) || target.closest('dialog') !== null;

type Key = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'target'>;

/** What a key means while a clip is open; null where the focused control has its own use for it. */
export function stepOf(event: Key): ClipStep | null {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return null;
  const { target } = event;
  if (target instanceof Element && isOwn(target)) return null;
  return steps.get(event.key) ?? null;
}
