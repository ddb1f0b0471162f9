/** A picture in memory: rows of red, green, blue. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}

/** 0xRRGGBB. */
export type Colour = number;

/** The corners of a filled shape: x, y, x, y, … in pixels. */
export type Shape = readonly number[];

/** An empty, black picture. */
export const createCanvas = (width: number, height: number): Canvas => ({
  width,
  height,
  pixels: new Uint8ClampedArray(width * height * 3),
});

/** A copy that can be drawn on. */
export const copyOf = (canvas: Canvas): Canvas => ({
  ...canvas,
  pixels: new Uint8ClampedArray(canvas.pixels),
});

export const box = (x: number, y: number, width: number, height: number): Shape => [
  ...[x, y, x + width, y],
  ...[x + width, y + height, x, y + height],
];

const OVAL_CORNERS = 40;

export const oval = (x: number, y: number, radiusX: number, radiusY = radiusX): Shape =>
  Array.from({ length: OVAL_CORNERS }, (_, i) => (i * 2 * Math.PI) / OVAL_CORNERS).flatMap(
    (angle) => [x + radiusX * Math.cos(angle), y + radiusY * Math.sin(angle)],
  );

/** The red, green and blue of a colour. */
export const channels = (colour: Colour) =>
  [(colour >> 16) & 255, (colour >> 8) & 255, colour & 255] as const;

/** A colour between two: 0 is the first, 1 the second. */
export function mix(first: Colour, second: Colour, share: number): Colour {
  const [r1, g1, b1] = channels(first);
  const [r2, g2, b2] = channels(second);
  const between = (a: number, b: number) => Math.round(a + (b - a) * share);
  return (between(r1, r2) << 16) | (between(g1, g2) << 8) | between(b1, b2);
}

/** Rows `from` to `to` change evenly from one colour to the other. */
export function fade(
  canvas: Canvas,
  [from, to]: readonly [number, number],
  colours: readonly [Colour, Colour],
) {
  for (let y = Math.max(0, from); y < Math.min(to, canvas.height); y++) {
    const row = mix(colours[0], colours[1], (y - from) / (to - from));
    fill(canvas, box(0, y, canvas.width, 1), row);
  }
}

const SUBROWS = 4;

/** Fills a shape with smooth edges; where it crosses itself, even-odd. */
export function fill(canvas: Canvas, shape: Shape, colour: Colour, opacity = 1) {
  const [top, bottom] = rowsOf(shape, canvas.height);
  const coverage = new Float32Array(canvas.width);
  for (let y = top; y < bottom; y++) {
    coverage.fill(0);
    for (let sub = 0; sub < SUBROWS; sub++) {
      const crossings = crossingsAt(shape, y + (sub + 0.5) / SUBROWS);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        cover(coverage, crossings[i] ?? 0, crossings[i + 1] ?? 0);
      }
    }
    blendRow(canvas, y, coverage, { colour, opacity: opacity / SUBROWS });
  }
}

function rowsOf(shape: Shape, height: number): readonly [number, number] {
  const ys = shape.filter((_, index) => index % 2 === 1);
  return [Math.max(0, Math.floor(Math.min(...ys))), Math.min(height, Math.ceil(Math.max(...ys)))];
}

function crossingsAt(shape: Shape, y: number): number[] {
  const crossings: number[] = [];
  for (let i = 0; i < shape.length; i += 2) {
    const [x1 = 0, y1 = 0] = [shape[i], shape[i + 1]];
    const next = (i + 2) % shape.length;
    const [x2 = 0, y2 = 0] = [shape[next], shape[next + 1]];
    if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1));
  }
  return crossings.sort((a, b) => a - b);
}

function cover(coverage: Float32Array, from: number, to: number) {
  const end = Math.min(to, coverage.length);
  for (let x = Math.max(0, Math.floor(from)); x < end; x++) {
    coverage[x] = (coverage[x] ?? 0) + Math.min(x + 1, to) - Math.max(x, from);
  }
}

interface Ink {
  readonly colour: Colour;
  readonly opacity: number;
}

function blendRow(canvas: Canvas, y: number, coverage: Float32Array, ink: Ink) {
  const [red, green, blue] = channels(ink.colour);
  const { pixels, width } = canvas;
  for (let x = 0; x < width; x++) {
    const share = (coverage[x] ?? 0) * ink.opacity;
    if (share <= 0) continue;
    const at = (y * width + x) * 3;
    pixels[at] = (pixels[at] ?? 0) * (1 - share) + red * share;
    pixels[at + 1] = (pixels[at + 1] ?? 0) * (1 - share) + green * share;
    pixels[at + 2] = (pixels[at + 2] ?? 0) * (1 - share) + blue * share;
  }
}

/** Half as wide and high. */
export function halved(canvas: Canvas): Canvas {
  const small = createCanvas(canvas.width >> 1, canvas.height >> 1);
  for (let i = 0; i < small.pixels.length; i++) {
    const pixel = Math.floor(i / 3);
    const [x, y] = [pixel % small.width, Math.floor(pixel / small.width)];
    const at = (y * 2 * canvas.width + x * 2) * 3 + (i % 3);
    const below = at + canvas.width * 3;
    const four = [at, at + 3, below, below + 3].map((index) => canvas.pixels[index] ?? 0);
    small.pixels[i] = four.reduce((sum, value) => sum + value, 0) / 4;
  }
  return small;
}
