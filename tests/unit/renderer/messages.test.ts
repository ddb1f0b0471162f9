import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const at = (folder: string) => path.resolve(import.meta.dirname, '../../..', folder);
const keys = Object.keys(
  JSON.parse(readFileSync(at('shared/messages/en.json'), 'utf8')) as Record<string, unknown>,
);
const source = ['renderer', 'electron', 'shared']
  .flatMap((folder) =>
    readdirSync(at(folder), { recursive: true, withFileTypes: true })
      .filter(
        ({ name, parentPath }) => /\.(ts|svelte)$/.test(name) && !parentPath.includes('compiled'),
      )
      .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8')),
  )
  .join('\n');

test('every message is said somewhere', () => {
  const unused = keys.filter((key) => !new RegExp(`\\bm\\.${key}\\b`).test(source));
  expect(unused).toEqual([]);
});

test('no message stands under a name that another one has', () => {
  // JSON itself keeps the last of two without a word.
  const names = [
    ...readFileSync(at('shared/messages/en.json'), 'utf8').matchAll(/^ {2}"(\w+)":/gm),
  ].map(([, name]) => name);
  expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  expect(names).toHaveLength(keys.length);
});
