import type { Point, Rectangle } from 'electron';
import { describe, expect, it } from 'vitest';
import {
  hidesOnBlur,
  keepHiddenMs,
  openingPlace,
  opensOnClick,
  panelPlace,
  type Area,
} from '../../../../electron/desktop/windows/window-bounds.ts';

const size = { width: 360, height: 560 };
const display: Rectangle = { x: 0, y: 0, width: 1920, height: 1080 };
const left: Rectangle = { x: -1280, y: 0, width: 1280, height: 1024 };
const without = (side: 'top' | 'bottom' | 'left' | 'right', bar = 40, of = display): Rectangle => ({
  x: of.x + (side === 'left' ? bar : 0),
  y: of.y + (side === 'top' ? bar : 0),
  width: of.width - (side === 'left' || side === 'right' ? bar : 0),
  height: of.height - (side === 'top' || side === 'bottom' ? bar : 0),
});
const icon = (x: number, y: number): Rectangle => ({ x, y, width: 24, height: 24 });

interface Row {
  readonly name: string;
  readonly platform: NodeJS.Platform;
  readonly tray: Rectangle | null;
  readonly pointer?: Point | null;
  readonly workArea: Rectangle;
  readonly display?: Rectangle;
  readonly at: Point;
}

const rows: readonly Row[] = [
  {
    name: 'macOS, under the icon',
    platform: 'darwin',
    tray: icon(1000, 0),
    workArea: without('top', 25),
    at: { x: 832, y: 29 },
  },
  {
    name: 'macOS, at the right edge',
    platform: 'darwin',
    tray: icon(1890, 0),
    workArea: without('top', 25),
    at: { x: 1560, y: 29 },
  },
  {
    name: 'Windows, bar below',
    platform: 'win32',
    tray: icon(1700, 1050),
    workArea: without('bottom'),
    at: { x: 1532, y: 470 },
  },
  {
    name: 'Windows, bar above',
    platform: 'win32',
    tray: icon(1700, 8),
    workArea: without('top'),
    at: { x: 1532, y: 50 },
  },
  {
    name: 'Windows, bar left',
    platform: 'win32',
    tray: icon(8, 900),
    workArea: without('left'),
    at: { x: 50, y: 520 },
  },
  {
    name: 'Windows, bar right',
    platform: 'win32',
    tray: icon(1890, 900),
    workArea: without('right'),
    at: { x: 1510, y: 520 },
  },
  {
    name: 'Windows, a second display to the left',
    platform: 'win32',
    tray: icon(-100, 1000),
    workArea: without('bottom', 40, left),
    display: left,
    at: { x: -360, y: 414 },
  },
  {
    name: 'Linux, near the pointer at a bar above',
    platform: 'linux',
    tray: null,
    pointer: { x: 1800, y: 12 },
    workArea: without('top', 28),
    at: { x: 1560, y: 36 },
  },
  {
    name: 'Linux, near the pointer at a bar below',
    platform: 'linux',
    tray: null,
    pointer: { x: 900, y: 1070 },
    workArea: without('bottom', 28),
    at: { x: 720, y: 484 },
  },
  {
    name: 'Linux, bounds that are empty count as none',
    platform: 'linux',
    tray: { x: 0, y: 0, width: 0, height: 0 },
    pointer: null,
    workArea: without('top', 28),
    at: { x: 780, y: 274 },
  },
  {
    name: 'Linux, in the middle when nobody tells',
    platform: 'linux',
    tray: null,
    pointer: null,
    workArea: without('top', 28),
    at: { x: 780, y: 274 },
  },
  {
    name: 'a screen smaller than the panel',
    platform: 'linux',
    tray: null,
    pointer: null,
    workArea: { x: 10, y: 20, width: 300, height: 400 },
    at: { x: 10, y: 20 },
  },
];

describe('the place of the panel', () => {
  it.each(rows)(
    '$name',
    ({ platform, tray, pointer = null, workArea, display: on = display, at }) => {
      expect(panelPlace({ platform, tray, pointer, workArea, display: on, size })).toEqual(at);
    },
  );
});

describe('when the panel hides and shows', () => {
  it.each([
    [false, false, true],
    [true, false, false],
    [false, true, false],
  ])(
    'pointer on the icon %s, developer tools %s: hides %s',
    (isPointerOnTray, areDevToolsFocused, hides) => {
      expect(hidesOnBlur({ isPointerOnTray, areDevToolsFocused })).toBe(hides);
    },
  );

  it.each([
    [null, true],
    [100, false],
    [251, true],
    [-1_000, true],
  ])('hidden %s ms ago, a click opens it: %s', (agoMs, opens) => {
    expect(opensOnClick(agoMs === null ? null : 10_000 - agoMs, 10_000)).toBe(opens);
  });

  it('is kept for two minutes out of sight', () => {
    expect(keepHiddenMs).toBe(120_000);
  });
});

describe('where the window opens', () => {
  const laptop: Area = { x: 0, y: 0, width: 1440, height: 900 };
  const right: Area = { x: 1440, y: 0, width: 2560, height: 1440 };
  const above: Area = { x: 0, y: -1080, width: 1920, height: 1080 };
  const saved = { x: 100, y: 80, width: 1000, height: 700, isMaximized: false };
  const size = { width: 1000, height: 700 };

  it.each<
    readonly [
      string,
      typeof saved | (Omit<typeof saved, 'x'> & { x: null }),
      readonly Area[],
      object,
    ]
  >([
    ['where it was', saved, [laptop], { ...size, x: 100, y: 80 }],
    ['in the middle at first', { ...saved, x: null }, [laptop], size],
    ['on the second screen', { ...saved, x: 1600 }, [laptop, right], { ...size, x: 1600, y: 80 }],
    ['in the middle when that screen is gone', { ...saved, x: 1600 }, [laptop], size],
    ['on the screen above', { ...saved, y: -900 }, [laptop, above], { ...size, x: 100, y: -900 }],
    [
      'pulled back when it hangs over the edge',
      { ...saved, x: 1200 },
      [laptop],
      { ...size, x: 440, y: 80 },
    ],
    ['in the middle when only a sliver is left', { ...saved, x: 1430 }, [laptop], size],
    ['in the middle when its title is out of reach', { ...saved, y: 890 }, [laptop], size],
    [
      'no larger than the screen',
      { ...saved, width: 3000, height: 2000 },
      [laptop],
      { x: 0, y: 0, width: 1440, height: 900 },
    ],
  ])('%s', (_name, place, screens, expected) => {
    expect(openingPlace(place, screens)).toEqual(expected);
  });
});
