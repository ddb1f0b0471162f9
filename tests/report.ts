import { stripVTControlCharacters } from 'node:util';
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

/** What failed, one text each: the test's name and the beginning of what was said about it. */
export function failuresInVitest(report: unknown): readonly string[] {
  const parsed = v.safeParse(vitestFailures, report);
  if (!parsed.success) return ['no report that can be read'];
  const files = parsed.output.testResults;
  const tests = files.flatMap(({ name, status, message, assertionResults }) => [
    ...(status === 'failed' && assertionResults.length === 0 ? [failure(name, message)] : []),
    ...assertionResults
      .filter(({ status: one }) => one === 'failed')
      .map(({ fullName, failureMessages }) => failure(fullName, failureMessages[0] ?? '')),
  ]);
  return tests;
}

export function failuresInPlaywright(report: unknown): readonly string[] {
  const parsed = v.safeParse(playwrightFailures, report);
  return parsed.success ? parsed.output.suites.flatMap(failuresIn) : ['no report that can be read'];
}

function failuresIn({ title, specs, suites }: Suite): readonly string[] {
  const own = specs.flatMap((spec) =>
    spec.tests
      .flatMap(({ results }) => results)
      .filter(({ status }) => status !== 'passed' && status !== 'skipped')
      .map(({ error }) => failure(`${title} › ${spec.title}`, error?.message ?? '')),
  );
  return [...own, ...(suites ?? []).flatMap(failuresIn)];
}

const mostLines = 8;

/** Colours of a terminal say nothing in a log. */
function failure(name: string, message: string): string {
  const lines = stripVTControlCharacters(message).split('\n').slice(0, mostLines);
  return [name, ...lines.map((line) => `  ${line}`)].join('\n');
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

const vitestFailures = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.string(),
      assertionResults: v.array(
        v.object({
          fullName: v.string(),
          status: v.string(),
          failureMessages: v.array(v.string()),
        }),
      ),
    }),
  ),
});

interface Suite {
  readonly title: string;
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly {
      readonly results: readonly {
        readonly status: string;
        readonly error?: { readonly message?: string | undefined } | undefined;
      }[];
    }[];
  }[];
  readonly suites?: readonly Suite[] | undefined;
}

const suite: v.GenericSchema<unknown, Suite> = v.object({
  title: v.string(),
  specs: v.array(
    v.object({
      title: v.string(),
      tests: v.array(
        v.object({
          results: v.array(
            v.object({
              status: v.string(),
              error: v.optional(v.object({ message: v.optional(v.string()) })),
            }),
          ),
        }),
      ),
    }),
  ),
  suites: v.optional(v.array(v.lazy(() => suite))),
});

const playwrightFailures = v.object({ suites: v.array(suite) });
