import type { AppState } from '../../../shared/app-state.ts';
import type { Result } from '../../../shared/errors.ts';
import type { PushName, RequestName } from '../../../shared/ipc/types.ts';
import type { Clip } from '../../../shared/models.ts';

/** What the page asked for, oldest first. */
export interface HarnessCall {
  readonly name: string;
  readonly arg: unknown;
}

/** A main process that only knows what a test tells it. */
export interface Harness {
  /** Replaces the world and forgets calls and answers. */
  reset(state: AppState, clips: readonly Clip[]): void;
  /** Changes slices and says so to the page. */
  change(slices: Partial<AppState>): void;
  /** Replaces the clips and says that the index changed. */
  setClips(clips: readonly Clip[]): void;
  answer(name: RequestName, result: Result<unknown>): void;
  /** Lets a request wait until `answer` names a result. */
  hold(name: RequestName): void;
  push(name: PushName, payload: unknown): void;
  calls(): readonly HarnessCall[];
  resize(width: number, height: number): void;
  openDecoder(): Promise<void>;
  openPanel(): Promise<void>;
}

declare global {
  var harness: Harness;
}
