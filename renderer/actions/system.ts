import type { Result } from '../../shared/errors.ts';
import type { NetworkId } from '../../shared/ids.ts';
import type { Schedule, ScheduleDraft } from '../../shared/schedules.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { api } from '../api.ts';
import { attempt, settle } from './attempt.ts';
import { sayDone, saySnoozed } from './said.ts';

export const listSchedules = (id: NetworkId): Promise<Result<readonly Schedule[]>> =>
  settle(api.listSchedules(id));

/** Creates or replaces; the editor says what failed. */
export const saveSchedule = (draft: ScheduleDraft): Promise<Result<void>> =>
  settle(api.saveSchedule(draft));

export async function removeSchedule({ networkId, id, name }: Schedule): Promise<boolean> {
  const result = await attempt(api.removeSchedule({ networkId, value: id }));
  return sayDone(result, m.schedule_deleted({ name }));
}

export async function setScheduleEnabled(
  { networkId, id }: Schedule,
  isEnabled: boolean,
): Promise<void> {
  await attempt(api.setScheduleEnabled({ networkId, value: { scheduleId: id, isEnabled } }));
}

/** Answers whether Blink took it. */
export async function setLiveViewSaving(networkId: NetworkId, value: boolean): Promise<boolean> {
  return (await attempt(api.setLiveViewSaving({ networkId, value }))).ok;
}

/** Minutes; null ends the snooze. */
export async function snoozeNetwork(networkId: NetworkId, value: number | null): Promise<void> {
  saySnoozed(await attempt(api.snoozeNetwork({ networkId, value })), value);
}

export async function soundSiren(networkId: NetworkId, value: boolean): Promise<void> {
  const words = value ? m.siren_is_on() : m.siren_is_off();
  sayDone(await attempt(api.soundSiren({ networkId, value })), words);
}
