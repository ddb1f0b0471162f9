import { describe, expect, it } from 'vitest';
import { minutes } from '../../../../electron/lib/clock.ts';
import { createRequestReport } from '../../../../electron/services/account/account-service.ts';
import { createRequestBudget } from '../../../../electron/sync/polling/request-budget.ts';
import { createFakeClock, startOfTests } from '../../../fixtures/fake-clock.ts';
import { setUpAccount } from './account-setup.ts';

describe('the report of what was asked', () => {
  it('counts the last hour by kind, the most frequent first', async () => {
    const clock = createFakeClock();
    const budget = createRequestBudget(clock);
    budget.count('command');
    await clock.advance(minutes(30));
    for (const kind of ['account', 'homescreen', 'homescreen']) budget.count(kind);
    expect(Object.entries(budget.byKind())[0]).toEqual(['homescreen', 2]);
    expect(budget.byKind()).toEqual({ homescreen: 2, command: 1, account: 1 });
    await clock.advance(minutes(30));
    expect(budget.byKind()).toEqual({ homescreen: 2, account: 1 });
    expect(budget.lastHour()).toBe(3);
  });

  it('tells the last refusal and the next question', async () => {
    const { account, clock } = setUpAccount();
    const budget = createRequestBudget(clock);
    const report = createRequestReport({ budget, account });
    expect(report.read()).toEqual({ lastHour: 0, byKind: {}, lastRefusal: null, nextPollAt: null });
    budget.noteRefusal('rate-limited');
    await account.signIn();
    await clock.advance(0);
    const { lastRefusal, nextPollAt } = report.read();
    expect(lastRefusal).toEqual({ code: 'rate-limited', at: startOfTests });
    expect(nextPollAt).toBe(startOfTests + minutes(2));
    await account.stop();
    expect(report.read().nextPollAt).toBeNull();
  });
});
