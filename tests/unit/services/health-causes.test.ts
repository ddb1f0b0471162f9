import { describe, expect, it } from 'vitest';
import {
  findingsIn,
  nextHealth,
  type Finding,
  type HealthMemory,
} from '../../../electron/services/health-causes.ts';
import { isSilent } from '../../../electron/services/silent-cameras.ts';
import { emptyHome, type HomeState } from '../../../shared/app-state.ts';
import { device, frontYardId, homeId } from '../../fixtures/samples.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const hub = { networkId: homeId, name: 'Hall', isOnline: false, hasLocalStorage: false };
const home = (change: Partial<HomeState>): HomeState => ({ ...emptyHome, ...change });
const causes = (state: HomeState, silent: readonly (typeof frontYardId)[] = []) =>
  findingsIn(state, new Set(silent)).map(({ cause }) => cause);

describe('what is wrong', () => {
  it('is nothing while all is well', () => {
    expect(causes(home({ devices: [device()] }))).toEqual([]);
  });

  it('is each fault of each camera', () => {
    const devices = [device({ isOnline: false, battery: 'low' })];
    expect(causes(home({ devices }))).toEqual(['camera-offline', 'battery-low']);
    expect(causes(home({ devices: [device()] }), [frontYardId])).toEqual(['camera-silent']);
  });

  it('is one cause when the sync module takes its cameras along', () => {
    const devices = [device({ isOnline: false }), device({ isOnline: false })];
    expect(causes(home({ devices, syncModules: [hub] }))).toEqual(['sync-module-offline']);
  });
});

/** Walks through answers `[minute, is it wrong]` and lists what was told at which minute. */
function walk(answers: readonly (readonly [number, boolean])[]): readonly string[] {
  const fault: Finding = { key: 'f', cause: 'camera-offline', networkId: homeId, name: 'Shed' };
  let memory: HealthMemory = [];
  return answers.flatMap(([at, isWrong]) => {
    const next = nextHealth(memory, isWrong ? [fault] : [], at * minute);
    memory = next.memory;
    return next.changes.map(({ change }) => `${at} ${change}`);
  });
}

const walks = [
  [
    'once, when it lasts',
    [
      [0, true],
      [2, true],
      [4, true],
      [60, true],
    ],
    ['4 began'],
  ],
  [
    'nothing of a moment',
    [
      [0, true],
      [2, false],
      [4, true],
      [5, false],
    ],
    [],
  ],
  [
    'once more when it ends',
    [
      [0, true],
      [4, true],
      [10, false],
      [14, false],
      [16, false],
    ],
    ['4 began', '14 ended'],
  ],
  [
    'nothing of a moment without it',
    [
      [0, true],
      [4, true],
      [10, false],
      [12, true],
      [20, true],
    ],
    ['4 began'],
  ],
  [
    'again when it comes again',
    [
      [0, true],
      [4, true],
      [10, false],
      [14, false],
      [20, true],
      [24, true],
    ],
    ['4 began', '14 ended', '24 began'],
  ],
] as const;

describe('what is told of it', () => {
  it.each(walks)('%s', (_name, answers, expected) => {
    expect(walk(answers)).toEqual(expected);
  });
});

describe('a silent camera', () => {
  const now = 100 * day;
  const daily = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => now - (from + at) * day);
  it.each([
    ['that never recorded is not silent', [], false],
    ['has recorded daily until three days ago', daily(3, 9), true],
    ['that records rarely is not silent', [now - 3 * day, now - 8 * day], false],
    ['recorded yesterday', daily(1, 9), false],
  ])('%s', (_name, recordedAt, expected) => {
    expect(isSilent(recordedAt, now)).toBe(expected);
  });
});
