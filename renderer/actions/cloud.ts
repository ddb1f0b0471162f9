import { api } from '../api.ts';
import { attempt } from './attempt.ts';

/** Asks the cloud now, unless a pause it asked for is running. */
export async function checkNow(): Promise<void> {
  await attempt(api.checkNow());
}
