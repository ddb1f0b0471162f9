import * as v from 'valibot';

export interface Count {
  readonly passed: number;
  readonly failed: number;
}

export const none: Count = { passed: 0, failed: 0 };

export const sum = (a: Count, b: Count): Count => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
});

/** Skipped and unfinished tests count as failed; so does a run that ended badly without a failed test, or tested nothing. */
export function countVitest(report: unknown, status: number): Count {
  const parsed = v.safeParse(vitestReport, report);
  if (!parsed.success) return { passed: 0, failed: 1 };
  const { numPassedTests, numTotalTests } = parsed.output;
  return honest({ passed: numPassedTests, failed: numTotalTests - numPassedTests }, status);
}

export function countPlaywright(report: unknown, status: number): Count {
  const parsed = v.safeParse(playwrightReport, report);
  if (!parsed.success) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky, skipped } = parsed.output.stats;
  return honest({ passed: expected, failed: unexpected + flaky + skipped }, status);
}

function honest(count: Count, status: number): Count {
  const isEmpty = count.passed + count.failed === 0;
  const hidesFailure = status !== 0 && count.failed === 0;
  return isEmpty || hidesFailure ? sum(count, { passed: 0, failed: 1 }) : count;
}

const vitestReport = v.object({ numPassedTests: v.number(), numTotalTests: v.number() });

const playwrightReport = v.object({
  stats: v.object({
    expected: v.number(),
    unexpected: v.number(),
    flaky: v.number(),
    skipped: v.number(),
  }),
});
