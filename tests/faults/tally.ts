import { isClean, type Verdict } from './oracle.ts';

/** One row of the reliability bar. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** Answers what was injected, how often, and what came of it. */
  run(context: RowContext): Promise<Outcome>;
}

export interface RowContext {
  readonly seed: number;
  /** The long form: by command only. */
  readonly isLong: boolean;
}

/** What a row has seen. It holds when there are no problems. */
export interface Outcome {
  readonly injected: string;
  readonly runs: number;
  readonly words: Readonly<Record<Word, number>>;
  readonly notes: readonly string[];
  readonly problems: readonly string[];
}

export type Word = 'LOST' | 'DUP' | 'CORRUPT' | 'INCONSISTENT';

/** Counts runs, and keeps what went wrong with the words that lead back to it. */
export interface Tally {
  /** One run is over. */
  run(label: string, verdict: Verdict): void;
  /** Something else that must hold. */
  expect(label: string, holds: boolean, words?: string): void;
  note(text: string): void;
  outcome(injected: string): Outcome;
}

export function createTally(): Tally {
  const words: Record<Word, number> = { LOST: 0, DUP: 0, CORRUPT: 0, INCONSISTENT: 0 };
  const notes: string[] = [];
  const problems: string[] = [];
  let runs = 0;

  return {
    run(label, verdict) {
      runs += 1;
      words.LOST += verdict.lost.length;
      words.DUP += verdict.dup.length;
      words.CORRUPT += verdict.corrupt.length;
      words.INCONSISTENT += verdict.inconsistent.length;
      if (!isClean(verdict)) problems.push(`${label}: ${written(verdict)}`);
    },
    expect(label, holds, text = '') {
      if (!holds) problems.push(text === '' ? label : `${label}: ${text}`);
    },
    note: (text) => void notes.push(text),
    outcome: (injected) => ({ injected, runs, words, notes, problems }),
  };
}

const written = ({ lost, dup, corrupt, inconsistent }: Verdict): string =>
  Object.entries({ LOST: lost, DUP: dup, CORRUPT: corrupt, INCONSISTENT: inconsistent })
    .filter(([, found]) => found.length > 0)
    .map(
      ([word, found]) => `${word} ${found.slice(0, 3).join(', ')}${found.length > 3 ? ' …' : ''}`,
    )
    .join('; ');
