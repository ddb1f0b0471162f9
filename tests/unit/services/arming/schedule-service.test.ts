import { describe, expect, it } from 'vitest';
import type { ProgramRule } from '../../../../electron/blink/models.ts';
import {
  createScheduleService,
  toRules,
} from '../../../../electron/services/arming/schedule-service.ts';
import type { ScheduleEntry } from '../../../../shared/schedules.ts';
import { startOfTests } from '../../../fixtures/fake-clock.ts';
import { cabinId, homeId } from '../../../fixtures/samples.ts';
import { setUpBelow } from '../setup.ts';

const rule = (change: Partial<ProgramRule> = {}): ProgramRule => ({
  days: ['sun', 'mon'],
  at: Date.UTC(2020, 1, 14, 21, 0),
  action: 'arm',
  devices: [],
  ...change,
});

const entry = (change: Partial<ScheduleEntry> = {}): ScheduleEntry => ({
  days: ['mon', 'sun'],
  minuteUtc: 1_260,
  action: 'arm',
  ...change,
});

const setUp = async () => {
  const below = await setUpBelow();
  const { things } = below.client;
  const nights = { programId: 7, networkId: homeId, name: 'Nights', isEnabled: true };
  things.programs = [{ ...nights, rules: [rule({ devices: [4001] })] }];
  return { ...below, things, schedule: createScheduleService(below) };
};

describe('schedules', () => {
  it('are listed with days from Monday and minutes after midnight', async () => {
    const { schedule } = await setUp();
    expect(await schedule.list(homeId)).toEqual([
      { id: 7, networkId: homeId, name: 'Nights', isEnabled: true, entries: [entry()] },
    ]);
  });

  it('are created on the day of writing', async () => {
    const { things, schedule } = await setUp();
    await schedule.save({ id: null, networkId: homeId, name: 'New', entries: [entry()] });
    expect(things.programs.at(-1)?.rules).toEqual([
      { ...rule(), days: ['mon', 'sun'], at: Date.UTC(2026, 10, 22, 21, 0) },
    ]);
  });

  it('are rewritten under their number', async () => {
    const { things, schedule } = await setUp();
    const entries = [entry({ minuteUtc: 5 })];
    await schedule.save({ id: 7, networkId: homeId, name: 'Late', entries });
    expect(things.programs).toMatchObject([
      {
        programId: 7,
        name: 'Late',
        rules: [{ at: Date.UTC(2026, 10, 22, 0, 5), devices: [4001] }],
      },
    ]);
  });

  it('are switched and removed', async () => {
    const { things, schedule } = await setUp();
    await schedule.setEnabled(homeId, 7, false);
    expect(things.programs[0]?.isEnabled).toBe(false);
    await schedule.remove(homeId, 7);
    expect(things.programs).toEqual([]);
  });

  it('of a system nobody knows are none', async () => {
    const { schedule } = await setUp();
    await expect(schedule.list(cabinId)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('which devices a rule is for', () => {
  const before = [rule({ devices: [1] }), rule({ action: 'disarm', devices: [2] })];
  const devicesOf = (entries: readonly ScheduleEntry[]) =>
    toRules(entries, before, startOfTests).map(({ devices }) => devices);

  it('stays with its moment', () => {
    expect(devicesOf([entry({ action: 'disarm' })])).toEqual([[2]]);
  });

  it('stays with its place when its moment is changed', () => {
    expect(devicesOf([entry(), entry({ minuteUtc: 9 })])).toEqual([[1], [2]]);
  });

  it('is the whole system for a new one', () => {
    const added = entry({ minuteUtc: 9 });
    expect(devicesOf([entry(), entry({ action: 'disarm' }), added])).toEqual([[1], [2], []]);
  });
});
