import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest } from '../report.ts';

describe('the sum of npm test', () => {
  it('counts what passed and what did not', () => {
    const report = { numPassedTests: 7, numTotalTests: 9 };
    expect(countVitest(report, 1)).toEqual({ passed: 7, failed: 2 });
  });

  it('counts skipped and flaky tests as failed', () => {
    const report = { stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 2 } };
    expect(countPlaywright(report, 0)).toEqual({ passed: 3, failed: 3 });
  });

  it.each([
    ['a missing report', null, 0],
    ['a run without tests', { numPassedTests: 0, numTotalTests: 0 }, 0],
  ])('takes %s for a failure', (_what, report, status) => {
    expect(countVitest(report, status)).toEqual({ passed: 0, failed: 1 });
  });

  it('does not believe a green report of a run that ended badly', () => {
    const report = { numPassedTests: 5, numTotalTests: 5 };
    expect(countVitest(report, 1)).toEqual({ passed: 5, failed: 1 });
  });
});
