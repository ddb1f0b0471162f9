import type { AccountSettings } from '../../shared/account-settings.ts';
import type { RequestReport } from '../../shared/request-report.ts';
import type { Result } from '../../shared/errors.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { api } from '../api.ts';
import { attempt, settle } from './attempt.ts';
import { sayDone } from './said.ts';

export const getAccountSettings = (): Promise<Result<AccountSettings>> =>
  settle(api.getAccountSettings());

/** Writes the one flag; the others stay as they are. */
export async function setNotificationFlag(word: string, isOn: boolean): Promise<void> {
  await attempt(api.setNotificationFlags({ [word]: isOn }));
}

export async function setAutoDeleteDays(days: number): Promise<void> {
  sayDone(await attempt(api.setAutoDeleteDays(days)), m.auto_delete_saved({ count: days }));
}

export const getRequestReport = (): Promise<Result<RequestReport>> =>
  settle(api.getRequestReport());
