import { deviceKey, networkKey, type AccountId } from '../../../shared/ids.ts';
import type { Device } from '../../../shared/models.ts';
import type { AccountCloud } from '../authorized.ts';
import type { CommandRef } from '../client.ts';
import { startedCommand } from './commands.ts';

/** Asks a device for a new still. Its list decides the address, never its type. */
export async function takePicture(
  cloud: AccountCloud,
  device: Device,
  signal?: AbortSignal,
): Promise<CommandRef | null> {
  const name = 'new picture';
  const path = newPicturePath(cloud.accountId, device);
  const { value } = await cloud.json({ kind: 'command', name, method: 'POST', path, signal });
  return startedCommand(name, device.networkId, value);
}

function newPicturePath(account: AccountId, { id, networkId }: Device): string {
  const { family, device } = deviceKey(id);
  const { network } = networkKey(networkId);
  if (family === 'camera') return `/network/${network}/camera/${device}/thumbnail`;
  return `/api/v1/accounts/${account}/networks/${network}/${family}s/${device}/thumbnail`;
}
