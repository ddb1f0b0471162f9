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

/** What was asked of the cloud, for anyone to read. */
export interface RequestReport {
  readonly lastHour: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly lastRefusal: { readonly code: string; readonly at: number } | null;
  readonly nextPollAt: number | null;
}

/** A live view that is open. */
export interface LiveViewSession {
  /** Host and port of the stream. */
  readonly server: string;
  /** Null when the cloud does not limit it. */
  readonly durationMs: number | null;
}

/** Ways to sign in besides Blink's own page; the password lives for one request only. */
export type OtherWay = 'form' | 'login-2020';

/** How a sign-in by another way goes on. Expected outcomes are answers, not failures. */
export type SignInStep =
  | { readonly kind: 'signed-in' }
  | { readonly kind: 'needs-code'; readonly hint: string | null }
  | { readonly kind: 'wrong-password' }
  | { readonly kind: 'wrong-code' };
