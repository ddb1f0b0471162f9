import { box, fade, fill, mix, oval, type Canvas } from './canvas.ts';

const GRASS = 0x5f8f4e;
const STONE = 0xb9b2a6;
const HEDGE = 0x3f6b3d;

/** The sky over a place, by day or night. */
export function sky(canvas: Canvas, horizon: number, night: boolean) {
  fade(canvas, [0, horizon], night ? [0x0c1420, 0x243244] : [0x7fb4dd, 0xdcebf2]);
  if (night) return;
  for (const [x, y, size] of [
    [120, 52, 30],
    [160, 44, 24],
    [200, 54, 28],
    [470, 78, 24],
    [510, 70, 30],
  ] as const) {
    fill(canvas, oval(x, y, size * 1.5, size * 0.42), 0xffffff, 0.75);
  }
}

/** A row of round trees on the horizon. */
export function treeLine(canvas: Canvas, y: number, colour: number) {
  for (let x = -20; x < canvas.width + 40; x += 34) {
    const tall = 26 + ((x * 7) % 5) * 5;
    fill(canvas, oval(x, y - tall * 0.3, 30, tall), mix(colour, 0x000000, ((x * 3) % 4) * 0.05));
  }
}

function house(canvas: Canvas, x: number, y: number, night: boolean) {
  fill(canvas, box(x, y, 150, 90), 0xd8c3a5);
  fill(canvas, [x - 14, y, x + 75, y - 58, x + 164, y], 0x8c4f3d);
  const glass = night ? 0xffe9a8 : 0x8fb3c9;
  for (const left of [22, 98]) {
    fill(canvas, box(x + left - 3, y + 17, 36, 40), 0xf3ede2);
    fill(canvas, box(x + left, y + 20, 30, 34), glass);
    fill(canvas, box(x + left + 14, y + 20, 2, 34), 0xf3ede2);
  }
}

/** Lawn, path, fence and the neighbour's house. */
export function frontYard(canvas: Canvas, night: boolean) {
  sky(canvas, 170, night);
  treeLine(canvas, 160, 0x587a56);
  house(canvas, 60, 96, night);
  fade(canvas, [170, 360], [GRASS, 0x3f6b35]);
  fill(canvas, box(0, 186, 640, 16), 0x77797c);
  for (let x = 6; x < 640; x += 22) {
    fill(canvas, [x, 252, x, 206, x + 6, 199, x + 12, 206, x + 12, 252], 0xf2efe8);
  }
  fill(canvas, box(0, 216, 640, 5), 0xe4dfd4);
  fill(canvas, box(0, 238, 640, 5), 0xe4dfd4);
  fill(canvas, [286, 200, 344, 200, 470, 360, 190, 360], STONE);
  for (const [y, left, right] of [
    [236, 266, 372],
    [276, 241, 404],
    [322, 213, 440],
  ] as const) {
    fill(canvas, box(left, y, right - left, 2), 0x9a9388);
  }
  fill(canvas, box(560, 110, 30, 190), 0x5c4636);
  for (const [x, y, size] of [
    [520, 80, 60],
    [600, 60, 76],
    [570, 130, 58],
  ] as const) {
    fill(canvas, oval(x, y, size, size * 0.75), HEDGE);
  }
}

/** The drive up to the garage. */
export function driveway(canvas: Canvas, night: boolean) {
  sky(canvas, 150, night);
  treeLine(canvas, 146, 0x4f7052);
  fade(canvas, [150, 360], [GRASS, 0x47733c]);
  fill(canvas, [0, 250, 640, 232, 640, 330, 0, 360], 0x8b8d90);
  fill(canvas, [0, 253, 640, 235, 640, 240, 0, 259], 0xa9abad);
  fill(canvas, box(400, 60, 240, 172), 0xcfc7ba);
  fill(canvas, [380, 62, 520, 8, 660, 62], 0x5a5f68);
  fill(canvas, box(436, 104, 168, 128), 0xf4f2ee);
  for (let y = 120; y < 232; y += 22) fill(canvas, box(436, y, 168, 2), 0xc9c6c0);
  fill(canvas, oval(412, 104, 7, 10), night ? 0xffffff : 0x333a40);
  for (let x = 0; x < 330; x += 42) fill(canvas, oval(x, 206, 36, 34), HEDGE);
  fill(canvas, box(352, 178, 34, 58), 0x2f4f43);
  fill(canvas, box(348, 172, 42, 9), 0x243d34);
}

/** From the door over the steps to the gate. */
export function frontDoor(canvas: Canvas, night: boolean) {
  sky(canvas, 140, night);
  treeLine(canvas, 138, 0x55775a);
  house(canvas, 40, 62, night);
  fade(canvas, [140, 360], [0x6d9a58, 0x4b7a3e]);
  fill(canvas, box(0, 150, 640, 20), 0x7d7f82);
  fill(canvas, [296, 168, 344, 168, 480, 310, 160, 310], 0xc4bdb1);
  fill(canvas, box(0, 172, 286, 26), 0x3f6b3d);
  fill(canvas, box(354, 172, 286, 26), 0x3f6b3d);
  fill(canvas, box(280, 160, 8, 44), 0xe8e3d8);
  fill(canvas, box(352, 160, 8, 44), 0xe8e3d8);
  fill(canvas, [90, 300, 550, 300, 600, 360, 40, 360], 0xa39a8c);
  fill(canvas, box(86, 296, 468, 6), 0xd6cfc2);
  for (const x of [34, 560]) {
    fill(canvas, box(x, 0, 46, 330), 0xf1ede4);
    fill(canvas, box(x + 36, 0, 10, 330), 0xd3ccbd);
  }
  fill(canvas, [470, 352, 476, 300, 530, 300, 536, 352], 0xa8573c);
  for (const [x, y] of [
    [480, 284],
    [502, 270],
    [524, 284],
  ] as const)
    fill(canvas, oval(x, y, 20, 22), 0x4f8a4a);
  for (const [x, y] of [
    [476, 276],
    [504, 258],
    [528, 278],
  ] as const)
    fill(canvas, oval(x, y, 6), 0xe0647a);
}

/** Sofa, window, lamp and shelf. */
export function livingRoom(canvas: Canvas, night: boolean) {
  fade(canvas, [0, 250], [0xe9dfcf, 0xd8cbb6]);
  fade(canvas, [250, 360], [0xa57f58, 0x8a6846]);
  fill(canvas, box(0, 246, 640, 8), 0xf5f0e6);
  fill(canvas, box(70, 40, 170, 120), 0xf7f4ee);
  fill(canvas, box(78, 48, 154, 104), night ? 0x17202c : 0xaed3ea);
  fill(canvas, box(152, 48, 6, 104), 0xf7f4ee);
  fill(canvas, box(48, 30, 34, 190), 0x8fa79a);
  fill(canvas, box(228, 30, 34, 190), 0x8fa79a);
  fill(canvas, oval(330, 322, 220, 30), 0xb65f50);
  fill(canvas, oval(330, 322, 180, 22), 0xd9b08c);
  fill(canvas, box(280, 170, 220, 70), 0x587089);
  fill(canvas, box(262, 196, 30, 84), 0x4c6279);
  fill(canvas, box(488, 196, 30, 84), 0x4c6279);
  fill(canvas, box(284, 222, 212, 52), 0x6b849e);
  fill(canvas, box(388, 222, 3, 50), 0x4c6279);
  fill(canvas, box(300, 186, 44, 40), 0xd9a441);
  fill(canvas, box(556, 130, 6, 140), 0x4a4038);
  fill(canvas, [526, 134, 542, 84, 576, 84, 592, 134], night ? 0xffe9b0 : 0xefe2c4);
  fill(canvas, box(310, 60, 180, 8), 0x7a5b3c);
  [0xa33d3d, 0x3d6aa3, 0x4f8a4a, 0xd9a441, 0x6d5a8c, 0x3d8c86].forEach((cover, index) => {
    fill(canvas, box(324 + index * 16, 26 + (index % 3) * 4, 12, 34 - (index % 3) * 4), cover);
  });
  fill(canvas, oval(460, 50, 16, 12), 0x4f8a4a);
}
