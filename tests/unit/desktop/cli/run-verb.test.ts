import { describe, expect, it, vi } from 'vitest';
import { runVerb } from '../../../../electron/desktop/cli/run-verb.ts';
import { createAppStore } from '../../../../electron/store/app-store.ts';
import { initialState, type AppState } from '../../../../shared/app-state.ts';
import { AppError, type AppErrorCode } from '../../../../shared/errors.ts';
import { report } from '../../../../shared/messages/failures.ts';
import { createFakeClock } from '../../../fixtures/fake-clock.ts';
import { network } from '../../../fixtures/samples.ts';
import { home } from '../tray-states.ts';

const arm = { verb: 'arm', name: 'Home' } as const;

/** The cloud does what `work` does to the store, and then fails with `problem`, if any. */
function setUp(state: AppState, after: AppState['home'] = state.home, problem?: AppErrorCode) {
  const store = createAppStore(state);
  const clock = createFakeClock();
  const work = vi.fn(() => {
    store.set('home', after);
    return problem === undefined ? Promise.resolve() : Promise.reject(new AppError(problem));
  });
  const services = {
    arming: { arm: work, disarm: work, armAll: work, disarmAll: work },
    mute: { start: vi.fn(), until: () => Promise.resolve(), stop: vi.fn() },
  };
  return { store, clock, work, deps: { store, clock, services } };
}

const armed = home(true).home;
const disarmed = home(false).home;

describe('arming by words', () => {
  it('says that it is done when the home says so', async () => {
    const { deps } = setUp(home(false), armed);
    expect(await runVerb(deps, arm)).toEqual({ exitCode: 0, text: 'Home is armed.' });
  });

  it('never says armed of a home that was disarmed meanwhile', async () => {
    const { deps } = setUp(home(false), disarmed);
    expect(await runVerb(deps, arm)).toEqual({
      exitCode: 1,
      text: 'Home was changed meanwhile: it is disarmed.',
    });
  });

  it('never says disarmed of a home that was armed meanwhile', async () => {
    const { deps } = setUp(home(true), armed);
    expect(await runVerb(deps, { verb: 'disarm', name: 'Home' })).toEqual({
      exitCode: 1,
      text: 'Home was changed meanwhile: it is armed.',
    });
  });

  it('says that nobody knows when the answer is old already', async () => {
    const { deps } = setUp(home(false), { ...armed, isStale: true });
    expect(await runVerb(deps, arm)).toEqual({
      exitCode: 1,
      text: 'Whether Home is armed is not known right now.',
    });
  });

  it('is done when no camera watches for motion, with a warning', async () => {
    const { deps } = setUp(home(false), armed, 'no-motion-cameras');
    expect(await runVerb(deps, arm)).toEqual({
      exitCode: 0,
      text: 'Home is armed.',
      warning: report('no-motion-cameras').sentence,
    });
  });

  it('fails with the reason, whatever was known before', async () => {
    const { deps } = setUp(home(true), armed, 'module-busy');
    expect(await runVerb(deps, arm)).toEqual({
      exitCode: 1,
      text: report('module-busy').sentence,
    });
  });
});

describe('arming by words while Porchlight starts', () => {
  it('waits until somebody is signed in and the systems are known', async () => {
    const { deps, store, work } = setUp(initialState, armed);
    const answer = runVerb(deps, arm);
    store.set('account', { phase: 'signed-in', accountId: 1, keyringProblem: null });
    await Promise.resolve();
    expect(work).not.toHaveBeenCalled();
    store.set('home', disarmed);
    expect(await answer).toMatchObject({ exitCode: 0 });
  });

  it('says so when that takes too long', async () => {
    const { deps, clock, work } = setUp(initialState);
    const answer = runVerb(deps, arm);
    await clock.advance(20_000);
    expect(await answer).toEqual({
      exitCode: 1,
      text: 'Porchlight is still starting. Nothing was done.',
    });
    expect(work).not.toHaveBeenCalled();
    expect(clock.pending()).toEqual([]);
  });

  it('says at once that nobody is signed in, when that is certain', async () => {
    const { deps, store } = setUp(initialState);
    const answer = runVerb(deps, arm);
    store.set('account', { phase: 'signed-out', problem: null });
    expect(await answer).toMatchObject({ exitCode: 4 });
  });
});

describe('names of the cloud on a terminal', () => {
  const evil = 'A\u001b[2J\u009b5n\u202eB';
  const state = home(false, { networks: [network({ name: evil })] });

  it('steer nothing in a sentence, and are found by what can be seen of them', async () => {
    const { deps } = setUp(state, {
      ...state.home,
      networks: [network({ name: evil, isArmed: true })],
    });
    const { text } = await runVerb(deps, { verb: 'arm', name: 'a [2J 5n b' });
    expect(text).toBe('A [2J 5n B is armed.');
    const unknown = await runVerb(deps, { verb: 'arm', name: 'Shed\u001b[1m' });
    expect(unknown).toMatchObject({ exitCode: 2 });
    expect(unknown.text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('steer nothing in the JSON of the state, and are all there for a script', async () => {
    const { text } = await runVerb(setUp(state).deps, { verb: 'status' });
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(text)).toMatchObject({ systems: [{ name: evil }] });
  });
});
