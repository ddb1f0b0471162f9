import { animal, bird, car, person, type Stance } from './actors.ts';
import { lakeside, woodShed } from './cabin-scenes.ts';
import { copyOf, createCanvas, type Canvas } from './canvas.ts';
import { driveway, frontDoor, frontYard, livingRoom } from './home-scenes.ts';
import { infrared } from './infrared.ts';

/** The places cameras look at. */
export const SCENE_NAMES = [
  'front-yard',
  'driveway',
  'front-door',
  'living-room',
  'lakeside',
  'wood-shed',
] as const;

export type SceneName = (typeof SCENE_NAMES)[number];

/** One moment at a place. */
export interface View {
  readonly scene: SceneName;
  readonly night: boolean;
  /** How far the one who passes has come, 0 to 1; absent when nobody is there. */
  readonly passing?: number;
}

export const PICTURE_WIDTH = 640;
export const PICTURE_HEIGHT = 360;

type Backdrop = (canvas: Canvas, night: boolean) => void;
type Passer = (canvas: Canvas, passing: number, night: boolean) => void;

const backdrops: Readonly<Record<SceneName, Backdrop>> = {
  'front-yard': frontYard,
  driveway,
  'front-door': frontDoor,
  'living-room': livingRoom,
  lakeside,
  'wood-shed': woodShed,
};

/** Crosses the picture from left to right. */
const crossing = (passing: number, y: number, height: number, steps: number): Stance => ({
  x: -60 + passing * (PICTURE_WIDTH + 120),
  y,
  height,
  step: passing * steps,
});

/** Comes nearer along the path. */
const approaching = (passing: number): Stance => ({
  x: 320 + 26 * Math.sin(passing * 3),
  y: 200 + passing * 140,
  height: 60 + passing * 170,
  step: passing * 26,
});

const jogger = { coat: 0xc2483d, trousers: 0x2b3b52 };
const courier = { coat: 0x2f5fa3, trousers: 0x4a4238, parcel: 0xb98550 };
const walker = { coat: 0x4e7d62, trousers: 0x3b3f47 };
const cat = { fur: 0x4b4640, tail: 'thin', legs: 0.3 } as const;
const dog = { fur: 0xb07a45, tail: 'thin', legs: 0.42 } as const;
const fox = { fur: 0xc0632f, tail: 'bushy', legs: 0.32 } as const;
const deer = { fur: 0x96704b, tail: 'short', legs: 0.5, hasAntlers: true } as const;

const passers: Readonly<Record<SceneName, Passer>> = {
  'front-yard': (canvas, at, night) =>
    night
      ? animal(canvas, crossing(at, 318, 62, 50), cat)
      : person(canvas, crossing(at, 322, 168, 34), jogger),
  driveway: (canvas, at, night) =>
    car(canvas, crossing(at, 318, 96, 0), night ? 0x8d949c : 0x2f6f8f, night),
  'front-door': (canvas, at, night) => person(canvas, approaching(at), night ? walker : courier),
  'living-room': (canvas, at, night) =>
    animal(canvas, crossing(at, 330, night ? 70 : 96, 44), night ? cat : dog),
  lakeside: (canvas, at, night) =>
    night
      ? animal(canvas, crossing(at, 338, 120, 30), deer)
      : bird(canvas, { x: -60 + at * 760, y: 150 - at * 70, height: 44, step: at * 40 }),
  'wood-shed': (canvas, at, night) =>
    night
      ? animal(canvas, crossing(at, 326, 70, 46), fox)
      : person(canvas, crossing(at, 336, 176, 30), walker),
};

const drawn = new Map<string, Canvas>();

/** Draws the moment; by night in the grey of infrared light. */
export function drawView({ scene, night, passing }: View): Canvas {
  const canvas = copyOf(backdropOf(scene, night));
  if (passing !== undefined) passers[scene](canvas, passing, night);
  if (night) infrared(canvas);
  return canvas;
}

function backdropOf(scene: SceneName, night: boolean): Canvas {
  const key = `${scene} ${night ? 'night' : 'day'}`;
  const known = drawn.get(key);
  if (known) return known;
  const canvas = createCanvas(PICTURE_WIDTH, PICTURE_HEIGHT);
  backdrops[scene](canvas, night);
  drawn.set(key, canvas);
  return canvas;
}
