import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../electron/services/notifications/notification-events.ts';
import {
  evidenceIn,
  nextHealth,
  type HealthMemory,
} from '../../../../electron/services/health/health-rules.ts';
import { isSilent, recordingOf } from '../../../../electron/services/health/health-watch.ts';
import { emptyHome, type HomeState } from '../../../../shared/app-state.ts';
import { clip, device, frontYardId, homeId, network } from '../../../fixtures/samples.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const hub = { networkId: homeId, name: 'Hall', isOnline: false, hasLocalStorage: false };
const home = (change: Partial<HomeState>): HomeState => ({ ...emptyHome, ...change });
const causes = (state: HomeState, silent: readonly (typeof frontYardId)[] = []) =>
  evidenceIn(state, { silent: new Set(silent), busy: new Set() }).here.map(({ cause }) => cause);

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

describe('what is surely not wrong', () => {
  const gone = (state: HomeState, busy: readonly (typeof frontYardId)[] = []) =>
    [...evidenceIn(state, { silent: new Set(), busy: new Set(busy) }).gone].map(
      (key) => key.split(' ')[0],
    );

  it('is what a camera that is heard says of itself', () => {
    expect(gone(home({ devices: [device()] }))).toEqual(['camera-offline', 'battery-low']);
  });

  it('is nothing of a camera behind an offline sync module', () => {
    const devices = [device({ isOnline: false })];
    expect(gone(home({ devices, syncModules: [hub] }))).toEqual([]);
  });

  it('is nothing of a camera that was removed', () => {
    expect(gone(home({ syncModules: [{ ...hub, isOnline: true }] }))).toEqual([
      'sync-module-offline',
    ]);
  });

  it('is the silence of a camera that has recorded, not of one that watches no more', () => {
    const devices = [device({ isMotionEnabled: false })];
    expect(gone(home({ devices }))).not.toContain('camera-silent');
    expect(gone(home({ devices }), [frontYardId])).toContain('camera-silent');
  });
});

/** Walks through answers `[minute, is it wrong]`, null for one that cannot tell, and lists what was told at which minute. */
function walk(answers: readonly (readonly [number, boolean | null])[]): readonly string[] {
  const fault: Finding = { key: 'f', cause: 'camera-offline', networkId: homeId, name: 'Shed' };
  let memory: HealthMemory = [];
  return answers.flatMap(([at, isWrong]) => {
    const here = isWrong === true ? [fault] : [];
    const gone = new Set(isWrong === false ? ['f'] : []);
    const next = nextHealth(memory, { here, gone }, { now: at * minute, isQuiet: false });
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
  [
    'no end that cannot be seen',
    [
      [0, true],
      [4, true],
      [10, null],
      [20, null],
      [30, false],
      [34, null],
      [38, false],
      [42, false],
    ],
    ['4 began', '42 ended'],
  ],
  [
    'no beginning that was lost from sight',
    [
      [0, true],
      [2, null],
      [20, true],
      [24, true],
    ],
    ['24 began'],
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

  it.each([
    ['is one whose system was armed all the time', { [homeId]: now - 3 * day }, 'c', 1],
    ['is none where nobody knows since when it is armed', {}, 'c', 0],
    ['is none that records on a stick', { [homeId]: now - 3 * day }, 'l', 0],
    ['is none whose system was armed a day ago', { [homeId]: now - day }, 'c', 0],
  ] as const)('%s', async (_name, changedAt, origin, expected) => {
    const clips = daily(3, 9).map((recordedAt, at) => clip({ id: `${origin}${at}`, recordedAt }));
    const state = home({
      networks: [network({ isArmed: true })],
      devices: [device()],
      changedAt,
    });
    const { silent } = await recordingOf(state, { page: async () => ({ clips, next: null }) }, now);
    expect(silent.size).toBe(expected);
  });

  it.each([
    ['whose system is disarmed', { networks: [network({ isArmed: false })] }],
    ['that is not to watch', { devices: [device({ isMotionEnabled: false })] }],
    ['that is offline', { devices: [device({ isOnline: false })] }],
  ])('is none %s', async (_what, change) => {
    const clips = daily(3, 9).map((recordedAt, at) => clip({ id: `c${at}`, recordedAt }));
    const known = { networks: [network({ isArmed: true })], devices: [device()] };
    const state = home({ ...known, changedAt: { [homeId]: now - 3 * day }, ...change });
    const { silent } = await recordingOf(state, { page: async () => ({ clips, next: null }) }, now);
    expect(silent.size).toBe(0);
  });
});
