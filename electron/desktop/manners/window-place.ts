import type { WindowPlace } from '../../store/settings-schema.ts';

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
