import * as v from 'valibot';
import { isTier } from '../hosts.ts';
import { wireId } from './tolerant.ts';

export const tierInfoSchema = v.object({
  tier: v.pipe(v.string(), v.check(isTier, 'not a region')),
  account_id: wireId,
});
