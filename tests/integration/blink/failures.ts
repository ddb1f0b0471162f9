import { AppError, toAppError } from '../../../shared/errors.ts';

/** What a promise rejects with; `unexpected` when it does not. */
export const failureOf = (promise: Promise<unknown>): Promise<AppError> =>
  promise.then(
    () => new AppError('unexpected', 'it did not fail'),
    (error: unknown) => toAppError(error),
  );

export const codeOf = async (promise: Promise<unknown>) => (await failureOf(promise)).code;
