import { AppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { Timestamp } from '../../../shared/models.ts';
import type { RequestKind } from './http-request.ts';

/** An answer that is not a success. */
export interface FailedAnswer {
  /** Our name of the call. */
  readonly name: string;
  readonly kind: RequestKind;
  /** From the host that gives tokens. */
  readonly isSignIn: boolean;
  readonly status: number;
  /** The header's text. */
  readonly retryAfter: string | null;
  /** Parsed JSON, undefined when it was none. */
  readonly body: unknown;
  readonly now: Timestamp;
}

/** The failure as an AppError. Its detail holds the call, the status and Blink's own number, no text of the server. */
export function toFailure(answer: FailedAnswer): AppError {
  const number = blinkCode(answer.body);
  const detail = `${answer.name}: status ${answer.status}${number === 0 ? '' : `, code ${number}`}`;
  return new AppError(codeOf(answer, number), detail, { retryAt: retryAt(answer) });
}

/** A refusal that came with status 200, as the cloud sometimes does; null for a proper answer. */
export function failureInSuccess(name: string, body: unknown): AppError | null {
  const number = blinkCode(body);
  const code = codeByNumber.get(number);
  return code === undefined ? null : new AppError(code, `${name}: code ${number}`);
}

/** Blink's own number for what happened; 0 without one. */
export function blinkCode(body: unknown): number {
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : 0;
  return typeof code === 'number' && Number.isSafeInteger(code) ? code : 0;
}

/** Blink's number for a PIN that is not the one it sent. */
export const wrongPinCode = 1_621;

/** No answer at all. What was thrown may hold addresses, so only the system's short error code is kept. */
export function connectionLost(name: string, error: unknown): AppError {
  const code = systemErrorCode(error);
  return new AppError(portalErrors.test(code) ? 'captive-portal' : 'offline', `${name}: ${code}`);
}

/**
 * Somebody else answers in Blink's place, as the sign-in page of a hotel does: with its own certificate or a redirect.
 * An expired certificate is not among them: that is usually our own clock.
 */
const portalErrors =
  /^(redirected|ERR_CERT_(COMMON_NAME|AUTHORITY)_INVALID|ERR_TLS_CERT_ALTNAME_INVALID|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)$/;

const codeByStatus = new Map<number, AppErrorCode>([
  [401, 'unauthorized'],
  [403, 'refused-for-now'],
  [404, 'not-found'],
  [406, 'refused-for-now'],
  [408, 'cloud-trouble'],
  [409, 'module-busy'],
  [410, 'not-found'],
]);

const codeByNumber = new Map<number, AppErrorCode>([
  [101, 'unauthorized'],
  [213, 'invalid-argument'],
  [242, 'signed-out-by-blink'],
  [307, 'module-busy'],
  [500, 'not-found'],
  [700, 'not-found'],
  [706, 'invalid-argument'],
  [1630, 'not-found'],
  [2800, 'invalid-argument'],
  [2805, 'no-motion-cameras'],
]);

function codeOf({ status, isSignIn, kind, body }: FailedAnswer, number: number): AppErrorCode {
  if (status === networkAuthenticationRequired) return 'captive-portal';
  if (status === 426) return 'too-old';
  if (status >= 500) return 'cloud-trouble';
  if (isSignIn && status === 429) return 'rate-limited';
  // From the host that gives tokens, a vague 4xx may come from a hotel's portal: it must not sign anybody out.
  if (isSignIn) return status === 406 ? 'refused' : 'cloud-trouble';
  const closed = closedAccount(status, body);
  if (closed !== null) return closed;
  if (status === 429) return 'rate-limited';
  const byNumber = codeByNumber.get(number);
  if (byNumber !== undefined) return byNumber;
  // A firewall in front of Blink refuses with plain text, Blink itself with JSON.
  if (status === 403 && typeof body === 'object') return 'not-verified';
  // A still under an outdated address.
  if (status === 400 && kind === 'picture') return 'not-found';
  return codeByStatus.get(status) ?? 'bad-answer';
}

/**
 * Blink has closed the account, for good or for an hour, and says so in its message only: no number is known for it. The
 * message has to name the account, so that a locked camera or a disabled feature does not count.
 */
function closedAccount(status: number, body: unknown): AppErrorCode | null {
  const message = statusesOfClosedAccounts.has(status) ? messageIn(body) : '';
  if (/\baccount\b.*\b(suspended|disabled|deactivated|terminated)\b/.test(message)) {
    return 'account-suspended';
  }
  const isLocked = /\baccount\b.*\blocked\b|\bthird[- ]party automation\b/.test(message);
  return isLocked ? 'account-locked' : null;
}

const statusesOfClosedAccounts = new Set([401, 403, 423, 429]);

function messageIn(body: unknown): string {
  const hasMessage = typeof body === 'object' && body !== null && 'message' in body;
  return hasMessage && typeof body.message === 'string' ? body.message.toLowerCase() : '';
}

/** Sent by the network itself, never by the server that was asked. */
const networkAuthenticationRequired = 511;

/** Retry-After is a number of seconds or a date. */
function retryAt({ retryAfter, now }: FailedAnswer): Timestamp | null {
  if (retryAfter === null) return null;
  if (/^\d{1,7}$/.test(retryAfter.trim())) return now + Number(retryAfter) * 1_000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) || at <= now ? null : at;
}

function systemErrorCode(thrown: unknown): string {
  let error = thrown;
  for (let depth = 0; error instanceof Error && depth < 4; depth += 1) {
    const code = 'code' in error ? error.code : undefined;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code)) return code;
    const network = /\bERR_[A-Z0-9_]{2,40}/.exec(error.message);
    if (network !== null) return network[0];
    if (/redirect/i.test(error.message)) return 'redirected';
    error = error.cause;
  }
  return 'no connection';
}
