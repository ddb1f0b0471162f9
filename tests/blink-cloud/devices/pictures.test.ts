import { describe, expect, it } from 'vitest';
import { box, createCanvas, fill } from '../drawing/canvas.ts';
import { encodeJpeg } from '../drawing/jpeg.ts';
import { widthOf, write } from '../drawing/lettering.ts';
import { drawView, SCENE_NAMES } from '../drawing/scene.ts';
import { isNight, localTime } from '../worlds/local-time.ts';
import { createPictures } from './pictures.ts';
import { NOON } from '../testing/small-cloud.ts';
import { createWorld } from '../world.ts';
import { small } from '../worlds/small.ts';

const world = createWorld(small, () => NOON);
const gate = world.devices[0];
if (!gate) throw new Error('the small world has a camera');

describe('pictures', () => {
  it('are JPEGs of 640 by 360', () => {
    const picture = createPictures().ofDevice(gate, NOON);

    expect(picture.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
    expect(picture.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
    const frame = picture.indexOf(Buffer.from([0xff, 0xc0]));
    expect([picture.readUInt16BE(frame + 7), picture.readUInt16BE(frame + 5)]).toEqual([640, 360]);
  });

  it('show the time and the name: another second or name is another picture', () => {
    const pictures = createPictures();
    const picture = pictures.ofDevice(gate, NOON);

    expect(pictures.ofDevice(gate, NOON)).toBe(picture);
    expect(pictures.ofDevice(gate, NOON + 1000).equals(picture)).toBe(false);
    const renamed = { ...gate, name: 'Barn' };
    expect(createPictures().ofDevice(renamed, NOON).equals(picture)).toBe(false);
  });

  it('tell the time of the place', () => {
    expect(localTime(NOON, 'Europe/Berlin')).toBe('2026-11-22 13:00:00');
    expect(isNight(NOON, 'Europe/Berlin')).toBe(false);
    expect(isNight(NOON, 'America/Los_Angeles')).toBe(true);
  });

  it.each(SCENE_NAMES)('of %s differ by day and night, and by who passes', (scene) => {
    const views = [
      drawView({ scene, night: false }),
      drawView({ scene, night: true }),
      drawView({ scene, night: false, passing: 0.5 }),
    ].map(({ pixels }) => Buffer.from(pixels).toString('base64'));

    expect(new Set(views).size).toBe(3);
  });
});

describe('drawing', () => {
  it('blends the edges of a shape', () => {
    const canvas = createCanvas(4, 1);

    fill(canvas, box(0.5, 0, 2, 1), 0xffffff);

    expect([...canvas.pixels].filter((_, index) => index % 3 === 0)).toEqual([128, 255, 128, 0]);
  });

  it('writes letters where they belong', () => {
    const canvas = createCanvas(5, 7);

    write(canvas, { words: 'L', x: 0, y: 0, size: 1, colour: 0xffffff });

    const rows = Array.from({ length: 7 }, (_, y) =>
      Array.from({ length: 5 }, (__, x) => (canvas.pixels[(y * 5 + x) * 3] ? '#' : '.')).join(''),
    );
    expect(rows).toEqual([...Array<string>(6).fill('#....'), '#####']);
    expect(widthOf('Gate', 3)).toBe(69);
  });

  it('compresses a flat picture to almost nothing', () => {
    const flat = createCanvas(640, 360);

    expect(encodeJpeg(flat).length).toBeLessThan(10_000);
  });
});
