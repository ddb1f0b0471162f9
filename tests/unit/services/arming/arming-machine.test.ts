import { describe, expect, it } from 'vitest';
import {
  idle,
  nextArming,
  type ArmingEffect,
  type ArmingEvent,
  type ArmingStep,
} from '../../../../electron/services/arming/arming-machine.ts';

const arm: ArmingEvent = { kind: 'requested', target: 'armed' };
const disarm: ArmingEvent = { kind: 'requested', target: 'disarmed' };
const commanded: ArmingEvent = { kind: 'command-done', warning: null };
const refused: ArmingEvent = { kind: 'refused', problem: 'module-busy' };
const lost: ArmingEvent = { kind: 'answer-lost', problem: 'timeout' };
const unheard: ArmingEvent = { kind: 'not-reported', problem: 'offline' };
const heardArmed: ArmingEvent = { kind: 'reported', state: 'armed' };
const heardDisarmed: ArmingEvent = { kind: 'reported', state: 'disarmed' };

const run = (...events: readonly ArmingEvent[]) => {
  let step: ArmingStep = idle;
  const effects: ArmingEffect[] = [];
  for (const event of events) {
    const move = nextArming(step, event);
    step = move.step;
    effects.push(move.effect);
  }
  return { step, effects };
};

const done = { kind: 'done', warning: null };
const failedWith = (problem: string, target = 'armed') => ({ kind: 'failed', target, problem });

const rows = [
  ['is done when a homescreen says so', [arm, commanded, heardArmed], done],
  [
    'fails when a homescreen says otherwise',
    [arm, commanded, heardDisarmed],
    failedWith('command-failed'),
  ],
  ['fails with the reason when nothing was done', [arm, refused], failedWith('module-busy')],
  ['is done when only the answer was lost', [arm, lost, heardArmed], done],
  [
    'fails with the first reason when it was lost indeed',
    [arm, lost, heardDisarmed],
    failedWith('timeout'),
  ],
  ['fails with the first reason when nobody can tell', [arm, lost, unheard], failedWith('timeout')],
  ['asks once more before it gives up', [arm, commanded, unheard, heardArmed], done],
  [
    'gives up when nobody answers at all',
    [arm, commanded, unheard, unheard],
    failedWith('offline'),
  ],
  ['ends in the last wish', [arm, disarm, commanded, heardArmed, commanded, heardDisarmed], done],
  [
    'tries the last wish even if the first failed',
    [arm, disarm, refused, refused],
    failedWith('module-busy', 'disarmed'),
  ],
] as const;

describe('the arming machine', () => {
  it.each(rows)('%s', (_, events, outcome) => {
    const { step, effects } = run(...events);
    expect(step).toEqual({ kind: 'idle', outcome });
    expect(effects.at(-1)).toBe('finish');
  });

  it('has one command on its way at a time, however often the mind changes', () => {
    const { effects } = run(arm, disarm, arm, disarm, arm);
    expect(effects).toEqual(['command', null, null, null, null]);
  });

  it('sends nothing more when the mind came back to what was sent', () => {
    const { effects } = run(arm, disarm, arm, commanded, heardArmed);
    expect(effects).toEqual(['command', null, null, 'refresh', 'finish']);
  });

  it('doubts the last truth only when the outcome is not known', () => {
    expect(run(arm, lost).effects.at(-1)).toBe('mark-stale-and-refresh');
    expect(run(arm, refused).effects.at(-1)).toBe('finish');
    expect(run(arm, commanded).effects.at(-1)).toBe('refresh');
  });

  it('keeps the warning of a command that is done', () => {
    const warned: ArmingEvent = { kind: 'command-done', warning: 'no-motion-cameras' };
    const { step } = run(arm, warned, heardArmed);
    expect(step).toMatchObject({ outcome: { kind: 'done', warning: 'no-motion-cameras' } });
  });

  it.each([commanded, refused, lost, unheard, heardArmed])(
    'rests when nothing was asked: %o',
    (late) => {
      expect(run(late)).toEqual({ step: idle, effects: [null] });
    },
  );
});
