import { describe, expect, it } from 'vitest';
import { createNotifier } from '../../../../electron/services/notifications/notifier.ts';
import type {
  NotificationEvent,
  DeliveryResult,
} from '../../../../electron/services/notifications/notification-events.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { initialState, type AppState } from '../../../../shared/app-state.ts';
import type { Clip } from '../../../../shared/models.ts';
import { createFakeClock, startOfTests } from '../../../fixtures/fake-clock.ts';
import { clip, device, homeId, network } from '../../../fixtures/samples.ts';

const minute = 60_000;

function setUp(change: Partial<AppState> = {}) {
  const clock = createFakeClock();
  const store = createAppStore({
    ...initialState,
    home: {
      ...initialState.home,
      networks: [network({ isArmed: true })],
      devices: [device()],
      isStale: false,
    },
    ...change,
  });
  const news: NotificationEvent[] = [];
  const claimed = new Set<string>();
  const facts = { isLocked: false, awakeSince: 0, outcome: 'shown' as DeliveryResult };
  const notifier = createNotifier({
    store,
    clock,
    claim: async (id) => {
      const isFirst = !claimed.has(id);
      claimed.add(id);
      return isFirst;
    },
    notify: async (one) => {
      news.push(one);
      return facts.outcome;
    },
    isLocked: () => facts.isLocked,
    awakeSince: () => facts.awakeSince,
  });
  return { clock, store, news, claimed, facts, notifier };
}

/** Recorded so many seconds before now. */
const at = (number: number, secondsAgo: number, change: Partial<Clip> = {}) =>
  clip({ id: `c${number}`, recordedAt: startOfTests - secondsAgo * 1_000, ...change });

const told = (news: readonly NotificationEvent[]) =>
  news.map((one) => (one.kind === 'clips' || one.kind === 'away' ? one.clips.length : one.kind));

describe('new clips', () => {
  it('are told once each, whoever tells them again', async () => {
    const { notifier, news } = setUp();
    await notifier.notifyClips([at(1, 30)]);
    await notifier.notifyClips([at(1, 30)]);
    expect(news).toHaveLength(1);
    expect(news[0]).toMatchObject({ kind: 'clips', hasPicture: true, disarms: homeId });
  });

  it('that follow each other share a banner, which is brought up to date', async () => {
    const { notifier, news, clock } = setUp();
    await notifier.notifyClips([at(1, 30)]);
    await clock.advance(minute);
    await notifier.notifyClips([at(2, 0), at(3, -10)]);
    const keys = news.map((one) => (one.kind === 'clips' ? one.key : ''));
    expect(told(news)).toEqual([1, 3]);
    expect(keys[0]).toBe(keys[1]);
  });

  it('get a new banner after a while, or once the person has looked', async () => {
    const { notifier, news, clock } = setUp();
    await notifier.notifyClips([at(1, 30)]);
    const [first] = news;
    notifier.seen(first?.kind === 'clips' ? first.key : '');
    await notifier.notifyClips([at(2, 20)]);
    await clock.advance(3 * minute);
    await notifier.notifyClips([at(3, -120)]);
    expect(told(news)).toEqual([1, 1, 1]);
  });

  it('of the door stand alone', async () => {
    const { notifier, news } = setUp();
    await notifier.notifyClips([at(1, 30), at(2, 20, { kind: 'doorbell' }), at(3, 10)]);
    expect(told(news)).toEqual([2, 1]);
  });

  it('of a sleep or a time without Blink become one summary', async () => {
    const { notifier, news, facts } = setUp();
    facts.awakeSince = startOfTests - 5 * minute;
    await notifier.notifyClips([at(1, 7_200), at(2, 600), at(3, 400), at(4, 20)]);
    expect(news.map(({ kind }) => kind)).toEqual(['away', 'clips']);
    expect(told(news)).toEqual([3, 1]);
  });

  it('are swallowed by a mute and not told when it ends', async () => {
    const { notifier, news, store, claimed } = setUp({ mute: { until: startOfTests + minute } });
    await notifier.notifyClips([at(1, 30)]);
    store.set('mute', { until: null });
    await notifier.notifyClips([at(1, 30)]);
    expect(news).toEqual([]);
    expect(claimed).toEqual(new Set(['c1']));
  });

  it('carry no picture and no way to disarm while the screen is locked', async () => {
    const { notifier, news, facts } = setUp();
    facts.isLocked = true;
    await notifier.notifyClips([at(1, 30)]);
    expect(news[0]).toMatchObject({ hasPicture: false, disarms: null });
  });

  it('offer no disarming where nothing is armed for sure', async () => {
    const { notifier, news, store } = setUp();
    store.update('home', (home) => ({ ...home, isStale: true }));
    await notifier.notifyClips([at(1, 30)]);
    expect(news[0]).toMatchObject({ disarms: null });
  });

  it('that the system held back are told as one when it lets go', async () => {
    const { notifier, news, facts } = setUp();
    facts.outcome = 'held-back';
    await notifier.notifyClips([at(1, 30)]);
    await notifier.notifyClips([at(2, 20)]);
    facts.outcome = 'shown';
    news.length = 0;
    await notifier.release();
    await notifier.release();
    expect(news).toMatchObject([{ kind: 'away', clips: [{ id: 'c1' }, { id: 'c2' }] }]);
  });

  it('that were held back together are all in the summary, each once', async () => {
    const { notifier, news, facts } = setUp();
    await notifier.notifyClips([at(1, 50)]);
    facts.outcome = 'held-back';
    await notifier.notifyClips([at(2, 40), at(3, 30)]);
    await notifier.notifyClips([at(4, 7_200)]);
    facts.outcome = 'shown';
    await notifier.release();
    expect(news.at(-1)).toMatchObject({
      kind: 'away',
      clips: [{ id: 'c2' }, { id: 'c3' }, { id: 'c4' }],
    });
    await notifier.notifyClips([at(5, 10)]);
    expect(news.at(-1)).toMatchObject({ kind: 'clips', clips: [{ id: 'c5' }] });
  });

  it('that were held back stay untold when the system lets go during a mute', async () => {
    const { notifier, news, facts, store } = setUp();
    facts.outcome = 'held-back';
    await notifier.notifyClips([at(1, 30)]);
    store.set('mute', { until: startOfTests + minute });
    news.length = 0;
    await notifier.release();
    store.set('mute', { until: null });
    await notifier.release();
    expect(news).toEqual([]);
  });
});
