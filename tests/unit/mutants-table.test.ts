import { expect, test } from 'vitest';
import { isProductSource, listFiles, placesOf, readSources } from '../mutants/product.ts';
import { mutants } from '../mutants/table.ts';

/** The table of `npm run mutants`, which takes half an hour, must not rot in between. */
test('every planted fault has a name of its own, and there are many', () => {
  const names = mutants.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(120);
});

test('every fault changes something, and says either who notices it or why nobody can', () => {
  for (const { name, find, replace, tests, equivalent } of mutants) {
    expect(replace, name).not.toBe(find);
    expect((tests !== undefined) !== (equivalent !== undefined), name).toBe(true);
  }
});

test('every text that is to be changed stands in the product exactly once', async () => {
  const files = await listFiles('.');
  const sources = await readSources('.', files.filter(isProductSource));
  const wrong = mutants.flatMap(({ name, find, also = [] }) =>
    [find, ...also.map((edit) => edit.find)]
      .filter((text) => placesOf(sources, text).length !== 1)
      .map((text) => `${name}: ${text}`),
  );
  expect(wrong).toEqual([]);
});

test('every test that is to notice a fault exists', async () => {
  const files = await listFiles('.');
  const tests = files.filter((file) => /^tests\/.*\.(test|spec)\.ts$/.test(file));
  const wrong = mutants.flatMap(({ name, tests: parts = [] }) =>
    parts
      .filter((part) => !tests.some((file) => file.includes(part)))
      .map((part) => `${name}: ${part}`),
  );
  expect(wrong).toEqual([]);
});
