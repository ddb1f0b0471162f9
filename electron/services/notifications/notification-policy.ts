import type { AppState } from '../../../shared/app-state.ts';
import {
  isWithin,
  usualCameraRule,
  type NotificationSettings,
} from '../../../shared/notifications.ts';
import type { Clip, Timestamp } from '../../../shared/models.ts';

/** What the rules need beside the clip. */
export interface NotificationFacts {
  readonly settings: NotificationSettings;
  /** Whether the clip's network is shown as armed; null while that is unknown. */
  readonly isArmed: boolean | null;
  readonly now: Timestamp;
}

/** Whether the person wants no notification at all now: muted, or within the quiet hours. */
export const isQuiet = (
  { mute, preferences }: Pick<AppState, 'mute' | 'preferences'>,
  now: Timestamp,
): boolean => mute.until !== null || isQuietHour(preferences.notifications, now);

const isQuietHour = ({ quietHours }: NotificationSettings, now: Timestamp): boolean =>
  quietHours !== null && isWithin(quietHours, minuteOfDay(now));

/**
 * Whether a new clip is notified at all. Saved live views and timed snapshots are not. Where it is unknown whether the
 * network is armed the clip is notified: better one too many than one missed.
 */
export function shouldNotify(clip: Clip, { settings, isArmed, now }: NotificationFacts): boolean {
  if (!settings.isOn || clip.kind === 'live-view' || clip.kind === 'snapshot') return false;
  if (isQuietHour(settings, now)) return false;
  const rule = settings.cameras[clip.deviceId] ?? usualCameraRule;
  const isOnlyWhileArmed = settings.isOnlyWhileArmed || rule.isOnlyWhileArmed;
  return (
    rule.isTold &&
    (!isOnlyWhileArmed || isArmed !== false) &&
    (rule.hours === null || isWithin(rule.hours, minuteOfDay(now))) &&
    (rule.labels === null || mayShow(clip, rule.labels))
  );
}

/**
 * A doorbell ring counts whatever labels Blink gave it. So does a clip without labels: they may never come, and better
 * one too many than one missed.
 */
const mayShow = ({ kind, labels }: Clip, wanted: readonly string[]): boolean =>
  kind === 'doorbell' || labels.length === 0 || labels.some((label) => wanted.includes(label));

/** By this computer's clock and time zone. */
const minuteOfDay = (at: Timestamp): number => {
  const time = new Date(at);
  return time.getHours() * 60 + time.getMinutes();
};
