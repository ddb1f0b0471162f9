/** A live view that is open. */
export interface LiveViewSession {
  /** Host and port of the stream. */
  readonly server: string;
  /** Null when the cloud does not limit it. */
  readonly durationMs: number | null;
}
