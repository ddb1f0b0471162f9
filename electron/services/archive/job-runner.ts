import type { ArchiveJob, ArchiveJobKind, ArchiveReport } from '../../../shared/archive.ts';
import { AppError, toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { AppStore } from '../../store/app-store.ts';
import { createThrottled } from '../../lib/throttle.ts';

/** Runs jobs on the whole archive, one at a time. Progress and report are in the state. */
export interface JobRunner {
  /** Answers once it has begun; throws `archive-busy` while another runs. */
  begin(kind: ArchiveJobKind, work: ArchiveWork): void;
  /** Resolves when nothing runs any more. */
  cancel(): Promise<void>;
  /** Settles with the running one; at once without any. */
  idle(): Promise<void>;
}

/** Rejects with why it could not go on; what it has counted until then is still reported. */
export type ArchiveWork = (run: ArchiveRun) => Promise<void>;

/** What the work reports. */
export interface ArchiveRun {
  readonly signal: AbortSignal;
  count(found: Partial<Findings>): void;
  /** How far it is; `done` may exceed the total when there is more than was counted before. */
  progress(done: number, total: number | null): void;
}

export type Findings = Pick<
  ArchiveReport,
  'clips' | 'missing' | 'damaged' | 'unlisted' | 'unknownFiles'
>;

export function createJobRunner({
  store,
  clock,
}: {
  readonly store: AppStore;
  readonly clock: Clock;
}): JobRunner {
  let running: Running | null = null;

  const show = (
    job: ArchiveJob | null,
    more: { readonly lastReport?: ArchiveReport | null } = {},
  ) => store.update('archive', (archive) => ({ ...archive, job, ...more }));

  async function run(kind: ArchiveJobKind, work: ArchiveWork, signal: AbortSignal): Promise<void> {
    const findings: Findings = { clips: 0, missing: 0, damaged: 0, unlisted: 0, unknownFiles: 0 };
    let job: ArchiveJob = { kind, done: 0, total: null };
    const showThrottled = createThrottled(clock, progressEveryMs, () => show(job));
    show(job);
    const problem = await work({
      signal,
      count: (found) => add(findings, found),
      progress(done, total) {
        job = { kind, done, total: total === null ? null : Math.max(done, total) };
        showThrottled.call();
      },
    }).then(() => null, codeOf);
    showThrottled.stop();
    running = null;
    // A cancelled job gives no report.
    const report = { kind, at: clock.now(), ...findings, problem };
    show(null, { lastReport: signal.aborted ? null : report });
  }

  return {
    begin(kind, work) {
      if (running !== null) throw new AppError('archive-busy', kind);
      const ending = new AbortController();
      running = { ending, done: Promise.resolve() };
      running.done = run(kind, work, ending.signal);
    },
    async cancel() {
      running?.ending.abort(new AppError('archive-busy', 'cancelled'));
      await running?.done;
    },
    async idle() {
      await running?.done;
    },
  };
}

const progressEveryMs = 250;

interface Running {
  readonly ending: AbortController;
  done: Promise<void>;
}

const codeOf = (error: unknown): AppErrorCode => toAppError(error).code;

function add(findings: Record<keyof Findings, number>, found: Partial<Findings>): void {
  for (const name of ['clips', 'missing', 'damaged', 'unlisted', 'unknownFiles'] as const) {
    findings[name] += found[name] ?? 0;
  }
}
