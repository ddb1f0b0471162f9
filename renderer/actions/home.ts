import type { TargetState } from '../../shared/app-state.ts';
import type { AppErrorCode } from '../../shared/errors.ts';
import type { NetworkId } from '../../shared/ids.ts';
import type { Device, Timestamp } from '../../shared/models.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { report } from '../../shared/messages/failures.ts';
import { api } from '../api.ts';
import { showToast } from '../stores/toasts.ts';
import { attempt, settle } from './attempt.ts';

// Done, but nothing there watches: a warning, not a failure.
const armedButBlind: AppErrorCode = 'no-motion-cameras';

/** Asks for a system to be armed or disarmed; answers why not, or null once accepted. */
export async function setArmed(id: NetworkId, wish: TargetState): Promise<AppErrorCode | null> {
  const result = await settle(wish === 'armed' ? api.armNetwork(id) : api.disarmNetwork(id));
  if (result.ok) return null;
  const { code } = result.error;
  if (code !== armedButBlind) return code;
  const { sentence, wayOn } = report(code);
  showToast('danger', `${sentence} ${wayOn}`);
  return null;
}

/** Every system at once; each one's own outcome stands beside it. */
export async function setAllArmed(wish: TargetState): Promise<void> {
  await settle(wish === 'armed' ? api.armAll() : api.disarmAll());
}

/** Disarms now, and arms again then; answers why not, or null once accepted. */
export async function disarmUntil(id: NetworkId, rearmAt: Timestamp): Promise<AppErrorCode | null> {
  const result = await settle(api.disarmUntil({ networkId: id, value: rearmAt }));
  return result.ok ? null : result.error.code;
}

/** Lets a temporary disarm last. */
export async function stayDisarmed(id: NetworkId): Promise<void> {
  await attempt(api.stayDisarmed(id));
}

/** Asks a camera for a fresh picture; settles when it is there or has failed. */
export async function takePicture({ id, name }: Device): Promise<void> {
  await attempt(api.takePicture(id), m.camera_picture_failed({ name }));
}
