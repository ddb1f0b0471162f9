import { posix, win32 } from 'node:path';
import { expect, test } from 'vitest';
import {
  cleanLabel,
  clipPath,
  isInnerPath,
} from '../../../../electron/store/archive/archive-paths.ts';
import type { ClipId } from '../../../../shared/ids.ts';
import { clipOf } from '../support.ts';

const pieces = [
  ...['..', '.', '/', '\\', '../../etc/passwd', '..\\..\\windows', 'C:', 'C:\\x', '//host/share'],
  ...['CON', 'con', 'PRN.txt', 'aux .mp4', 'NUL', 'COM1', 'com¹', 'LPT9.', 'CONIN$', 'conout$ '],
  ...['\0', 'a\0b', '\n', 'a\r\nb', '\t', '\u001b[31m', '\u007f', '\u0085', '\u2028', '\u202egpj.'],
  ...['\u2066x\u2069', '\u200b', '\ufeff', '\u00ad', '\ud800', 'x\udfff', '\ue000', '\u{e0041}'],
  ...[
    'name.',
    'name ',
    'name. . ',
    ' .hidden',
    '....',
    '   ',
    '',
    'a:b',
    'a|b',
    '<x>',
    '"q"',
    '*?',
  ],
  ...[
    'é',
    'e\u0301',
    'Ａ',
    '👩‍👩‍👧',
    '中'.repeat(300),
    '👾'.repeat(90),
    'x'.repeat(39) + ' .y',
    '~',
    '$HOME',
    '-rf',
  ],
];
const hostileNames = pieces.flatMap((piece) => [
  piece,
  `Porch${piece}`,
  `${piece}${piece}`,
  `${piece} 2`,
]);

const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)/i;

test('there are at least 200 hostile names', () => {
  expect(new Set(hostileNames).size).toBeGreaterThanOrEqual(200);
});

test.each(hostileNames)('%j becomes one plain folder name', (name) => {
  const label = cleanLabel(name);

  expect(label).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}<>:"/\\|?*\u2028\u2029]/u);
  expect(label).not.toMatch(/^[.\s]|[.\s]$/);
  expect(label).not.toMatch(reserved);
  expect(label).toBe(label.normalize('NFC'));
  expect(Array.from(label).length).toBeGreaterThan(0);
  expect(Array.from(label).length).toBeLessThanOrEqual(40);
  expect(Buffer.byteLength(label)).toBeLessThan(255);
  expect(cleanLabel(label)).toBe(label);
});

test.each([
  { rules: posix, root: '/archive' },
  { rules: win32, root: 'C:\\archive' },
])('no hostile name leads out of $root and no two clips share a file', ({ rules, root }) => {
  const paths = hostileNames.map((name, index) =>
    clipPath(clipOf(index, { networkName: name, deviceName: name })),
  );

  for (const path of paths) {
    expect(isInnerPath(path), path).toBe(true);
    const full = rules.resolve(root, path);
    expect(full.startsWith(root + rules.sep), full).toBe(true);
    expect(full.split(rules.sep)).toHaveLength(root.split(rules.sep).length + 5);
  }
  expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
});

test('a file is named by time in UTC, kind and clip id', () => {
  expect(clipPath(clipOf(7_000_001))).toBe(
    '1000001/Home/Front Yard/2026-11-22/17-20-01Z motion 7000001.mp4',
  );
  const doorbell = clipOf(1, { id: 'l0123456789abcdef', kind: 'doorbell' });
  expect(clipPath(doorbell)).toMatch(/\/17-20-01Z doorbell l0123456789abcdef\.mp4$/);
});

test('an id that is none of ours gets no path', () => {
  const forged: ClipId = 'l../../escape';
  expect(() => clipPath(clipOf(1, { id: forged }))).toThrow('invalid-argument');
});

test.each(['', '/etc/passwd', '../x', 'a/../../x', 'a//b', 'a/./b', 'a\\b', 'C:x', 'a/\0', 'a/'])(
  '%j is no path inside the archive',
  (path) => expect(isInnerPath(path)).toBe(false),
);
