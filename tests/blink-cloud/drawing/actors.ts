import { box, fill, mix, oval, type Canvas, type Colour, type Shape } from './canvas.ts';

/** Where something stands and how far its step is. */
export interface Stance {
  readonly x: number;
  /** The ground under its feet. */
  readonly y: number;
  /** Its height in pixels. */
  readonly height: number;
  /** Radians; legs swing with its sine. */
  readonly step: number;
}

export interface Clothes {
  readonly coat: Colour;
  readonly trousers: Colour;
  readonly parcel?: Colour;
}

const SKIN = 0xd9a585;
const HAIR = 0x3a2a22;

/** A limb from one point to another. */
function limb(
  from: readonly [number, number],
  to: readonly [number, number],
  width: number,
): Shape {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [nx, ny] = [(-dy / length) * (width / 2), (dx / length) * (width / 2)];
  return [
    ...[from[0] + nx, from[1] + ny, to[0] + nx, to[1] + ny],
    ...[to[0] - nx, to[1] - ny, from[0] - nx, from[1] - ny],
  ];
}

const shadow = (canvas: Canvas, x: number, y: number, width: number) =>
  fill(canvas, oval(x, y, width, width / 5), 0x000000, 0.25);

/** Somebody who walks. */
export function person(canvas: Canvas, { x, y, height, step }: Stance, clothes: Clothes) {
  const unit = height / 8;
  const swing = Math.sin(step) * unit * 1.1;
  const hip = y - unit * 3.6;
  const shoulder = y - unit * 6.4;
  const sleeve = mix(clothes.coat, 0x000000, 0.2);
  shadow(canvas, x, y, unit * 2);
  for (const side of [-1, 1]) {
    fill(canvas, limb([x, hip], [x + swing * side, y], unit * 0.95), clothes.trousers);
    fill(canvas, oval(x + swing * side + unit * 0.3, y, unit * 0.6, unit * 0.28), 0x26221f);
  }
  fill(canvas, limb([x, shoulder], [x - swing * 0.8, hip + unit * 0.2], unit * 0.7), sleeve);
  fill(canvas, oval(x, (hip + shoulder) / 2, unit * 1.15, unit * 1.75), clothes.coat);
  fill(canvas, oval(x, y - unit * 7.3, unit * 0.72, unit * 0.85), SKIN);
  fill(canvas, oval(x, y - unit * 7.65, unit * 0.75, unit * 0.6), HAIR);
  const hand: readonly [number, number] = [x + swing * 0.9, hip];
  fill(canvas, limb([x, shoulder + unit * 0.2], hand, unit * 0.6), sleeve);
  if (clothes.parcel === undefined) return;
  const parcel = box(x - unit * 1.1, hip - unit * 1.6, unit * 2.2, unit * 1.6);
  fill(canvas, parcel, clothes.parcel);
  fill(canvas, box(x - unit * 0.15, hip - unit * 1.6, unit * 0.3, unit * 1.6), 0xe8dcb8);
}

export interface Coat {
  readonly fur: Colour;
  readonly tail: 'thin' | 'bushy' | 'short';
  readonly hasAntlers?: boolean;
  /** How long its legs are against its height. */
  readonly legs: number;
}

/** A cat, dog, fox or deer that walks to the right. */
export function animal(canvas: Canvas, { x, y, height, step }: Stance, coat: Coat) {
  const legs = height * coat.legs;
  const body = y - legs - height * 0.16;
  const long = height * 0.62;
  shadow(canvas, x, y, long);
  [-0.8, -0.62, 0.58, 0.76].forEach((place, index) => {
    const swing = Math.sin(step + index * 2.1) * legs * 0.35;
    const hip: readonly [number, number] = [x + long * place, body];
    fill(canvas, limb(hip, [hip[0] + swing, y], height * 0.09), coat.fur);
  });
  fill(canvas, oval(x, body, long, height * 0.2), coat.fur);
  const head: readonly [number, number] = [x + long * 1.2, body - height * 0.34];
  fill(canvas, limb([x + long * 0.8, body], head, height * 0.2), coat.fur);
  fill(canvas, oval(head[0] + height * 0.06, head[1], height * 0.2, height * 0.14), coat.fur);
  for (const ear of [-0.1, 0.04]) {
    const left = head[0] + height * ear;
    const top = head[1] - height * 0.28;
    fill(
      canvas,
      [left, head[1] - 2, left + height * 0.05, top, left + height * 0.12, head[1]],
      coat.fur,
    );
  }
  drawTail(canvas, [x - long * 0.95, body], height, coat);
  if (coat.hasAntlers) drawAntlers(canvas, head, height);
}

function drawTail(canvas: Canvas, [x, y]: readonly [number, number], height: number, coat: Coat) {
  if (coat.tail === 'short') {
    fill(canvas, oval(x, y - height * 0.05, height * 0.08), coat.fur);
    return;
  }
  const tip: readonly [number, number] = [x - height * 0.35, y - height * 0.3];
  fill(canvas, limb([x, y], tip, height * 0.08), coat.fur);
  if (coat.tail === 'bushy') {
    fill(
      canvas,
      oval(x - height * 0.28, y - height * 0.14, height * 0.28, height * 0.11),
      coat.fur,
    );
  }
}

function drawAntlers(canvas: Canvas, [x, y]: readonly [number, number], height: number) {
  for (const lean of [-0.16, 0.12]) {
    const tip: readonly [number, number] = [x + height * lean, y - height * 0.5];
    fill(canvas, limb([x, y - height * 0.1], tip, height * 0.04), 0xc9b797);
    const fork: readonly [number, number] = [tip[0] + height * 0.12, tip[1] + height * 0.08];
    fill(canvas, limb([x + height * lean * 0.6, y - height * 0.3], fork, height * 0.03), 0xc9b797);
  }
}

/** A car seen from the side, driving to the right; at night its light goes ahead of it. */
export function car(canvas: Canvas, { x, y, height }: Stance, paint: Colour, night: boolean) {
  const long = height * 1.5;
  if (night) {
    const beam = [x + long, y - height * 0.45, x + long * 2.6, y - height * 0.9, x + long * 2.6, y];
    fill(canvas, beam, 0xfff3c4, 0.35);
  }
  shadow(canvas, x, y, long * 1.05);
  const top = y - height * 0.95;
  const waist = y - height * 0.55;
  const cabin = [
    x - long * 0.6,
    waist,
    x - long * 0.4,
    top,
    x + long * 0.2,
    top,
    x + long * 0.5,
    waist,
  ];
  fill(canvas, cabin, paint);
  const glass = height * 0.08;
  const window = [
    ...[x - long * 0.5, waist, x - long * 0.36, top + glass],
    ...[x + long * 0.17, top + glass, x + long * 0.4, waist],
  ];
  fill(canvas, window, night ? 0x3a4650 : 0x9fc3d6);
  fill(canvas, box(x - long * 0.12, top, height * 0.07, height * 0.4), paint);
  fill(canvas, oval(x - long * 0.75, waist + height * 0.2, height * 0.35, height * 0.2), paint);
  fill(canvas, box(x - long * 0.8, waist, long * 1.65, height * 0.4), paint);
  fill(canvas, oval(x + long * 0.85, waist + height * 0.2, height * 0.25, height * 0.2), paint);
  fill(canvas, oval(x + long * 0.95, waist + height * 0.12, height * 0.08), 0xfff7d8);
  for (const wheel of [-0.5, 0.55]) {
    fill(canvas, oval(x + long * wheel, y - height * 0.12, height * 0.2), 0x1b1c1e);
    fill(canvas, oval(x + long * wheel, y - height * 0.12, height * 0.1), 0x9aa0a6);
  }
}

/** A heron in flight. */
export function bird(canvas: Canvas, { x, y, height, step }: Stance) {
  const flap = Math.sin(step) * height * 0.6;
  const feathers = 0x6d7d8b;
  fill(canvas, oval(x, y, height * 0.7, height * 0.16), feathers);
  fill(
    canvas,
    limb([x + height * 0.5, y], [x + height * 1.1, y - height * 0.2], height * 0.12),
    0xd9dee2,
  );
  fill(
    canvas,
    limb([x + height, y - height * 0.2], [x + height * 1.5, y - height * 0.12], height * 0.06),
    0xd9a441,
  );
  fill(
    canvas,
    limb([x - height * 0.6, y], [x - height * 1.4, y + height * 0.1], height * 0.05),
    0x5c4a33,
  );
  const root = [x + height * 0.35, y, x - height * 0.35, y];
  fill(canvas, [...root, x - height * 0.5, y - flap - height * 0.3], 0x55636f);
}
