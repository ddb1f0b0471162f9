import type { Point, Rectangle, Size } from 'electron';
import type { Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';
import type { WindowPlace } from '../../store/settings-schema.ts';

/** What decides where the panel opens; coordinates of the screen. */
export interface PanelContext {
  readonly platform: NodeJS.Platform;
  /** The tray icon, where the system reports its bounds. */
  readonly tray: Rectangle | null;
  /** The pointer, where the system reports it. */
  readonly pointer: Point | null;
  /** The display's part that no bar covers. */
  readonly workArea: Rectangle;
  readonly display: Rectangle;
  readonly size: Size;
}

/** Where the panel's upper left corner belongs; always within the work area as far as it fits. */
export function panelPlace(context: PanelContext): Point {
  return clampToWorkArea(preferredPlace(context), context);
}

function preferredPlace({ platform, tray, pointer, workArea, display, size }: PanelContext): Point {
  if (tray !== null && tray.width > 0) {
    const middle = { x: tray.x + tray.width / 2, y: tray.y + tray.height / 2 };
    if (platform === 'darwin')
      return { x: middle.x - size.width / 2, y: tray.y + tray.height + macGap };
    return besideBar(middle, { workArea, display, size }, windowsGap);
  }
  // Linux does not report where the icon is, but the pointer is still where it was clicked.
  if (pointer !== null) return besideBar(pointer, { workArea, display, size }, linuxGap);
  return {
    x: workArea.x + (workArea.width - size.width) / 2,
    y: workArea.y + (workArea.height - size.height) / 2,
  };
}

type Screen = Pick<PanelContext, 'workArea' | 'display' | 'size'>;

/** Next to the bar on the side of the screen nearest to `at`, as near to it as the screen allows. */
function besideBar(at: Point, { workArea, display, size }: Screen, gap: number): Point {
  const centred = { x: at.x - size.width / 2, y: at.y - size.height / 2 };
  const side = nearestSide(at, display);
  if (side === 'top') return { x: centred.x, y: workArea.y + gap };
  if (side === 'left') return { x: workArea.x + gap, y: centred.y };
  const right = workArea.x + workArea.width - size.width - gap;
  if (side === 'right') return { x: right, y: centred.y };
  return { x: centred.x, y: workArea.y + workArea.height - size.height - gap };
}

function nearestSide(at: Point, { x, y, width, height }: Rectangle) {
  const distances = [
    ['bottom', y + height - at.y],
    ['top', at.y - y],
    ['left', at.x - x],
    ['right', x + width - at.x],
  ] as const;
  return distances.reduce((best, each) => (each[1] < best[1] ? each : best))[0];
}

function clampToWorkArea({ x, y }: Point, { workArea, size }: PanelContext): Point {
  const within = (at: number, from: number, room: number) =>
    Math.round(Math.max(from, Math.min(at, from + room)));
  return {
    x: within(x, workArea.x, workArea.width - size.width),
    y: within(y, workArea.y, workArea.height - size.height),
  };
}

const macGap = 5;
const windowsGap = 10;
const linuxGap = 8;

/** In pixels of the desktop, from its top left. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a window opens; without x and y in the middle of the main screen. */
export interface OpeningPlace {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Where the window was, if that is still on a screen: enough of it to see and to take hold of. Never larger than the
 * screen it is on.
 */
export function openingPlace(saved: WindowPlace, screens: readonly Area[]): OpeningPlace {
  const { x, y, width, height } = saved;
  const [main] = screens;
  const onMain = { width: within(width, main?.width), height: within(height, main?.height) };
  if (x === null || y === null) return onMain;
  const window = { x, y, width, height };
  const screen = screens
    .map((area) => ({ area, shared: sharedPixels(window, area) }))
    .filter(({ area, shared }) => shared >= enoughPixels && hasTitleOn(window, area))
    .sort((one, other) => other.shared - one.shared)[0]?.area;
  if (screen === undefined) return onMain;
  const size = { width: Math.min(width, screen.width), height: Math.min(height, screen.height) };
  return {
    ...size,
    x: clamp(x, screen.x, screen.x + screen.width - size.width),
    y: clamp(y, screen.y, screen.y + screen.height - size.height),
  };
}

const enoughPixels = 120 * 60;
/** The part of a window a person can drag it by. */
const titleHeight = 30;

const within = (size: number, most: number | undefined): number => Math.min(size, most ?? size);

const clamp = (value: number, from: number, to: number): number =>
  Math.min(Math.max(value, from), to);

function sharedPixels(one: Area, other: Area): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return Math.max(0, width) * Math.max(0, height);
}

const hasTitleOn = (window: Area, screen: Area): boolean =>
  window.y >= screen.y - titleHeight && window.y < screen.y + screen.height - titleHeight;

export interface BlurFacts {
  /** The pointer is on the tray icon: the click that follows hides the panel itself. */
  readonly isPointerOnTray: boolean;
  readonly areDevToolsFocused: boolean;
}

/** Whether a panel that lost the focus goes away. */
export const hidesOnBlur = ({ isPointerOnTray, areDevToolsFocused }: BlurFacts): boolean =>
  !isPointerOnTray && !areDevToolsFocused;

/**
 * Whether a click on the icon shows the panel. The click itself takes the focus away and so hides the panel first:
 * it must not bring it back.
 */
export const opensOnClick = (blurredAt: Timestamp | null, now: Timestamp): boolean =>
  blurredAt === null || now < blurredAt || now - blurredAt > sameClickMs;

/** How long a hidden panel is kept for the next click, in ms. */
export const keepHiddenMs = minutes(2);

const sameClickMs = 250;
