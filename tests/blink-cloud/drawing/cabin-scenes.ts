import { box, fade, fill, mix, oval, type Canvas } from './canvas.ts';
import { sky } from './home-scenes.ts';

function pine(canvas: Canvas, x: number, y: number, height: number) {
  const needles = mix(0x2f5d43, 0x1d3f30, (x % 5) / 5);
  fill(canvas, box(x - height * 0.04, y - height * 0.2, height * 0.08, height * 0.2), 0x4f3d2e);
  for (const [base, wide] of [
    [0.12, 0.3],
    [0.36, 0.24],
    [0.58, 0.17],
  ] as const) {
    const bottom = y - height * base;
    const tip = bottom - height * 0.42;
    fill(canvas, [x - height * wide, bottom, x, tip, x + height * wide, bottom], needles);
  }
}

/** Water, mountains and a jetty. */
export function lakeside(canvas: Canvas, night: boolean) {
  sky(canvas, 170, night);
  fill(canvas, [0, 170, 90, 70, 170, 130, 260, 40, 380, 150, 460, 90, 640, 170], 0x8195a6);
  fill(canvas, [228, 74, 260, 40, 292, 72, 270, 66, 258, 78, 246, 64], 0xf4f7f9);
  fill(canvas, [0, 172, 150, 130, 330, 172, 480, 138, 640, 172], 0x5a7a6b);
  fade(canvas, [170, 300], night ? [0x33475a, 0x18232e] : [0xa9c9d8, 0x4f86a3]);
  for (let y = 184; y < 296; y += 14) {
    fill(canvas, box((y * 37) % 420, y, 120 + (y % 60), 2), 0xffffff, 0.25);
  }
  fade(canvas, [296, 360], [0x7d8f56, 0x566b3c]);
  fill(canvas, oval(320, 300, 420, 14), 0x8c9a60);
  fill(canvas, [392, 312, 430, 200, 462, 200, 492, 312], 0x9a7b58);
  for (let y = 208; y < 308; y += 11) {
    const wide = 32 + (y - 200) * 0.6;
    fill(canvas, box(446 - wide / 2, y, wide, 2), 0x6f573d, 0.6);
  }
  for (const [x, y] of [
    [426, 190],
    [460, 190],
    [388, 268],
    [488, 268],
  ] as const) {
    fill(canvas, box(x, y, 7, 50), 0x5c4733);
  }
  pine(canvas, 40, 340, 260);
  pine(canvas, 112, 322, 180);
  pine(canvas, 604, 336, 240);
  for (let x = 180; x < 360; x += 13) {
    fill(canvas, [x, 322, x + 3, 268 + (x % 4) * 7, x + 6, 322], 0x6c8248);
  }
}

/** Stacked logs under a roof at the edge of the forest. */
export function woodShed(canvas: Canvas, night: boolean) {
  sky(canvas, 120, night);
  fade(canvas, [90, 206], [0x35583f, 0x27442f]);
  for (let x = 10; x < 640; x += 62) pine(canvas, x, 214 + (x % 3) * 6, 190 + (x % 4) * 16);
  fade(canvas, [206, 360], [0x7b8a52, 0x5b5a3a]);
  fill(canvas, box(330, 104, 260, 160), 0x4a3828);
  for (let row = 0; row < 6; row++) {
    for (let column = 0; column < 11; column++) {
      const [x, y] = [350 + column * 22 + (row % 2) * 9, 250 - row * 22];
      if (x > 578) continue;
      fill(canvas, oval(x, y, 10.5), 0xb98a58);
      fill(canvas, oval(x, y, 6), mix(0xd9b07c, 0xc79a63, ((row + column) % 3) / 3));
    }
  }
  fill(canvas, [300, 112, 330, 66, 600, 66, 630, 112], 0x6a4632);
  for (const x of [326, 586]) fill(canvas, box(x, 104, 12, 166), 0x7d5c40);
  fill(canvas, oval(170, 306, 44, 12), 0x000000, 0.25);
  fill(canvas, box(136, 262, 68, 42), 0x94704b);
  fill(canvas, oval(170, 262, 34, 10), 0xd2aa78);
  fill(canvas, [168, 262, 204, 206, 209, 209, 175, 263], 0x5d4630);
  fill(canvas, [196, 200, 222, 208, 218, 222, 200, 214], 0x9aa3aa);
}
