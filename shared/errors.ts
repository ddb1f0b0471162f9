/** Every failure has a name: one sentence and one way on per code, in `shared/messages`. */
export const appErrorCodes = [
  'offline',
  'captive-portal',
  'timeout',
  'unauthorized',
  'signed-out-by-blink',
  'refused',
  'refused-for-now',
  'too-old',
  'rate-limited',
  'cloud-trouble',
  'bad-answer',
  'not-found',
  'module-busy',
  'command-failed',
  'command-timeout',
  'no-motion-cameras',
  'not-supported',
  'not-verified',
  'local-clip-not-ready',
  'wrong-password',
  'wrong-code',
  'account-locked',
  'account-suspended',
  'sign-in-cancelled',
  'sign-in-failed',
  'sign-in-expired',
  'runtime-too-old',
  'no-keyring',
  'keyring-locked',
  'disk-full',
  'disk-error',
  'archive-away',
  'index-newer',
  'archive-busy',
  'clip-damaged',
  'clip-gone',
  'not-signed-in',
  'invalid-argument',
  'not-allowed',
  'unexpected',
] as const;

export type AppErrorCode = (typeof appErrorCodes)[number];

/** A failure as data: crosses IPC, holds nothing secret. */
export interface AppErrorData {
  readonly code: AppErrorCode;
  /** For the log and a bug report, never the sentence a person reads. */
  readonly detail: string;
  /** When the server will listen again, if it said so. */
  readonly retryAt: number | null;
}

/** A failure inside the main process. */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly retryAt: number | null;

  constructor(code: AppErrorCode, detail = '', options: AppErrorOptions = {}) {
    super(detail === '' ? code : `${code}: ${detail}`, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryAt = options.retryAt ?? null;
  }
}

export interface AppErrorOptions {
  readonly cause?: unknown;
  readonly retryAt?: number | null;
}

/** The one place where anything thrown becomes a named failure. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new AppError('unexpected', detail, { cause: error });
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppErrorData };
