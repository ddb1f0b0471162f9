import { get } from 'svelte/store';
import { expect, test } from 'vitest';
import type { Result } from '../../../shared/errors.ts';
import { cloudClipId, deviceId } from '../../../shared/ids.ts';
import type { ClipPage, ClipQuery } from '../../../shared/models.ts';
import { createClipPages } from '../../../renderer/stores/clip-pages.ts';
import { clipsOf } from '../../ui/support/worlds.ts';

const failure: Result<ClipPage> = {
  ok: false,
  error: { code: 'disk-error', detail: '', retryAt: null },
};

/** An index of `count` clips whose answers wait until they are let go. */
function slowIndex(count: number) {
  const all = clipsOf(count);
  const waiting: { query: ClipQuery; resolve: (page: Result<ClipPage>) => void }[] = [];

  const pageFor = ({ limit, before }: ClipQuery): Result<ClipPage> => {
    const start = before === null ? 0 : all.findIndex(({ id }) => id === before.id) + 1;
    const clips = all.slice(start, start + limit);
    const last = clips.at(-1);
    const next = last !== undefined && start + limit < all.length ? last : null;
    return { ok: true, value: { clips, next } };
  };

  return {
    listClips: (query: ClipQuery) =>
      new Promise<Result<ClipPage>>((resolve) => waiting.push({ query, resolve })),
    queries: () => waiting.map(({ query }) => query),
    async letGo(answer?: Result<ClipPage>) {
      const next = waiting.shift();
      next?.resolve(answer ?? pageFor(next.query));
      // A few turns of the microtask queue: the page is taken in and the next one asked for.
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    },
  };
}

test('pages follow each other without gaps or repeats until the end', async () => {
  const index = slowIndex(130);
  const pages = createClipPages(index);
  void pages.refresh();
  await index.letGo();
  for (let page = 0; page < 2; page += 1) {
    void pages.loadMore();
    await index.letGo();
  }
  const { clips, next, status } = get(pages);
  expect(new Set(clips.map(({ id }) => id)).size).toBe(130);
  expect({ next, status }).toEqual({ next: null, status: 'ready' });
});

test('asking for more while a page is on its way asks nothing', async () => {
  const index = slowIndex(200);
  const pages = createClipPages(index);
  void pages.refresh();
  void pages.loadMore();
  expect(index.queries()).toHaveLength(1);
  await index.letGo();
  void pages.loadMore();
  void pages.loadMore();
  expect(index.queries()).toHaveLength(1);
});

test('many changes during a refresh cause one more refresh', async () => {
  const index = slowIndex(10);
  const pages = createClipPages(index);
  for (let change = 0; change < 5; change += 1) void pages.refresh();
  await index.letGo();
  expect(index.queries()).toHaveLength(1);
  await index.letGo();
  expect(index.queries()).toHaveLength(0);
  expect(get(pages).clips).toHaveLength(10);
});

test('a refresh keeps as many clips as were shown, in pages of at most 200', async () => {
  const index = slowIndex(400);
  const pages = createClipPages(index);
  void pages.refresh();
  await index.letGo();
  for (let page = 0; page < 4; page += 1) {
    void pages.loadMore();
    await index.letGo();
  }
  expect(get(pages).clips).toHaveLength(300);
  void pages.refresh();
  expect(index.queries()[0]?.limit).toBe(200);
  await index.letGo();
  await index.letGo();
  expect(get(pages).clips).toHaveLength(300);
});

test('the answer to an older question is dropped when another camera is chosen', async () => {
  const index = slowIndex(10);
  const pages = createClipPages(index);
  void pages.refresh();
  void pages.showCamera(deviceId(1, 'owl', 2));
  await index.letGo();
  expect(get(pages)).toMatchObject({ clips: [], status: 'loading' });
  await index.letGo({ ok: true, value: { clips: clipsOf(1), next: null } });
  expect(get(pages).clips.map(({ id }) => id)).toEqual([cloudClipId(7_000_500)]);
});

test('another shelf is asked for anew, of the camera that was chosen', async () => {
  const index = slowIndex(10);
  const pages = createClipPages(index);
  void pages.showCamera(deviceId(1, 'owl', 2));
  await index.letGo();
  void pages.showShelf('bin');
  expect(index.queries()).toEqual([
    expect.objectContaining({ shelf: 'bin', deviceId: '1:owl:2', before: null }),
  ]);
  expect(get(pages)).toMatchObject({ clips: [], shelf: 'bin', status: 'loading' });
  await index.letGo();
  void pages.refresh();
  expect(index.queries()[0]).toMatchObject({ shelf: 'bin' });
});

test('a failure keeps what is shown and names itself', async () => {
  const index = slowIndex(10);
  const pages = createClipPages(index);
  void pages.refresh();
  await index.letGo();
  void pages.refresh();
  await index.letGo(failure);
  expect(get(pages)).toMatchObject({ status: 'failed', problem: 'disk-error' });
  expect(get(pages).clips).toHaveLength(10);
});
