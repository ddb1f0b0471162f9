import { describe, expect, it } from 'vitest';
import type { AppStore } from '../../../electron/store/app-store.ts';
import { trayIconName } from '../../../electron/desktop/tray/tray-icon.ts';
import { trayTooltip } from '../../../electron/desktop/tray/tray-status.ts';
import type { AppState, HomeState } from '../../../shared/app-state.ts';
import { runModel } from './model.ts';

const show = (state: AppState, now: number) => ({
  icon: trayIconName(state, 0),
  tooltip: trayTooltip(state, now),
});

const seeds = Array.from({ length: 50 }, (_, at) => at + 1);
const stepsEach = 2_000;

describe('100,000 random steps', () => {
  it('never show "armed" unless the last answer said so, and not long ago', async () => {
    let steps = 0;
    let armedShown = 0;
    const kinds = new Set<string>();
    for (const seed of seeds) {
      const result = await runModel({ seed, steps: stepsEach, show });
      expect(result.problem).toBeNull();
      steps += result.steps;
      armedShown += result.armedShown;
      for (const kind of result.taken.keys()) kinds.add(kind);
    }
    expect(steps).toBe(100_000);
    expect(armedShown).toBeGreaterThan(50_000);
    expect(kinds.size).toBe(17);
  }, 300_000);

  it('are the same for the same seed', async () => {
    const [one, other] = [await runModel(shortRun), await runModel(shortRun)];
    expect(one).toEqual(other);
  });
});

const shortRun = { seed: 7, steps: 300, show };

/** The store with a change of what is written about homes. */
const disguised =
  (change: (next: HomeState, before: HomeState) => HomeState) =>
  (store: AppStore): AppStore => {
    const set: AppStore['set'] = (slice, value) => {
      const next = { ...store.get(), [slice]: value };
      if (slice === 'home') store.set('home', change(next.home, store.get().home));
      else store.set(slice, value);
    };
    return { ...store, set, update: (slice, edit) => set(slice, edit(store.get()[slice])) };
  };

describe('a planted lie is caught', () => {
  const firstProblem = async (options: Partial<Parameters<typeof runModel>[0]>) => {
    for (const seed of seeds) {
      const { problem } = await runModel({ seed, steps: stepsEach, show, ...options });
      if (problem !== null) return problem;
    }
    return 'not caught';
  };

  it('an answer that never grows old', async () => {
    const wasFresh = new Set<number | null>();
    const keeper = (state: AppState, now: number) => {
      const { checkedAt, isStale } = state.home;
      if (!isStale) wasFresh.add(checkedAt);
      return show({ ...state, home: { ...state.home, isStale: !wasFresh.has(checkedAt) } }, now);
    };
    expect(await firstProblem({ show: keeper })).toMatch(/ s old|after the last answer/);
  });

  it('a click that is shown as done', async () => {
    const optimist = (state: AppState, now: number) => {
      const networks = state.home.networks.map((network) => {
        const asked = state.arming[network.id];
        return asked === undefined
          ? network
          : { ...network, isArmed: asked.targetState === 'armed' };
      });
      return show({ ...state, home: { ...state.home, networks }, arming: {} }, now);
    };
    expect(await firstProblem({ show: optimist })).toMatch(/the last answer says disarmed/);
  });

  it('a state of before the restart shown as the present', async () => {
    const disguise = disguised((next, before) =>
      before.checkedAt === null ? { ...next, isStale: false } : next,
    );
    expect(await firstProblem({ disguise })).toMatch(/nobody was heard in this run/);
  });
});
