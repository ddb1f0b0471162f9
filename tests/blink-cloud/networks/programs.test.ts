import { describe, expect, it } from 'vitest';
import { timeOf } from './schedules.ts';
import { bodyOf, told } from '../testing/answers.ts';
import { HOUSE } from '../testing/full-world.ts';
import { signedIn, type Rest } from '../testing/rest.ts';
import { useFullClouds } from '../testing/small-cloud.ts';

const startClouds = useFullClouds();
/** Tokens live longer than these tests wait. */
const startFull = () => startClouds({ tokenLifeSeconds: 1e6 });
const PROGRAMS = '/api/v1/networks/2201/programs';
const HOUR_MS = 3_600_000;

const isArmed = (control: Awaited<ReturnType<typeof startFull>>['control']) =>
  control.state().networks[0]?.armed;

const create = (rest: Rest, schedule: readonly unknown[]) =>
  rest.post(`${PROGRAMS}/create`, { name: 'Test', format: 'v1', schedule });

describe('programs', () => {
  it('are listed as they were written', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect(await bodyOf(rest.get(PROGRAMS))).toMatchObject([
      { id: 26830, network_id: 2201, status: 'enabled', format: 'v1' },
      {
        status: 'disabled',
        schedule: [{ dow: ['sat'], devices: [], time: '2026-07-04 08:30:00 +0000', action: 'arm' }],
      },
    ]);
    expect(await bodyOf(rest.get('/api/v1/networks/2202/programs'))).toEqual([]);
  });

  it('arm and disarm at their minute, in UTC, day after day', async () => {
    const { control } = await startFull();
    control.setArmed(2201, false);

    control.advanceClock(9 * HOUR_MS - 1);
    expect(isArmed(control)).toBe(false);
    control.advanceClock(1);
    expect(isArmed(control)).toBe(true);
    control.advanceClock(8 * HOUR_MS);
    expect(isArmed(control)).toBe(false);
    control.advanceClock(16 * HOUR_MS);
    expect(isArmed(control)).toBe(true);
  });

  it('keep the devices they are for', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);
    const step = { dow: ['mon'], devices: [4201, 5201], time: '14:45', action: 'arm' };

    const made = await bodyOf(create(rest, [step]));

    expect(made).toMatchObject({ actions: [{ dow: 'mon', devices: '[4201,5201]' }] });
    const listed = await bodyOf(rest.get(PROGRAMS));
    expect(listed).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Test', schedule: [expect.objectContaining(step)] }),
      ]),
    );
  });

  it('do nothing while disabled', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    control.setArmed(2201, false);

    expect(await bodyOf(rest.post(`${PROGRAMS}/26830/disable`))).toEqual({
      message: 'Successfully disabled program 26830',
      code: 803,
    });
    control.advanceClock(10 * HOUR_MS);
    expect(isArmed(control)).toBe(false);
    expect(await bodyOf(rest.post(`${PROGRAMS}/26830/enable`))).toMatchObject({ code: 802 });
    control.advanceClock(24 * HOUR_MS);
    expect(isArmed(control)).toBe(true);
  });

  it('run on their days only', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    await rest.post(`${PROGRAMS}/26830/disable`);
    await create(rest, [{ dow: ['mon'], time: '14:45', action: 'disarm' }]);

    control.advanceClock(3 * HOUR_MS);
    expect(isArmed(control)).toBe(true);
    control.advanceClock(24 * HOUR_MS);
    expect(isArmed(control)).toBe(false);
  });

  it('answer a write with the program, its body as text and an action for each day', async () => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    const answer = await bodyOf(
      create(rest, [{ dow: ['mon', 'tue'], time: '2016-01-01 14:45:00 +0000', action: 'arm' }]),
    );

    expect(answer).toMatchObject({
      program: { name: 'Test', status: 'enabled', network_id: 2201 },
      actions: [
        { dow: 'mon', time: '14:45', action: 'arm', devices: '[]', last_execution: null },
        { dow: 'tue', time: '14:45' },
      ],
    });
    expect(JSON.stringify(answer)).toContain('"data":"{');
  });

  it('are changed and deleted, in either form of the address', async () => {
    const { url, control } = await startFull();
    const rest = await signedIn(url);
    const schedule = [{ dow: ['sun'], time: '13:00', action: 'disarm' }];
    const body = { id: 26830, name: 'Noon', format: 'v1', schedule };

    expect((await rest.post(`${HOUSE}/programs/26830/update`, body)).status).toBe(200);
    control.advanceClock(HOUR_MS);
    expect(isArmed(control)).toBe(false);
    expect((await rest.post(`${PROGRAMS}/26830/delete`)).status).toBe(200);
    expect(await bodyOf(rest.get(PROGRAMS))).toMatchObject([{ id: 26831 }]);
    expect((await told(rest.post(`${PROGRAMS}/26830/enable`))).status).toBe(404);
  });

  it.each([
    { name: 'Test', format: 'v2', schedule: [] },
    { name: 'Test', format: 'v1', schedule: [{ dow: ['someday'], time: '10:00', action: 'arm' }] },
    { name: 'Test', format: 'v1', schedule: [{ dow: ['mon'], time: '25:00', action: 'arm' }] },
    { name: 'Test', format: 'v1', schedule: [{ dow: ['mon'], time: '10:00', action: 'dance' }] },
  ])('refuse %j', async (body) => {
    const { url } = await startFull();
    const rest = await signedIn(url);

    expect((await rest.post(`${PROGRAMS}/create`, body)).status).toBe(400);
  });

  it.each([
    ['2020-02-14 21:00:00 +0000', '21:00:00'],
    ['14:45', '14:45'],
    ['2016-01-01T05:30:00Z', '05:30:00'],
    ['24:00', undefined],
    ['soon', undefined],
  ])('read the time of day out of %s', (written, time) => {
    expect(timeOf(written)).toBe(time);
  });
});
