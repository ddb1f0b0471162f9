import { describe, expect, it } from 'vitest';
import { countPlaywright, countVitest, failuresInPlaywright, failuresInVitest } from '../report.ts';

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

describe('what failed', () => {
  const red = '\u001b[31mexpected 3\u001b[39m\n  got 4';

  it('is named with what was said, in the suites of Playwright', () => {
    const result = (status: string, message?: string) => ({
      results: [{ status, ...(message === undefined ? {} : { error: { message } }) }],
    });
    const inner = {
      title: 'the archive',
      specs: [
        { title: 'it pauses', tests: [result('failed', red)] },
        { title: 'it goes on', tests: [result('skipped')] },
      ],
    };
    const outer = {
      title: 'archive.spec.ts',
      specs: [
        { title: 'late', tests: [result('timedOut')] },
        { title: 'good', tests: [result('passed')] },
      ],
      suites: [inner],
    };
    expect(failuresInPlaywright({ suites: [outer] })).toEqual([
      'archive.spec.ts › late\n  ',
      'the archive › it pauses\n  expected 3\n    got 4',
    ]);
  });

  it('is named with what was said, in the files of Vitest', () => {
    const tests = [
      { fullName: 'a clip is kept', status: 'failed', failureMessages: [red] },
      { fullName: 'a clip is not kept', status: 'passed', failureMessages: [] },
    ];
    const files = [
      { name: 'a.test.ts', status: 'failed', message: '', assertionResults: tests },
      { name: 'b.test.ts', status: 'failed', message: 'cannot be read', assertionResults: [] },
    ];
    expect(failuresInVitest({ testResults: files })).toEqual([
      'a clip is kept\n  expected 3\n    got 4',
      'b.test.ts\n  cannot be read',
    ]);
  });

  it('is said to be unknown when there is no report', () => {
    expect([failuresInVitest(null), failuresInPlaywright({})]).toEqual([
      ['no report that can be read'],
      ['no report that can be read'],
    ]);
  });
});
