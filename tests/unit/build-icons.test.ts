import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packIco } from '../../build/icons/ico.ts';
import { drawTrayIcons } from '../../build/icons/make.ts';
import { trayShapes } from '../../build/icons/tray-drawing.ts';
import { trayIconName, trayPicture } from '../../electron/desktop/tray/tray-icon.ts';
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
      const file = trayPicture({ platform, style: null, isTaskbarDark: true }, name);
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
    const ico = await readFile(join(folder, 'windows-light/armed.ico'));
    expect([ico.readUInt16LE(0), ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([0, 1, 5]);
    const sizes = Array.from({ length: 5 }, (_, at) => {
      const entry = 6 + at * 16;
      const start = ico.readUInt32LE(entry + 12);
      const picture = PNG.sync.read(ico.subarray(start, start + ico.readUInt32LE(entry + 8)));
      expect(picture.width).toBe(ico.readUInt8(entry));
      return picture.width;
    });
    expect(sizes).toEqual([16, 20, 24, 32, 48]);
  });

  it('pack into an icon file without a byte lost', () => {
    const parts = [
      { size: 16, png: Buffer.from('one') },
      { size: 32, png: Buffer.from('three') },
    ];
    const ico = packIco(parts);
    expect(ico.subarray(6 + 32).toString()).toBe('onethree');
  });
});
