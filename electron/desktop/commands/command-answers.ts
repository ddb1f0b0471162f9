/** What came of a command, as it goes over the socket. */
export interface CommandAnswer {
  readonly exitCode: number;
  /** For standard output, or for standard error when the exit code is not 0. */
  readonly text: string;
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
