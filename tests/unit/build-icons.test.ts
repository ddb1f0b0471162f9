import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawTrayIcons } from '../../build/icons/make.ts';
import { trayShapes } from '../../build/icons/tray-drawing.ts';
import { trayIconName, trayIconFile } from '../../electron/desktop/tray/tray-icon.ts';
import { home } from './desktop/tray-states.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'porchlight-icons-'));
  await drawTrayIcons(folder);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const png = async (file: string) => PNG.sync.read(await readFile(join(folder, file)));

/** How much ink each pixel has: no colour, only the shape. */
const inkOf = async (file: string) => {
  const { data } = await png(file);
  return Array.from({ length: data.length / 4 }, (_, at) => data[at * 4 + 3] ?? 0);
};

const difference = (one: readonly number[], other: readonly number[]) =>
  one.reduce((sum, ink, at) => sum + Math.abs(ink - (other[at] ?? 0)), 0) / (255 * one.length);

describe('the tray icons', () => {
  it.each([
    ['colour', '.png', 22],
    ['colour', '@2x.png', 44],
    ['light', '.png', 22],
    ['dark', '@2x.png', 44],
    ['template', 'Template.png', 18],
    ['template', 'Template@2x.png', 36],
  ])('%s: every state as <name>%s has %d pixels', async (style, suffix, size) => {
    for (const { name } of trayShapes) {
      const { width, height } = await png(`${style}/${name}${suffix}`);
      expect([name, width, height]).toEqual([name, size, size]);
    }
  });

  it('are there for every state on every system', async () => {
    const names = new Set(trayShapes.map(({ name }) => name));
    for (const style of await readdir(folder)) {
      const files = await readdir(join(folder, style));
      const found = files.map((file) => file.replace(/(Template)?(@2x)?\.(png|ico)$/, ''));
      expect(new Set(found)).toEqual(names);
    }
    const name = trayIconName(home(true), 0);
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const file = trayIconFile({ platform, style: null, isTaskbarDark: true }, name);
      expect((await readFile(join(folder, file))).length).toBeGreaterThan(100);
    }
  });

  it('differ from each other by shape alone', async () => {
    const states = trayShapes.filter(({ hasDot }) => !hasDot);
    const inks = await Promise.all(states.map(({ name }) => inkOf(`dark/${name}.png`)));
    for (const [at, one] of inks.entries()) {
      for (const [other, ink] of inks.slice(at + 1).entries()) {
        const pair = `${states[at]?.name} and ${states[at + 1 + other]?.name}`;
        expect([pair, difference(one, ink) > 0.02]).toEqual([pair, true]);
      }
    }
  });

  it.each(['unknown', 'blind', 'sign-in-needed', 'disarmed', 'busy-2'])(
    'armed looks nothing like %s',
    async (name) => {
      const armed = await inkOf('dark/armed.png');
      expect(difference(armed, await inkOf(`dark/${name}.png`))).toBeGreaterThan(0.1);
    },
  );

  it('for Windows hold five sizes', async () => {
    const pictures = windowsPictures(await readFile(join(folder, 'windows-light/armed.ico')));
    expect(pictures.map(({ size }) => size)).toEqual([16, 20, 24, 32, 48]);
    for (const { size, width, bits } of pictures) expect([width, bits]).toEqual([size, 32]);
  });

  it.each(['armed', 'disarmed', 'unknown'])(
    'for Windows show the drawing of %s, the right way up',
    async (name) => {
      const drawn = halves(await inkOf(`light/${name}@2x.png`));
      const file = await readFile(join(folder, `windows-light/${name}.ico`));
      for (const { size, ink } of windowsPictures(file)) {
        const [upper, lower] = halves(ink);
        expect([size, Math.abs(upper - drawn[0]) < 0.05]).toEqual([size, true]);
        expect([size, Math.abs(lower - drawn[1]) < 0.05]).toEqual([size, true]);
      }
    },
  );
});

/** How much of the upper and of the lower half of a picture is ink. */
function halves(ink: readonly number[]): readonly [upper: number, lower: number] {
  const middle = ink.length / 2;
  const share = (part: readonly number[]) =>
    part.reduce((sum, each) => sum + each, 0) / (255 * part.length);
  return [share(ink.slice(0, middle)), share(ink.slice(middle))];
}

/** The pictures of a Windows icon file: bitmaps of four bytes a pixel, whose rows begin at the bottom. */
function windowsPictures(ico: Buffer) {
  expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
  return Array.from({ length: ico.readUInt16LE(4) }, (_, at) => {
    const entry = 6 + at * 16;
    const bitmap = ico.subarray(ico.readUInt32LE(entry + 12));
    const pixels = bitmap.readUInt32LE(0);
    const width = bitmap.readInt32LE(4);
    const ink = Array.from({ length: width * width }, (_pixel, index) => {
      const row = width - 1 - Math.floor(index / width);
      return bitmap.readUInt8(pixels + (row * width + (index % width)) * 4 + 3);
    });
    return { size: ico.readUInt8(entry), width, bits: bitmap.readUInt16LE(14), ink };
  });
}
