import { seconds } from '../../lib/clock.ts';
import { armingDeadlineMs } from '../../services/arming/arming-service.ts';

/** What came of a command, as it goes over the socket. */
export interface CommandAnswer {
  readonly exitCode: number;
  /** For standard output, or for standard error when the exit code is not 0. */
  readonly text: string;
  /** For standard error: it is done, but there is something to know. */
  readonly warning?: string | undefined;
}

/** What scripts can rely on. */
export const exitCodes = {
  done: 0,
  /** It was asked and did not come about; the text says why. */
  failed: 1,
  /** The words make no sense, or no system has that name. */
  usage: 2,
  /** Porchlight does not run, or does not answer. */
  notRunning: 3,
  /** Nobody is signed in. */
  notSignedIn: 4,
} as const;

/** How long a command waits for a program that is starting. */
export const startingMs = seconds(20);

/** An arming may have to wait for the end of another one; whoever asks must not give up before it is judged. */
export const longestAnswerMs = startingMs + 2 * armingDeadlineMs + seconds(10);
