import { expect, test } from 'vitest';
import { get } from 'svelte/store';
import { initialState, type SliceChange, type Snapshot } from '../../../shared/app-state.ts';
import type { Result } from '../../../shared/errors.ts';
import type { Api } from '../../../shared/ipc/types.ts';
import { createMirror } from '../../../renderer/stores/mirror.ts';
import { createSlice } from '../../../renderer/stores/slice.ts';

const unseen = (revision: number, count: number): SliceChange => ({
  slice: 'clips',
  revision,
  value: { revision, unseen: count },
});

function fakeMain() {
  const listeners = new Set<(change: SliceChange) => void>();
  const asked: ((answer: Result<Snapshot>) => void)[] = [];
  const source: Pick<Api, 'on' | 'getSnapshot'> = {
    on(_name, listener) {
      const heard = listener as (change: SliceChange) => void;
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    getSnapshot: () => new Promise((resolve) => asked.push(resolve)),
  };
  return {
    source,
    asked,
    listeners,
    push: (change: SliceChange) => listeners.forEach((listener) => listener(change)),
    async answer(revision: number, count: number) {
      const state = { ...initialState, clips: { revision, unseen: count } };
      asked.at(-1)?.({ ok: true, value: { revision, state } });
      await Promise.resolve();
    },
  };
}

function watched() {
  const main = fakeMain();
  const clips = createSlice(createMirror(main.source), 'clips', initialState.clips);
  const seen: number[] = [];
  const stop = clips.subscribe((value) => seen.push(value.unseen));
  return { ...main, clips, seen, stop };
}

test('it listens before it asks, and the snapshot fills the slice', async () => {
  const { listeners, asked, answer, clips } = watched();
  expect(listeners.size).toBe(1);
  expect(asked).toHaveLength(1);
  await answer(4, 2);
  expect(get(clips).unseen).toBe(2);
});

test('a change heard before the snapshot wins over an older snapshot', async () => {
  const { push, answer, clips } = watched();
  push(unseen(9, 5));
  await answer(4, 2);
  expect(get(clips).unseen).toBe(5);
});

test('an older change never replaces a newer one', () => {
  const { push, seen } = watched();
  push(unseen(9, 5));
  push(unseen(8, 1));
  expect(seen).toEqual([0, 5]);
});

test('a change of another slice is not announced', async () => {
  const { push, answer, seen } = watched();
  await answer(1, 2);
  push({ slice: 'arming', revision: 2, value: {} });
  expect(seen).toEqual([0, 2]);
});

test('all slices share one listener and one snapshot, and the last reader ends both', () => {
  const main = fakeMain();
  const mirror = createMirror(main.source);
  const stops = [
    createSlice(mirror, 'home', initialState.home).subscribe(() => undefined),
    createSlice(mirror, 'clips', initialState.clips).subscribe(() => undefined),
  ];
  expect(main.listeners.size).toBe(1);
  expect(main.asked).toHaveLength(1);
  for (const stop of stops) stop();
  expect(main.listeners.size).toBe(0);
});
