import { expect, test, vi } from 'vitest';
import { holdOf } from '../../../renderer/stores/readiness.ts';
import type { ConnectionState } from '../../../shared/app-state.ts';

// There is no window here to take it from.
vi.mock('../../../renderer/api.ts', () => ({ api: {} }));

const signedIn = { phase: 'signed-in', accountId: 1, keyringProblem: null } as const;
const talk = (change: Partial<ConnectionState>): ConnectionState => ({
  ...{ status: 'online', problem: null, pausedUntil: null, requestsLastHour: 0 },
  ...change,
});

test.each([
  ['all is well', talk({}), null],
  ['the cloud refuses', talk({ status: 'paused', problem: 'refused-for-now' }), 'refused-for-now'],
  ['the cloud wants quiet', talk({ status: 'paused' }), 'rate-limited'],
  ['there is no connection', talk({ status: 'trouble', problem: 'offline' }), 'offline'],
  ['the cloud stumbles', talk({ status: 'trouble', problem: 'cloud-trouble' }), null],
] as const)('buttons that need the cloud while %s', (_when, connection, reason) => {
  expect(holdOf(signedIn, connection)).toBe(reason);
});

test('nobody who is signed out can ask the cloud for anything', () => {
  expect(holdOf({ phase: 'signed-out', problem: null }, talk({}))).toBe('not-signed-in');
});
