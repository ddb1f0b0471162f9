import type {
  AppState,
  ConnectionState,
  SliceChange,
  SliceName,
  TrayStyle,
} from '../../../shared/app-state.ts';
import { armedSummary, type ArmedSummary } from '../../../shared/armed-display.ts';
import { minutes, seconds, type Clock } from '../../lib/clock.ts';
import type { Dispose } from '../../lib/dispose.ts';

type BusyFrame = 'busy-1' | 'busy-2' | 'busy-3' | 'busy-4';
type Still = Exclude<ArmedSummary, 'busy'>;
/** With a slash, for "muted on this computer". Shapes that ask for attention have no muted form. */
type Muted = `${'armed' | 'disarmed' | 'mixed'}-muted`;
type Shape = Still | BusyFrame | Muted;

/** Which picture the tray shows: the shape stands for the state, a dot for unseen clips. */
export type TrayIconName = Shape | `${Shape}-dot`;

/** `frame` counts the pictures of the animation that is shown while arming is under way. */
export function trayIconName(state: AppState, frame: number): TrayIconName {
  const shape = shapeOf(state, frame);
  return state.clips.unseen > 0 ? `${shape}-dot` : shape;
}

function shapeOf(state: AppState, frame: number): Shape {
  const summary = armedSummary(state);
  if (summary === 'busy') return busyFrames[frame % busyFrames.length] ?? 'busy-1';
  const isMuted = state.mute.until !== null;
  if (isMuted && (summary === 'armed' || summary === 'disarmed' || summary === 'mixed')) {
    return `${summary}-muted`;
  }
  return summary;
}

const busyFrames: readonly BusyFrame[] = ['busy-1', 'busy-2', 'busy-3', 'busy-4'];

export interface TrayIconContext {
  readonly platform: NodeJS.Platform;
  /** The choice of the person; used on Linux only. */
  readonly style: TrayStyle | null;
  /** The theme of the Windows taskbar, which can differ from that of applications. */
  readonly isTaskbarDark: boolean;
}

/**
 * Which file of `dist/icons/tray` shows a state on this system. macOS colours a template by itself, Windows needs an
 * `.ico` that is light or dark as the taskbar is, Linux panels take a PNG.
 */
export function trayIconFile(context: TrayIconContext, name: TrayIconName): string {
  if (context.platform === 'darwin') return `template/${name}Template.png`;
  if (context.platform === 'win32') {
    return `windows-${context.isTaskbarDark ? 'light' : 'dark'}/${name}.ico`;
  }
  return `${context.style ?? 'colour'}/${name}.png`;
}

/** Whether the person can choose a style of the icon. */
export const hasTrayStyles = (platform: NodeJS.Platform): boolean => platform === 'linux';

/** Asks for redraws while arming is under way or a timed disarm counts down; there is no timer otherwise. */
export interface TrayAnimation {
  /** Which picture of the animation is due. */
  frame(): number;
  /** Starts, changes or stops the timer for this state. */
  follow(state: AppState): void;
  stop(): void;
}

export function createTrayAnimation({
  clock,
  onFrame,
}: {
  readonly clock: Clock;
  readonly onFrame: () => void;
}): TrayAnimation {
  let timer: { readonly intervalMs: number; readonly cancel: Dispose } | null = null;
  let frame = 0;

  function start(intervalMs: number): void {
    const cancel = clock.after(intervalMs, () => {
      timer = null;
      frame += 1;
      onFrame();
    });
    timer = { intervalMs, cancel };
  }

  function stop(): void {
    timer?.cancel();
    timer = null;
  }

  return {
    frame: () => frame,
    follow(state) {
      const intervalMs = frameIntervalMs(state, clock.now());
      if (timer !== null && timer.intervalMs === intervalMs) return;
      stop();
      if (intervalMs !== null) start(intervalMs);
    },
    stop,
  };
}

/** How often this state has to be redrawn without a change, in ms; null for never. */
export function frameIntervalMs(
  { arming, temporaryDisarms }: AppState,
  now: number,
): number | null {
  // The animation stops after a while; its last picture still shows that arming is under way.
  const isAnimated = Object.values(arming).some(
    (asked) => asked?.phase === 'asking' && now - asked.at < longestAnimationMs,
  );
  if (isAnimated) return frameMs;
  return Object.keys(temporaryDisarms).length > 0 ? minutes(1) : null;
}

const frameMs = 400;
const longestAnimationMs = seconds(15);

/** Answers for each change of the state whether icon, tooltip or menu show something else after it. */
export function createTrayChangeFilter(first: ConnectionState): (change: SliceChange) => boolean {
  let connection = first;
  return (change) => {
    if (change.slice !== 'connection') return drawn.has(change.slice);
    const before = connection;
    connection = change.value;
    return !isShownSame(before, connection);
  };
}

const drawn: ReadonlySet<SliceName> = new Set<SliceName>([
  'account',
  'home',
  'arming',
  'temporaryDisarms',
  'mute',
  'clips',
  'desktop',
]);

/** The number of requests changes all the time and is not shown here; a redraw would make an open menu flicker. */
const isShownSame = (one: ConnectionState, other: ConnectionState): boolean =>
  one.status === other.status &&
  one.problem === other.problem &&
  one.pausedUntil === other.pausedUntil;

/** How clicks on the tray icon and its menu work on one system. */
export interface TrayBehavior {
  /**
   * `attached`: the desktop shows the menu itself, so it is set again after every change. `popped-up`: an attached menu
   * would open on the left click as well, so it is built at the right click.
   */
  readonly menu: 'attached' | 'popped-up';
  /** Whether a click comes with the place of the icon, so that the panel can open there. */
  readonly hasBounds: boolean;
}

/**
 * The left click shows or hides the panel on every system. On Linux it is the desktop's "activate", and some desktops
 * show the menu instead.
 */
export function trayBehavior(platform: NodeJS.Platform): TrayBehavior {
  const isLinux = platform !== 'darwin' && platform !== 'win32';
  return isLinux ? { menu: 'attached', hasBounds: false } : { menu: 'popped-up', hasBounds: true };
}
