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
/** The slash of "muted here"; what needs attention looks the same, muted or not. */
type Muted = `${'armed' | 'disarmed' | 'mixed'}-muted`;
type Shape = Still | BusyFrame | Muted;

/** Which picture the tray shows: the shape says the state, a dot says that there are unseen clips. */
export type TrayIconName = Shape | `${Shape}-dot`;

/** `frame` counts up while something is changing; it moves nothing else. */
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
  /** What the person chose; it counts on Linux only. */
  readonly style: TrayStyle | null;
  /** Windows: the taskbar's theme, which is not the applications'. */
  readonly isTaskbarDark: boolean;
}

/**
 * Which file of `dist/icons/tray` shows a state here. macOS colours a template by itself, Windows wants an icon file
 * light or dark as the taskbar demands, Linux panels take a PNG.
 */
export function trayPicture(around: TrayIconContext, name: TrayIconName): string {
  if (around.platform === 'darwin') return `template/${name}Template.png`;
  if (around.platform === 'win32') {
    return `windows-${around.isTaskbarDark ? 'light' : 'dark'}/${name}.ico`;
  }
  return `${around.style ?? 'colour'}/${name}.png`;
}

/** Whether the look of the icon is the person's to choose. */
export const hasTrayStyles = (platform: NodeJS.Platform): boolean => platform === 'linux';

/** Redraws the tray while something moves in it, and only then: a tray at rest has no timer. */
export interface TrayAnimation {
  /** Which frame of the animation is due. */
  frame(): number;
  /** Beats as long as this state needs it. */
  follow(state: AppState): void;
  stop(): void;
}

interface TrayAnimationDeps {
  readonly clock: Clock;
  readonly onFrame: () => void;
}

export function createTrayAnimation({ clock, onFrame: onBeat }: TrayAnimationDeps): TrayAnimation {
  let beat: { readonly everyMs: number; readonly cancel: Dispose } | null = null;
  let frame = 0;

  function start(everyMs: number): void {
    const cancel = clock.after(everyMs, () => {
      beat = null;
      frame += 1;
      onBeat();
    });
    beat = { everyMs, cancel };
  }

  function stop(): void {
    beat?.cancel();
    beat = null;
  }

  return {
    frame: () => frame,
    follow(state) {
      const everyMs = frameIntervalMs(state, clock.now());
      if (beat !== null && beat.everyMs === everyMs) return;
      stop();
      if (everyMs !== null) start(everyMs);
    },
    stop,
  };
}

/** How often this state has to be drawn anew by itself, in ms; null for never. */
export function frameIntervalMs(
  { arming, temporaryDisarms }: AppState,
  now: number,
): number | null {
  // Moves for a while, then stands: the picture still says that something is under way.
  const isMoving = Object.values(arming).some(
    (asked) => asked?.phase === 'asking' && now - asked.at < longestMotionMs,
  );
  if (isMoving) return frameMs;
  return Object.keys(temporaryDisarms).length > 0 ? minutes(1) : null;
}

const frameMs = 400;
const longestMotionMs = seconds(15);

/** Tells of each change whether icon, tooltip or menu look different after it. */
export function createTrayChanges(first: ConnectionState): (change: SliceChange) => boolean {
  let connection = first;
  return (change) => {
    if (change.slice !== 'connection') return drawn.has(change.slice);
    const before = connection;
    connection = change.value;
    return !looksSame(before, connection);
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

/** Requests are counted all the time and shown nowhere here: a menu that is open would flicker with each. */
const looksSame = (one: ConnectionState, other: ConnectionState): boolean =>
  one.status === other.status &&
  one.problem === other.problem &&
  one.pausedUntil === other.pausedUntil;

/** What the mouse does on the tray icon, and how the menu gets there. */
export interface TrayBehavior {
  /**
   * `attached`: the desktop shows the menu itself, and gets it anew after every change. `popped-up`: an attached menu
   * would take the left click as well, so it is built when asked for.
   */
  readonly menu: 'attached' | 'popped-up';
  /** The panel hangs from the icon where the system tells where that is. */
  readonly hasBounds: boolean;
}

/**
 * The left click shows or hides the panel everywhere; on Linux that is what the desktop calls "activate", and some
 * desktops show the menu instead.
 */
export function trayBehavior(platform: NodeJS.Platform): TrayBehavior {
  const isLinux = platform !== 'darwin' && platform !== 'win32';
  return isLinux ? { menu: 'attached', hasBounds: false } : { menu: 'popped-up', hasBounds: true };
}
