import { AppError } from '../../../shared/errors.ts';
import { get, legacy, type ApiClient } from '../api-client.ts';
import { preferencesSchema } from '../wire/account.ts';
import { parseAnswer } from '../wire/schema-helpers.ts';

/**
 * Blink sends Fahrenheit, but some cameras of accounts in Celsius have sent what looks like Celsius: there the unit of a
 * small number is uncertain.
 */
export interface TemperatureUnit {
  /** The mark that belongs to a temperature; waits for the account's unit when that decides. */
  doubt(value: number | null, signal?: AbortSignal): Promise<TemperatureDoubt>;
  /** The same without waiting: the unit is asked for, and known the next time. */
  doubtSoFar(value: number | null): TemperatureDoubt;
}

export interface TemperatureDoubt {
  readonly isTemperatureUnsure?: true;
}

export function createTemperatureUnit(api: ApiClient): TemperatureUnit {
  let asking: Promise<void> | null = null;
  let isCelsius = false;

  const ask = (signal?: AbortSignal): Promise<void> => {
    asking ??= readUnit(api, signal).then(
      (unit) => {
        isCelsius = unit === 'c';
      },
      (error: unknown) => {
        // A cloud that does not know it is not asked again and again.
        if (!(error instanceof AppError) || !finalCodes.has(error.code)) asking = null;
      },
    );
    return asking;
  };

  const doubtOf = (value: number | null): TemperatureDoubt =>
    isCelsius && isSmall(value) ? { isTemperatureUnsure: true } : {};

  return {
    async doubt(value, signal) {
      if (isSmall(value)) await ask(signal);
      return doubtOf(value);
    },
    doubtSoFar(value) {
      if (isSmall(value)) void ask();
      return doubtOf(value);
    },
  };
}

const finalCodes = new Set<string>([
  'not-found',
  'not-supported',
  'bad-answer',
  'invalid-argument',
]);

/** Below it, a number makes sense in both units. */
const doubtfulBelow = 35;
const isSmall = (value: number | null): boolean => value !== null && value < doubtfulBelow;

async function readUnit(api: ApiClient, signal?: AbortSignal): Promise<string | null> {
  const name = 'preferences';
  const variants = [get('/api/v1/users/preferences'), legacy(get('/user'))] as const;
  const { value } = await api.json({ kind: 'account', name, variants, signal });
  return parseAnswer(name, preferencesSchema, value).temp_units?.toLowerCase() ?? null;
}
