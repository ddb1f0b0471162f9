import type { AccountSettings } from '../../../shared/account-settings.ts';
import { toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import type { BlinkClient } from '../../blink/blink-client.ts';
import type { MediaSettings } from '../../blink/endpoints/media.ts';
import type { CloudSession } from '../../sync/cloud-session.ts';
import type { CloudAccess } from './account-service.ts';

/** What the account keeps in the cloud. */
export interface AccountSettingsService {
  /** What this cloud does not know is null or empty; rejects when it cannot be asked. */
  read(): Promise<AccountSettings>;
  /** Only what is given is changed. */
  setNotifications(flags: Readonly<Record<string, boolean>>): Promise<void>;
  /** `invalid-argument` for a number of days Blink does not offer. */
  setAutoDeleteDays(days: number): Promise<void>;
}

export function createAccountSettingsService({
  cloud,
}: Pick<CloudAccess, 'cloud'>): AccountSettingsService {
  return {
    async read() {
      const session = cloud();
      const orNullIfMissing = <T>(call: Call<T>) => orNull(session.api.ask(call));
      if (session.home.storage() === null) await session.home.refresh();
      const [notifications, options, unwatchedClips, media] = await Promise.all([
        orNullIfMissing((client, signal) => client.account.notifications(signal)),
        orNullIfMissing((client, signal) => client.account.options(signal)),
        orNullIfMissing((client, signal) => client.media.unwatchedCount(signal)),
        orNullIfMissing((client, signal) => client.media.settings(signal)),
      ]);
      return {
        notifications: notifications ?? {},
        ...autoDelete(session, media),
        storageUsedPercent: session.home.storage()?.usedPercent ?? null,
        unwatchedClips,
        features: options ?? {},
      };
    },
    async setNotifications(flags) {
      await cloud().api.ask((client, signal) => client.account.setNotifications(flags, signal));
    },
    async setAutoDeleteDays(days) {
      const session = cloud();
      await session.api.ask((client, signal) => client.account.setAutoDeleteDays(days, signal));
      // Some accounts have it only in the homescreen.
      await session.home.refresh();
    },
  };
}

type Call<T> = (client: BlinkClient, signal: AbortSignal) => Promise<T>;

function autoDelete(session: CloudSession, media: MediaSettings | null) {
  const storage = session.home.storage();
  const choices = media?.autoDeleteChoices ?? [];
  return {
    autoDeleteDays: media?.autoDeleteDays ?? storage?.autoDeleteDays ?? null,
    autoDeleteChoices: choices.length > 0 ? choices : (storage?.autoDeleteChoices ?? []),
  };
}

/** Not every account has every one of these: one that is missing must not hide the others. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    const failure = toAppError(error);
    if (missing.has(failure.code)) return null;
    throw failure;
  }
}

const missing: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'not-found',
  'not-supported',
  'bad-answer',
]);
