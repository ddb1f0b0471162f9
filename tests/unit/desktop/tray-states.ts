import { initialState, type AppState, type HomeState } from '../../../shared/app-state.ts';
import { cabinId, device, homeId, network } from '../../fixtures/samples.ts';

/** 22 November 2026, 14:02 where the tests run. */
export const now = new Date(2026, 10, 22, 14, 2).getTime();
export const minute = 60_000;

/** Signed in, one system with one camera that watches. */
export const home = (isArmed: boolean, change: Partial<HomeState> = {}): AppState => ({
  ...initialState,
  account: { phase: 'signed-in', accountId: 1, keyringProblem: null },
  home: {
    ...initialState.home,
    networks: [network({ isArmed })],
    devices: [device()],
    checkedAt: now,
    isStale: false,
    ...change,
  },
});

/** Two systems, the first armed. */
export const twoHomes = (change: Partial<HomeState> = {}): AppState =>
  home(true, {
    networks: [network({ isArmed: true }), network({ id: cabinId, name: 'Cabin' })],
    devices: [device(), device({ networkId: cabinId })],
    ...change,
  });

/** The same with a temporary disarm of the first system. */
export const disarmedUntil = (rearmAt: number, phase: 'counting' | 'asking'): AppState => ({
  ...home(false),
  temporaryDisarms: { [homeId]: { rearmAt, phase } },
});
