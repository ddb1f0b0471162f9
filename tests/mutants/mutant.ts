/** One deliberate fault in the product, and who has to notice it. */
export interface Mutant {
  /** What goes wrong for a person, in a few words; unique. */
  readonly name: string;
  /** Text that stands in exactly one source file, exactly once. Found wherever it lies, so that files may move. */
  readonly find: string;
  readonly replace: string;
  readonly layer: Layer;
  /** Parts of test file names to run; left out: the tests that import the changed file. */
  readonly tests?: readonly string[];
  /** Why nobody can tell the difference. Only for a change that truly alters nothing; it is then not run. */
  readonly equivalent?: string;
}

/** The layer of `npm test` that has to fail. */
export type Layer = 'unit' | 'integration' | 'faults' | 'ui' | 'e2e';

export type Verdict = 'noticed' | 'survived' | 'no-tests' | 'not-found' | 'equivalent';
