/** What was asked of the cloud, for anyone to read. */
export interface RequestReport {
  readonly lastHour: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly lastRefusal: { readonly code: string; readonly at: number } | null;
  readonly nextPollAt: number | null;
}
