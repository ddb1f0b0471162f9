import { describe, expect, it } from 'vitest';
import { initialState, type AppState } from '../../../shared/app-state.ts';
import { armedDisplay, armedSummary, blindness } from '../../../shared/armed-display.ts';
import type { Device, Network, SyncModule } from '../../../shared/models.ts';
import { device, network as sampleNetwork } from '../../fixtures/samples.ts';

const network = (id: number, isArmed: boolean): Network =>
  sampleNetwork({ id: `1:${id}`, name: `System ${id}`, isArmed });

/** Every system has one camera that watches. */
const stateOf = (networks: readonly Network[], change: Partial<AppState> = {}): AppState => ({
  ...initialState,
  account: { phase: 'signed-in', accountId: 1, keyringProblem: null },
  home: {
    ...initialState.home,
    networks,
    devices: networks.map(({ id }) => device({ networkId: id })),
    checkedAt: 1,
    isStale: false,
  },
  ...change,
});

describe('what is shown of one system', () => {
  const armed = network(2, true);

  it('is what a fresh answer said', () => {
    expect(armedDisplay(stateOf([armed]), armed)).toBe('armed');
    expect(armedDisplay(stateOf([armed]), network(2, false))).toBe('disarmed');
  });

  it('is unknown when the answer is stale, whatever it said', () => {
    const stale = stateOf([armed]);
    expect(armedDisplay({ ...stale, home: { ...stale.home, isStale: true } }, armed)).toBe(
      'unknown',
    );
  });

  it('is a prediction only while the cloud is asked', () => {
    const asking = { targetState: 'disarmed', phase: 'asking', problem: null, at: 1 } as const;
    const failed = { ...asking, phase: 'failed', problem: 'module-busy' } as const;
    expect(armedDisplay(stateOf([armed], { arming: { '1:2': asking } }), armed)).toBe('disarming');
    expect(armedDisplay(stateOf([armed], { arming: { '1:2': failed } }), armed)).toBe('armed');
  });
});

describe('a system that would miss what happens', () => {
  const armed = network(2, true);
  const watching = device({ networkId: armed.id });
  const hub = (isOnline: boolean): SyncModule => ({
    networkId: armed.id,
    name: 'Hall',
    isOnline,
    hasLocalStorage: false,
  });
  const homeOf = (devices: readonly Device[], syncModules: readonly SyncModule[]) => ({
    ...stateOf([armed]).home,
    devices,
    syncModules,
  });

  it.each([
    [null, [watching], [hub(true)]],
    [null, [watching], []],
    [null, [watching, { ...watching, isOnline: false }], [hub(true)]],
    ['sync-module-offline', [watching], [hub(true), hub(false)]],
    ['no-motion-cameras', [], [hub(true)]],
    ['no-motion-cameras', [{ ...watching, isMotionEnabled: false }], [hub(true)]],
    ['no-motion-cameras', [{ ...watching, networkId: '1:3' }], []],
    ['cameras-offline', [{ ...watching, isOnline: false }], [hub(true)]],
  ] as const)('is blind for: %s', (reason, devices, syncModules) => {
    const home = homeOf(devices, syncModules);
    expect(blindness(home, armed.id)).toBe(reason);
    const shown = reason === null ? 'armed' : 'armed-blind';
    expect(armedDisplay({ home, arming: {} }, armed)).toBe(shown);
    expect(armedSummary(stateOf([armed], { home }))).toBe(reason === null ? 'armed' : 'blind');
  });

  it('is disarmed first, and unknown before all', () => {
    const home = homeOf([], [hub(false)]);
    const disarmed = { ...armed, isArmed: false };
    expect(armedDisplay({ home, arming: {} }, disarmed)).toBe('disarmed');
    expect(armedDisplay({ home: { ...home, isStale: true }, arming: {} }, armed)).toBe('unknown');
  });
});

describe('what the icon says of all systems', () => {
  it.each([
    ['armed', [network(2, true), network(3, true)]],
    ['disarmed', [network(2, false)]],
    ['mixed', [network(2, true), network(3, false)]],
    ['unknown', []],
  ] as const)('is %s', (summary, networks) => {
    expect(armedSummary(stateOf(networks))).toBe(summary);
  });

  it('is unknown when nothing fresh is known, however many there are', () => {
    const networks = [network(2, true), network(3, true)];
    const { home } = stateOf(networks);
    expect(armedSummary(stateOf(networks, { home: { ...home, isStale: true } }))).toBe('unknown');
  });

  it('is unknown when one of them was left out of the last answer', () => {
    const inDoubt = { ...network(3, true), doubt: { heardAt: 1, missedBy: 1 } };
    expect(armedDisplay(stateOf([inDoubt]), inDoubt)).toBe('unknown');
    expect(armedSummary(stateOf([network(2, true), inDoubt]))).toBe('unknown');
    const disarmed = { ...inDoubt, isArmed: false };
    expect(armedDisplay(stateOf([disarmed]), disarmed)).toBe('unknown');
  });

  it('is unknown when one of them could not be read', () => {
    const networks = [network(2, true)];
    const { home } = stateOf(networks);
    expect(armedSummary(stateOf(networks, { home: { ...home, namelessNetworks: 1 } }))).toBe(
      'unknown',
    );
    expect(armedSummary(stateOf(networks, { home: { ...home, namelessNetworks: 0 } }))).toBe(
      'armed',
    );
  });

  it('is busy while one of them is asked', () => {
    const arming = {
      '1:3': { targetState: 'armed', phase: 'asking', problem: null, at: 1 },
    } as const;
    const networks = [network(2, true), network(3, false)];
    expect(armedSummary(stateOf(networks, { arming }))).toBe('busy');
  });

  it.each([
    ['unknown', { phase: 'starting' }],
    ['sign-in-needed', { phase: 'signed-out', problem: null }],
    ['sign-in-needed', { phase: 'needs-sign-in', accountId: 1, problem: 'too-old' }],
  ] as const)('is %s for an account that is not signed in', (summary, account) => {
    expect(armedSummary(stateOf([network(2, true)], { account }))).toBe(summary);
  });
});
