import type { Point, Rectangle, Size } from 'electron';

/** Where things are, in the screen's own coordinates. */
export interface PanelSurroundings {
  readonly platform: NodeJS.Platform;
  /** The tray icon, where the system tells it. */
  readonly tray: Rectangle | null;
  /** The pointer, where the system tells it. */
  readonly pointer: Point | null;
  /** The display's part that no bar covers. */
  readonly workArea: Rectangle;
  readonly display: Rectangle;
  readonly size: Size;
}

/** Where the panel's upper left corner belongs; always within the work area as far as it fits. */
export function panelPlace(around: PanelSurroundings): Point {
  return clampToWorkArea(wanted(around), around);
}

function wanted({ platform, tray, pointer, workArea, display, size }: PanelSurroundings): Point {
  if (tray !== null && tray.width > 0) {
    const middle = { x: tray.x + tray.width / 2, y: tray.y + tray.height / 2 };
    if (platform === 'darwin')
      return { x: middle.x - size.width / 2, y: tray.y + tray.height + macGap };
    return besideBar(middle, { workArea, display, size }, windowsGap);
  }
  // On Linux nobody tells where the icon is: the click was there a moment ago.
  if (pointer !== null) return besideBar(pointer, { workArea, display, size }, linuxGap);
  return {
    x: workArea.x + (workArea.width - size.width) / 2,
    y: workArea.y + (workArea.height - size.height) / 2,
  };
}

type Screen = Pick<PanelSurroundings, 'workArea' | 'display' | 'size'>;

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

function clampToWorkArea({ x, y }: Point, { workArea, size }: PanelSurroundings): Point {
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
