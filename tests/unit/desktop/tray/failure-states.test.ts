import type { TrayActions } from '../../../../electron/desktop/tray/tray-actions.ts';
import { describe, expect, it } from 'vitest';
import { trayMenu, plainLabel } from '../../../../electron/desktop/tray/tray-menu.ts';
import { createTrayChangeFilter } from '../../../../electron/desktop/tray/tray-icon.ts';
import { trayTooltip } from '../../../../electron/desktop/tray/tray-status.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { connectionNotices } from '../../../../renderer/features/status/connection-notice.ts';
import type { AccountState, AppState, ConnectionState } from '../../../../shared/app-state.ts';
import type { AppErrorCode } from '../../../../shared/errors.ts';
import { m } from '../../../../shared/messages/compiled/messages.js';
import { report } from '../../../../shared/messages/failures.ts';
import { accountLines } from '../../../../shared/messages/trouble.ts';
import { settled } from '../../../fixtures/fake-clock.ts';
import { home, minute, now } from '../tray-states.ts';

const calm: ConnectionState = {
  status: 'online',
  problem: null,
  pausedUntil: null,
  requestsLastHour: 3,
};
const talk = (change: Partial<ConnectionState>): AppState => ({
  ...home(true),
  connection: { ...calm, ...change },
});
const trouble = (problem: AppErrorCode) => talk({ status: 'trouble', problem });
const paused = (problem: AppErrorCode) =>
  talk({ status: 'paused', problem, pausedUntil: now + 10 * minute });
const who = (account: AccountState): AppState => ({ ...home(true), account });
const sentence = (code: AppErrorCode) => report(code).sentence;

/** Every state a person has to know by name, and its words. */
const states: readonly (readonly [string, AppState, string])[] = [
  ['offline', trouble('offline'), sentence('offline')],
  ['too slow', trouble('timeout'), sentence('timeout')],
  ['trouble at Blink', trouble('cloud-trouble'), sentence('cloud-trouble')],
  ['an answer nobody understands', trouble('bad-answer'), sentence('bad-answer')],
  ['slow down', paused('rate-limited'), sentence('rate-limited')],
  ['blocked', paused('refused'), sentence('refused')],
  ['blocked for now', paused('refused-for-now'), sentence('refused-for-now')],
  ['locked while polling', paused('account-locked'), sentence('account-locked')],
  [
    'suspended',
    who({ phase: 'needs-sign-in', accountId: 1, problem: 'account-suspended' }),
    sentence('account-suspended'),
  ],
  ['too old', paused('too-old'), sentence('too-old')],
  [
    'signed out by Blink',
    who({ phase: 'needs-sign-in', accountId: 1, problem: 'signed-out-by-blink' }),
    sentence('signed-out-by-blink'),
  ],
  ['locked', who({ phase: 'signed-out', problem: 'account-locked' }), sentence('account-locked')],
  [
    'a sign-in that failed',
    who({ phase: 'signed-out', problem: 'sign-in-failed' }),
    sentence('sign-in-failed'),
  ],
  [
    'a sign-in that took too long',
    who({ phase: 'signed-out', problem: 'sign-in-expired' }),
    sentence('sign-in-expired'),
  ],
  ['signed out', who({ phase: 'signed-out', problem: null }), m.tray_sign_in_needed()],
  ['a code is needed', who({ phase: 'signing-in' }), m.tray_signing_in()],
];

const actions = new Proxy({} as TrayActions, { get: () => () => undefined });
const surfaces: Readonly<Record<string, (state: AppState) => string>> = {
  tooltip: (state) => trayTooltip(state, now),
  menu: (state) =>
    trayMenu({ state, latest: [], now }, actions)
      .map(({ label }) => label ?? '')
      .join('\n'),
  // What the panel and the window are made of: lines without an account, notices with one.
  pages: (state) =>
    [
      ...accountLines(state.account),
      ...connectionNotices(state, now).map(({ title }) => title),
    ].join('\n'),
};

describe.each(Object.entries(surfaces))('the %s', (name, read) => {
  it.each(states)('names: %s', (_, state, words) => {
    expect(read(state)).toContain(name === 'menu' ? plainLabel(words) : words);
  });
});

describe('the tray is drawn anew', () => {
  const drawnFor = async (change: Partial<ConnectionState>) => {
    const store = createAppStore(talk({}));
    const shows = createTrayChangeFilter(store.get().connection);
    const drawn: boolean[] = [];
    store.subscribe((seen) => drawn.push(shows(seen)));
    store.set('connection', { ...calm, ...change });
    await settled();
    return { store, drawn };
  };

  it.each([
    [{ status: 'trouble', problem: 'offline' }, true],
    [{ status: 'paused', problem: 'refused' }, true],
    [{ pausedUntil: now }, true],
    [{ requestsLastHour: 4 }, false],
  ] as const)('for a connection with %j: %s', async (change, isDrawn) => {
    expect((await drawnFor(change)).drawn).toEqual([isDrawn]);
  });

  it('when the trouble is over, and not for what it does not show', async () => {
    const { store, drawn } = await drawnFor({ status: 'trouble', problem: 'offline' });
    store.set('connection', { ...calm, requestsLastHour: 9 });
    store.update('archive', (before) => ({ ...before, waiting: 3 }));
    store.update('home', (before) => ({ ...before, isStale: true }));
    await settled();
    expect(drawn).toEqual([true, true, false, true]);
  });
});
