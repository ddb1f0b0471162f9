import { describe, expect, it } from 'vitest';
import type { MediaPage } from '../../../../electron/blink/models.ts';
import { walkPages } from '../../../../electron/sync/media/media-listing.ts';
import { mediaItem } from '../../../fixtures/samples.ts';

const pageOf = (ids: readonly number[], change: Partial<MediaPage> = {}): MediaPage => ({
  items: ids.map((id) => mediaItem(id, id)),
  unreadable: 0,
  isShort: false,
  isLast: ids.length === 0,
  listId: null,
  answeredAt: null,
  ...change,
});

const walk = async (page: (number: number) => MediaPage, from = 1) => {
  const seen: number[] = [];
  let asked = 0;
  const done = walkPages({
    from,
    async page(number) {
      asked += 1;
      return page(number);
    },
    async onPage({ items }) {
      seen.push(...items.map(({ mediaId }) => mediaId));
    },
  });
  const problem = await done.then(
    () => null,
    (error: unknown) => String(error),
  );
  return { seen, asked, problem };
};

const listing = (pages: readonly (readonly number[])[]) => (number: number) =>
  pageOf(pages[number - 1] ?? []);

describe('walking the pages', () => {
  it.each([
    { name: 'the same page for ever', pages: 1, page: () => pageOf([1, 2]) },
    { name: 'two pages in turn', pages: 2, page: (at: number) => pageOf([at % 2, 7 + (at % 2)]) },
    { name: 'the last page for ever', pages: 3, page: (at: number) => pageOf([Math.min(at, 3)]) },
  ])('ends with a named error when the cloud sends $name', async ({ pages, page }) => {
    const { seen, asked, problem } = await walk(page);
    expect(problem).toContain('bad-answer');
    expect(asked).toBeLessThanOrEqual(pages + 2);
    expect(new Set(seen).size).toBeGreaterThanOrEqual(pages);
  });

  it('takes pages that shift while being read', async () => {
    const { seen, problem } = await walk(listing([[5, 4], [4, 3], [3, 2], []]));
    expect(problem).toBeNull();
    expect(new Set(seen)).toEqual(new Set([5, 4, 3, 2]));
  });

  it('goes on when a whole page of new recordings has pushed the read one down', async () => {
    const { seen, asked, problem } = await walk(
      listing([
        [6, 5],
        [6, 5],
        [4, 3],
      ]),
    );
    expect(problem).toBeNull();
    expect(asked).toBe(4);
    expect(new Set(seen)).toEqual(new Set([6, 5, 4, 3]));
  });

  it('takes pages in any order, with rows twice on one page', async () => {
    const { seen, asked, problem } = await walk(listing([[2, 2], [9, 1], [5, 9], [7]]));
    expect(problem).toBeNull();
    expect(asked).toBe(5);
    expect(new Set(seen)).toEqual(new Set([1, 2, 5, 7, 9]));
  });

  it('goes on past a page of which nothing could be read', async () => {
    const { seen } = await walk((number) =>
      number === 1 ? pageOf([], { unreadable: 2, isLast: false }) : pageOf(number === 2 ? [1] : []),
    );
    expect(seen).toEqual([1]);
  });

  it('can begin in the middle', async () => {
    const { seen, asked } = await walk(listing([[4], [3], [2], [1]]), 3);
    expect(seen).toEqual([2, 1]);
    expect(asked).toBe(3);
  });
});
