import { expect, test } from 'vitest';
import { get } from 'svelte/store';
import type { Result } from '../../../shared/errors.ts';
import { createDrafts } from '../../../renderer/stores/drafts.ts';
import { createLoadable } from '../../../renderer/stores/loadable.ts';

function slow() {
  const waiting: ((answer: Result<string>) => void)[] = [];
  const loadable = createLoadable<string>(() => new Promise((resolve) => waiting.push(resolve)));
  return { loadable, waiting };
}

const good = (value: string): Result<string> => ({ ok: true, value });
const bad: Result<string> = {
  ok: false,
  error: { code: 'offline', detail: '', retryAt: null },
};

test('a failure keeps the last good answer and names itself', async () => {
  const { loadable, waiting } = slow();
  const first = loadable.load();
  waiting[0]?.(good('one'));
  await first;
  const second = loadable.load();
  expect(get(loadable)).toEqual({ value: 'one', isLoading: true, problem: null });
  waiting[1]?.(bad);
  await second;
  expect(get(loadable)).toEqual({ value: 'one', isLoading: false, problem: 'offline' });
});

test('the answer to an older question never replaces a newer one', async () => {
  const { loadable, waiting } = slow();
  const older = loadable.load();
  const newer = loadable.load();
  waiting[1]?.(good('new'));
  waiting[0]?.(good('old'));
  await Promise.all([older, newer]);
  expect(get(loadable).value).toBe('new');
});

test('unsaved work is kept by key until it is discarded', () => {
  const drafts = createDrafts<string>();
  drafts.set('a', 'mine');
  drafts.set('b', 'other');
  drafts.set('a', 'mine again');
  expect(get(drafts.of('a'))).toBe('mine again');
  drafts.discard('a');
  expect(get(drafts.of('a'))).toBeNull();
  expect(get(drafts.of('b'))).toBe('other');
});
