/** What the account keeps in the cloud. Words and names are Blink's own. */
export interface AccountSettings {
  /** Which notifications Blink sends to this sign-in; the phone has flags of its own. */
  readonly notifications: Readonly<Record<string, boolean>>;
  readonly autoDeleteDays: number | null;
  readonly autoDeleteChoices: readonly number[];
  readonly storageUsedPercent: number | null;
  readonly unwatchedClips: number | null;
  /** Switches Blink has set for this account. */
  readonly features: Readonly<Record<string, boolean>>;
}
