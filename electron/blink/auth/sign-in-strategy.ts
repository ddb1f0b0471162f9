import { AppError } from '../../../shared/errors.ts';
import type { AccountId } from '../../../shared/ids.ts';
import type { Http } from '../http/http.ts';
import { blinkUrl, restHost } from '../http/hosts.ts';
import { tierInfoSchema } from '../wire/account.ts';
import { parseAnswer } from '../wire/schema-helpers.ts';

/** Where an account lives. */
export interface TierInfo {
  readonly tier: string;
  readonly accountId: AccountId;
}

/**
 * Asks where the account lives, right after sign-in only. A host of another region may answer 406: each region is
 * then asked once, the one exception to "never go on after a refusal".
 */
export async function discoverTier(
  http: Http,
  accessToken: string,
  signal?: AbortSignal,
): Promise<TierInfo> {
  for (const region of regions) {
    try {
      return await askRegion(http, region, accessToken, signal);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'refused-for-now') throw error;
    }
  }
  throw new AppError('refused-for-now', 'tier: refused in every region');
}

const regions = ['prod', 'prde', 'prsg', 'a001'];

async function askRegion(
  http: Http,
  region: string,
  bearer: string,
  signal: AbortSignal | undefined,
): Promise<TierInfo> {
  const name = 'tier';
  const url = blinkUrl(restHost(region), '/api/v1/users/tier_info');
  const { value } = await http.json({ kind: 'sign-in', name, url, bearer, signal });
  const { tier, account_id: accountId } = parseAnswer(name, tierInfoSchema, value);
  return { tier, accountId };
}
