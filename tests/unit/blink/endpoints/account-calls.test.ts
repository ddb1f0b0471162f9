import { describe, expect, it } from 'vitest';
import { clientOver } from '../clients.ts';
import { homescreenAnswer } from '../homescreen-answer.ts';
import { codeOf, recordedFetch } from '../recorded-fetch.ts';

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');

/** An account whose calls beside the homescreen are answered with this. */
const accountAnswering = (value: unknown) =>
  clientOver(
    recordedFetch(({ url }) =>
      url.pathname.endsWith('homescreen')
        ? Response.json(homescreenAnswer(), { headers: { 'client-id': '606101' } })
        : Response.json(value),
    ).fetch,
  ).client.account;

describe('the order of things', () => {
  it('is decoded, each number with the family it has', async () => {
    const order = { network_order: [2102, 2101], camera_order: { '2101': [6101, 4101, 9] } };

    const { networks, devices } = await accountAnswering({ options: encoded(order) }).order();

    expect(networks).toEqual(['1000002:2102', '1000002:2101']);
    expect([...devices]).toEqual([
      ['1000002:2101', ['1000002:doorbell:6101', '1000002:camera:4101', '1000002:camera:9']],
    ]);
  });

  it.each([
    null,
    '',
    'no base64 at all!',
    encoded('text'),
    encoded({ network_order: ['a', -1, 1.5], camera_order: { x: [1], '1': 7 } }),
  ])('is empty where %j is kept', async (options) => {
    const { networks, devices } = await accountAnswering({ options }).order();

    expect([networks, [...devices].flatMap(([, ids]) => ids)]).toEqual([[], []]);
  });
});

describe('the account', () => {
  it('tells its switches', async () => {
    const options = await accountAnswering({
      owl_app_enabled: true,
      odd: 'x',
      advanced_motion_regions: { cam_4101: [4_095, 0], owl_1: [1] },
    }).options();

    expect(options).toEqual({ owl_app_enabled: true });
  });

  it('wants somebody confirmed when any of three says so', async () => {
    const info = await accountAnswering({ phone_verification_required: true }).userInfo();

    expect(info).toEqual({ email: null, country: null, isVerificationRequired: true });
  });

  it('keeps recordings for a number of days Blink offers, or says no', async () => {
    const { fetch } = recordedFetch(() =>
      Response.json({ message: 'Invalid video option', code: 213 }, { status: 400 }),
    );

    expect(await codeOf(clientOver(fetch).client.account.setAutoDeleteDays(4))).toBe(
      'invalid-argument',
    );
  });
});

describe('snoozing', () => {
  it.each([0, 29_999, 1_440 * 60_000, Number.NaN])('for %d ms is not asked for', async (forMs) => {
    const { fetch, requests } = recordedFetch(() => Response.json({}));

    expect(await codeOf(clientOver(fetch).client.networks.snooze('1000002:2101', forMs))).toBe(
      'invalid-argument',
    );
    expect(requests).toEqual([]);
  });
});
