import { describe, expect, it } from 'vitest';
import { clientAnswering, clientOver } from '../clients.ts';
import { codeOf, recordedFetch } from '../recorded-fetch.ts';

const networkId = '1000002:2101';
const rule = { dow: ['mon', 'sun'], devices: [], time: '2020-02-14 21:00:00 +0000', action: 'arm' };
const program = { id: 700, status: 'enabled', name: 'Nights', schedule: [rule] };
const listed = (...answer: readonly unknown[]) => clientAnswering(answer).programs.list(networkId);

describe('a program', () => {
  it('is read with its times in UTC', async () => {
    expect(await listed(program)).toEqual({
      programs: [
        {
          programId: 700,
          networkId,
          name: 'Nights',
          isEnabled: true,
          rules: [
            { days: ['sun', 'mon'], at: Date.UTC(2020, 1, 14, 21), action: 'arm', devices: [] },
          ],
        },
      ],
      unreadable: 0,
    });
  });

  it.each([
    ['21:00', Date.UTC(1970, 0, 1, 21)],
    ['2020-02-14 21:00:00 +0200', Date.UTC(2020, 1, 14, 19)],
    ['2020-02-14T21:00:00Z', Date.UTC(2020, 1, 14, 21)],
  ])('of %s is read too', async (time, at) => {
    const { programs } = await listed({ ...program, schedule: [{ ...rule, time }] });

    expect(programs[0]?.rules[0]?.at).toBe(at);
  });

  it.each([{ time: 'noon' }, { dow: ['someday'] }, { action: 'sing' }, { dow: null }])(
    'with a rule nobody understands (%j) is left out whole, and counted',
    async (change) => {
      const odd = { ...program, schedule: [rule, { ...rule, ...change }] };

      const { programs, unreadable } = await listed(program, odd);

      expect([programs.length, unreadable]).toEqual([1, 1]);
    },
  );

  it('in place of which stands a message is a bad answer', async () => {
    const { programs } = clientAnswering({ message: 'secret' });

    await expect(programs.list(networkId)).rejects.toThrow(
      /^bad-answer: programs: the answer is not a list$/,
    );
  });

  it('is written with the cameras it is for', async () => {
    const { fetch, requests } = recordedFetch(() => Response.json({}));
    const one = { days: ['mon' as const], at: 0, action: 'arm' as const, devices: [4101, 6101] };
    const draft = { name: 'x', rules: [one] };
    const { programs } = clientOver(fetch).client;

    await programs.create(networkId, draft);
    await programs.update({ programId: 700, networkId }, draft);

    const sent = requests.map(
      ({ body }) => JSON.parse(body) as { schedule: { devices: unknown }[] },
    );
    expect(sent.map(({ schedule }) => schedule[0]?.devices)).toEqual([
      [4101, 6101],
      [4101, 6101],
    ]);
  });

  it('without days is not sent', async () => {
    const { fetch, requests } = recordedFetch(() => Response.json({}));
    const draft = { name: 'x', rules: [{ days: [], at: 0, action: 'arm' as const, devices: [] }] };

    expect(await codeOf(clientOver(fetch).client.programs.create(networkId, draft))).toBe(
      'invalid-argument',
    );
    expect(requests).toEqual([]);
  });
});
