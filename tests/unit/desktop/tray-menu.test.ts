import { describe, expect, it, vi } from 'vitest';
import {
  plain,
  statusLines,
  trayMenu,
  type TrayActions,
} from '../../../electron/desktop/tray-menu.ts';
import { trayIconName } from '../../../electron/desktop/tray-icon.ts';
import { initialState, type AppState } from '../../../shared/app-state.ts';

const actions: TrayActions = {
  arm: vi.fn(),
  disarm: vi.fn(),
  showClip: vi.fn(),
  checkNow: vi.fn(),
  signIn: vi.fn(),
  open: vi.fn(),
  quit: vi.fn(),
};

const home = (isArmed: boolean, isStale = false): AppState => ({
  ...initialState,
  account: { phase: 'signed-in', accountId: 1, keyringProblem: null },
  home: {
    ...initialState.home,
    networks: [{ id: '1:2', name: 'Home & Yard', timeZone: 'UTC', isArmed }],
    checkedAt: 1,
    isStale,
  },
});

const labels = (state: AppState) => trayMenu(state, [], actions).map(({ label }) => label ?? '—');

describe('the tray menu', () => {
  it('offers the one thing that is not so', () => {
    expect(labels(home(true))).toContain('Disarm Home && Yard');
    expect(labels(home(true))).not.toContain('Arm Home && Yard');
    expect(labels(home(false))).toContain('Arm Home && Yard');
  });

  it('offers both where the state is not known, and says since when', () => {
    expect(labels(home(true, true))).toEqual(
      expect.arrayContaining([
        'Arm Home && Yard',
        'Disarm Home && Yard',
        'Home && Yard: not known right now',
      ]),
    );
    expect(statusLines(home(true, true)).join()).toContain('Last known at');
  });

  it('says why a click was undone', () => {
    const arming = {
      '1:2': { wish: 'disarmed', phase: 'failed', problem: 'module-busy', at: 1 },
    } as const;
    expect(statusLines({ ...home(true), arming }).join()).toMatch(
      /Home & Yard was not disarmed: ./,
    );
  });

  it('offers to sign in, and nothing of a home, while nobody is signed in', () => {
    const state: AppState = { ...home(true), account: { phase: 'signed-out', problem: null } };
    expect(labels(state)).toEqual([
      'Not signed in to Blink',
      '—',
      'Sign in…',
      '—',
      'Open Porchlight',
      'Quit Porchlight',
    ]);
  });

  it('always ends with open and quit', () => {
    const phases: AppState['account'][] = [
      { phase: 'starting' },
      { phase: 'signing-in' },
      { phase: 'needs-sign-in', accountId: 1, problem: 'too-old' },
    ];
    for (const account of phases) {
      expect(labels({ ...home(false), account }).slice(-2)).toEqual([
        'Open Porchlight',
        'Quit Porchlight',
      ]);
    }
  });

  it('shows names of the cloud as plain text', () => {
    expect(plain('A & B\nC')).toBe('A && B C');
    expect(plain('x'.repeat(500)).length).toBeLessThanOrEqual(80);
  });
});

describe('the tray icon', () => {
  it('has a dot while there are unseen clips', () => {
    expect(trayIconName(home(true))).toBe('armed');
    expect(trayIconName({ ...home(true), clips: { revision: 1, unseen: 2 } })).toBe('armed-dot');
  });

  it('never looks armed when the answer is old', () => {
    expect(trayIconName(home(true, true))).toBe('unknown');
  });
});
