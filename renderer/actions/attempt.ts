import type { AppErrorCode, Result } from '../../shared/errors.ts';
import { showToast } from '../stores/toasts.ts';
import { report } from '../../shared/messages/failures.ts';

/** Changing one's mind is no failure. */
const silent: readonly AppErrorCode[] = ['sign-in-cancelled'];

const broken = (error: unknown): Result<never> => ({
  ok: false,
  error: { code: 'unexpected', detail: String(error), retryAt: null },
});

/** A request whose broken transport is a failure with a name too: never rejects. */
export const settle = <T>(request: Promise<Result<T>>): Promise<Result<T>> => request.catch(broken);

/** Waits for a request and tells the person if it failed; `about` says what it was for. */
export async function attempt<T>(request: Promise<Result<T>>, about = ''): Promise<Result<T>> {
  const result = await settle(request);
  if (!result.ok && !silent.includes(result.error.code)) {
    const { sentence, wayOn } = report(result.error.code);
    showToast('danger', [about, sentence, wayOn].filter((part) => part !== '').join(' '));
  }
  return result;
}
