import type { DeviceId } from './ids.ts';

/** Minutes after midnight by this computer's clock; an end before the start lies on the next day. */
export interface DayHours {
  readonly from: number;
  readonly to: number;
}

/** What of one camera is told here. */
export interface CameraRule {
  readonly isTold: boolean;
  readonly isOnlyWhileArmed: boolean;
  /** Null: at any hour. */
  readonly hours: DayHours | null;
  /** Blink's words for what it has seen (`person`, `vehicle`, …); null: whatever it was. */
  readonly labels: readonly string[] | null;
}

/** What this computer tells by banners. The phone's notifications are the cloud's business. */
export interface NotificationSettings {
  readonly isOn: boolean;
  readonly isOnlyWhileArmed: boolean;
  readonly quietHours: DayHours | null;
  /** Whether banners carry pictures while the screen is locked. */
  readonly hasPicturesWhenLocked: boolean;
  /** Offline, low battery, a camera that has gone silent. */
  readonly hasHealthAlerts: boolean;
  /** Cameras that differ from `usualCameraRule`. */
  readonly cameras: Readonly<Partial<Record<DeviceId, CameraRule>>>;
}

export const usualCameraRule: CameraRule = {
  isTold: true,
  isOnlyWhileArmed: false,
  hours: null,
  labels: null,
};

export const usualNotifications: NotificationSettings = {
  isOn: true,
  isOnlyWhileArmed: false,
  quietHours: null,
  hasPicturesWhenLocked: false,
  hasHealthAlerts: true,
  cameras: {},
};

/** Whether a time of day lies within hours; the end is outside. Equal ends are no hours at all. */
export const isWithin = ({ from, to }: DayHours, minute: number): boolean =>
  from <= to ? minute >= from && minute < to : minute >= from || minute < to;
