import { describe, expect, it } from 'vitest';
import { createAppStore } from '../../../electron/store/app-store.ts';
import { initialState } from '../../../shared/app-state.ts';
import { settled } from '../../fixtures/fake-clock.ts';

const muted = (until: number) => ({ until });

const setUp = () => {
  const errors: unknown[] = [];
  const store = createAppStore(initialState, (error) => errors.push(error));
  return { store, errors };
};

describe('the state store', () => {
  it('calls no listener while somebody writes', async () => {
    const { store } = setUp();
    const heard: unknown[] = [];
    store.subscribe(({ slice, revision }) => heard.push([slice, revision]));
    store.set('mute', muted(1));
    store.update('clips', (clips) => ({ ...clips, unseen: 2 }));
    expect([heard, store.snapshot().revision]).toEqual([[], 2]);
    await settled();
    expect(heard).toEqual([
      ['mute', 1],
      ['clips', 2],
    ]);
  });

  it('delivers what listeners write in order, to all alike', async () => {
    const { store } = setUp();
    const heard: string[] = [];
    store.subscribe('mute', ({ until }) => {
      if (until === 1) store.set('mute', muted(10));
      if (until === 10) store.set('mute', muted(100));
    });
    store.subscribe(({ revision }, state) => heard.push(`${revision}: ${state.mute.until}`));
    store.set('mute', muted(1));
    store.set('mute', muted(2));
    await settled();
    expect(heard).toEqual(['1: 1', '2: 2', '3: 10', '4: 100']);
  });

  it('tells a listener of one slice of that slice only', async () => {
    const { store } = setUp();
    const heard: unknown[] = [];
    const stop = store.subscribe('mute', ({ until }) => heard.push(until));
    store.update('clips', (clips) => ({ ...clips, unseen: 2 }));
    store.set('mute', muted(1));
    await settled();
    stop();
    store.set('mute', muted(2));
    await settled();
    expect(heard).toEqual([1]);
  });

  it('keeps the error of one listener from the others', async () => {
    const { store, errors } = setUp();
    const heard: unknown[] = [];
    const failure = new Error('invented');
    store.subscribe(() => {
      throw failure;
    });
    store.subscribe('mute', ({ until }) => heard.push(until));
    store.set('mute', muted(1));
    store.set('mute', muted(2));
    await settled();
    expect([heard, errors]).toEqual([
      [1, 2],
      [failure, failure],
    ]);
  });

  it('tells nothing to those who left meanwhile, and nothing old to those who came', async () => {
    const { store } = setUp();
    const heard: string[] = [];
    const leave = store.subscribe(() => heard.push('who left'));
    store.set('mute', muted(1));
    leave();
    store.subscribe(() => heard.push('who came'));
    await settled();
    expect(heard).toEqual([]);
    store.set('mute', muted(2));
    await settled();
    expect(heard).toEqual(['who came']);
  });

  it('is silent when nothing changes', async () => {
    const { store } = setUp();
    let count = 0;
    store.subscribe(() => (count += 1));
    store.update('mute', (mute) => mute);
    await settled();
    expect([count, store.snapshot().revision]).toEqual([0, 0]);
  });
});
