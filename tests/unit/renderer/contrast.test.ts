import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// axe cannot judge text over gradients and pictures: the colours themselves are checked here.

const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');
const [lightBlock = '', darkBlock = ''] = css.split('prefers-color-scheme: dark');
const coloursOf = (block: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
const light = coloursOf(lightBlock);
const dark = { ...light, ...coloursOf(darkBlock) };

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(first: string, second: string): number {
  const [low = 0, high = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const pairs = [
  ['ink', ['paper', 'surface', 'surface-sunk', 'accent-wash', 'danger-wash', 'info-wash']],
  ['ink-soft', ['paper', 'surface', 'surface-sunk', 'accent-wash']],
  ['accent-ink', ['accent', 'accent-hover']],
  ['accent-text', ['surface', 'paper', 'accent-wash']],
  ['danger', ['surface', 'danger-wash']],
  ['danger-ink', ['danger']],
  ['good', ['surface', 'accent-wash']],
  ['night-ink', ['night', 'night-raised']],
  ['night-soft', ['night', 'night-raised']],
] as const;

for (const [scheme, colours] of Object.entries({ light, dark })) {
  for (const [text, grounds] of pairs) {
    test.each(grounds)(`${scheme}: ${text} can be read on %s`, (ground) => {
      const [over = '', under = ''] = [colours[text], colours[ground]];
      expect(contrast(over, under)).toBeGreaterThanOrEqual(4.5);
    });
  }
}
