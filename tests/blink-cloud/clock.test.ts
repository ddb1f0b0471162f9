import { describe, expect, it } from 'vitest';
import { createTimeline } from './clock.ts';
import { createRandom } from './worlds/random.ts';

describe('the timeline', () => {
  it('runs what is due in order of time, each at its own moment', () => {
    const timeline = createTimeline(() => 1000);
    const seen: (readonly [string, number])[] = [];
    const note = (name: string) => () => seen.push([name, timeline.now()]);
    timeline.at(1300, note('late'));
    timeline.at(1100, () => {
      seen.push(['early', timeline.now()]);
      timeline.at(1200, note('caused by early'));
    });

    timeline.advance(250);
    expect(seen).toEqual([
      ['early', 1100],
      ['caused by early', 1200],
    ]);
    timeline.advance(50);
    expect(seen.at(-1)).toEqual(['late', 1300]);
    expect(timeline.now()).toBe(1300);
  });
});

describe('chance', () => {
  it('is the same for the same seed and another for another', () => {
    const [one, same, other] = [createRandom(7), createRandom(7), createRandom(8)];

    const text = one.text(20);

    expect(same.text(20)).toBe(text);
    expect(other.text(20)).not.toBe(text);
  });
});
