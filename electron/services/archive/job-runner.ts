import type { ArchiveJob, ArchiveJobKind, ArchiveReport } from '../../../shared/archive.ts';
import { AppError, toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { AppStore } from '../../store/app-store.ts';
import { createThrottled } from '../../lib/throttle.ts';

/** Long work on the whole archive, one at a time. Its progress and its report come down with the state. */
export interface JobRunner {
  /** Answers once it has begun; throws `archive-busy` while another runs. */
  begin(kind: ArchiveJobKind, work: ArchiveWork): void;
  /** Resolves when nothing runs any more. */
  cancel(): Promise<void>;
  /** Settles with the running one; at once without any. */
  idle(): Promise<void>;
}

/** Rejects with why it could not go on; what it has counted until then is still told. */
export type ArchiveWork = (run: ArchiveRun) => Promise<void>;

/** What the work tells of itself. */
export interface ArchiveRun {
  readonly signal: AbortSignal;
  count(found: Partial<Findings>): void;
  /** How far it is; the total may turn out larger than was thought. */
  progress(done: number, total: number | null): void;
}

export type Findings = Pick<
  ArchiveReport,
  'clips' | 'missing' | 'damaged' | 'unlisted' | 'strangers'
>;

export interface ArchiveJobsDeps {
  readonly store: AppStore;
  readonly clock: Clock;
}

export function createJobRunner({ store, clock }: ArchiveJobsDeps): JobRunner {
  let running: Running | null = null;

  const show = (
    job: ArchiveJob | null,
    more: { readonly lastReport?: ArchiveReport | null } = {},
  ) => store.update('archive', (archive) => ({ ...archive, job, ...more }));

  async function run(kind: ArchiveJobKind, work: ArchiveWork, signal: AbortSignal): Promise<void> {
    const findings: Findings = { clips: 0, missing: 0, damaged: 0, unlisted: 0, strangers: 0 };
    let job: ArchiveJob = { kind, done: 0, total: null };
    const told = createThrottled(clock, tellEveryMs, () => show(job));
    show(job);
    const problem = await work({
      signal,
      count: (found) => add(findings, found),
      progress(done, total) {
        job = { kind, done, total: total === null ? null : Math.max(done, total) };
        told.call();
      },
    }).then(() => null, codeOf);
    told.stop();
    running = null;
    // Who calls it off wants to hear no more of it.
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
      running?.ending.abort(new AppError('archive-busy', 'called off'));
      await running?.done;
    },
    async idle() {
      await running?.done;
    },
  };
}

const tellEveryMs = 250;

interface Running {
  readonly ending: AbortController;
  done: Promise<void>;
}

const codeOf = (error: unknown): AppErrorCode => toAppError(error).code;

function add(findings: Record<keyof Findings, number>, found: Partial<Findings>): void {
  for (const name of ['clips', 'missing', 'damaged', 'unlisted', 'strangers'] as const) {
    findings[name] += found[name] ?? 0;
  }
}
