import type { AccountId } from '../../../shared/ids.ts';
import type { AccountCloud } from '../authorized.ts';

/** Tells the cloud that this installation signs out. `clientId` is Blink's number for it. */
export async function logout(
  cloud: AccountCloud,
  clientId: string,
  signal?: AbortSignal,
): Promise<void> {
  const path = logoutPath(cloud.accountId, clientId);
  await cloud.json({ kind: 'account', name: 'logout', method: 'POST', path, signal });
}

const logoutPath = (account: AccountId, client: string) =>
  `/api/v4/account/${account}/client/${client}/logout`;
