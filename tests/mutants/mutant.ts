/** Text of the product and what it becomes. */
export interface Edit {
  /** Text that stands in exactly one source file, exactly once. Found wherever it lies, so that files may move. */
  readonly find: string;
  readonly replace: string;
}

/** One deliberate fault in the product, and who has to notice it. */
export interface Mutant extends Edit {
  /** What goes wrong for a person, in a few words; unique. */
  readonly name: string;
  /** What is changed together with it, where either of two guards would catch what the other lets through. */
  readonly also?: readonly Edit[];
  readonly layer: Layer;
  /** Parts of test file names to run; left out: the tests that import the changed file. */
  readonly tests?: readonly string[];
  /** Why nobody can tell the difference. Only for a change that truly alters nothing; it is then not run. */
  readonly equivalent?: string;
}

/** The layer of `npm test` that has to fail. */
export type Layer = 'unit' | 'integration' | 'faults' | 'ui' | 'e2e';

export type Verdict = 'noticed' | 'survived' | 'no-tests' | 'not-found' | 'equivalent';
