import { toDiskError } from '../../../electron/store/file-system.ts';
import { diskFailure } from '../disk/memory-disk.ts';
import type { Step, Tap } from '../tap.ts';

/** A disk that fails from the nth call on, once or until it is healed. */
export interface FailingTap {
  readonly tap: Tap;
  /** How many calls there were, and how many of them failed. */
  readonly calls: () => number;
  readonly failed: () => number;
  heal(): void;
}

export interface FailingOptions {
  readonly code: string;
  readonly from: number;
  readonly isLasting: boolean;
  readonly concerns?: (step: Step) => boolean;
}

/** Fails calls that would have been carried out, as the disk and the index name their failures. */
export function failing({
  code,
  from,
  isLasting,
  concerns = () => true,
}: FailingOptions): FailingTap {
  let calls = 0;
  let failed = 0;
  let isHealed = false;
  return {
    calls: () => calls,
    failed: () => failed,
    heal: () => (isHealed = true),
    tap(step, work) {
      if (!concerns(step) || step.name === 'close') return work();
      calls += 1;
      const fails = !isHealed && (isLasting ? calls >= from : calls === from);
      if (!fails) return work();
      failed += 1;
      throw toDiskError(diskFailure(code));
    },
  };
}
