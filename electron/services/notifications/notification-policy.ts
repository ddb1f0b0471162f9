import type { AppState } from '../../../shared/app-state.ts';
import {
  isWithin,
  usualCameraRule,
  type NotificationSettings,
} from '../../../shared/notifications.ts';
import type { Clip, Timestamp } from '../../../shared/models.ts';

/** What the rules look at beside the clip. */
export interface NotificationFacts {
  readonly settings: NotificationSettings;
  /** What is on show of the clip's system; null while that is not known. */
  readonly isArmed: boolean | null;
  readonly now: Timestamp;
}

/** Whether the person wants to hear nothing at all now: muted, or within the quiet hours. */
export const isQuiet = (
  { mute, preferences }: Pick<AppState, 'mute' | 'preferences'>,
  now: Timestamp,
): boolean => mute.until !== null || isQuietHour(preferences.notifications, now);

const isQuietHour = ({ quietHours }: NotificationSettings, now: Timestamp): boolean =>
  quietHours !== null && isWithin(quietHours, minuteOfDay(now));

/**
 * Whether a new clip is told at all. A saved live view or a timed still is nothing anybody waits for. Where it is not
 * known whether the system is armed it is told: silence must be certain.
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
 * A ring is somebody at the door, whatever Blink has seen. And of a clip without any label nobody knows what it shows: the
 * labels may never come, and silence must be certain.
 */
const mayShow = ({ kind, labels }: Clip, wanted: readonly string[]): boolean =>
  kind === 'doorbell' || labels.length === 0 || labels.some((label) => wanted.includes(label));

/** By this computer's clock and time zone. */
const minuteOfDay = (at: Timestamp): number => {
  const time = new Date(at);
  return time.getHours() * 60 + time.getMinutes();
};
