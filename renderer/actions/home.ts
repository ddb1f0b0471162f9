import type { ArmedWish } from '../../shared/app-state.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import type { NetworkId } from '../../shared/ids.ts';
import type { Device } from '../../shared/models.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { api } from '../api.ts';
import { attempt, settle } from './attempt.ts';

/** Asks for a system to be armed or disarmed; answers why not, or null once accepted. */
export async function setArmed(id: NetworkId, wish: ArmedWish): Promise<AppErrorCode | null> {
  const result = await settle(wish === 'armed' ? api.armNetwork(id) : api.disarmNetwork(id));
  return result.ok ? null : result.error.code;
}

/** Asks a camera for a fresh picture; settles when it is there or has failed. */
export async function takePicture({ id, name }: Device): Promise<void> {
  await attempt(api.takePicture(id), m.camera_picture_failed({ name }));
}
