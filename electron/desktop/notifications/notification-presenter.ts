import type { NativeImage } from 'electron';
import type { Dispose } from '../../lib/dispose.ts';

/** One notification as a desktop shows it. */
export interface DesktopNotification {
  /** A later notification with the same key replaces this one. */
  readonly key: string;
  readonly title: string;
  /** Plain text. Where a system renders markup, its presenter escapes it. */
  readonly body: string;
  readonly picture: NativeImage | null;
  /** Shown where the system supports buttons. */
  readonly buttons: readonly NotificationButton[];
  /** Stays on the screen until somebody has seen it, where the system supports that. */
  readonly isUrgent: boolean;
  /**
   * Asked when the system has held the notification back and shows notifications again: only if this is true, it is
   * shown then. Null: it is never shown later, because the notifier puts it into a summary.
   */
  readonly isStillTrue: (() => boolean) | null;
  /** `open` is a click on the notification itself. */
  readonly onAction: (id: NotificationAction) => void;
  /** The person has dismissed it, where the system reports that. */
  readonly onDismissed: () => void;
}

export type NotificationAction = 'open' | 'mute' | 'disarm' | 'arm' | 'stay';

export interface NotificationButton {
  readonly id: NotificationAction;
  readonly label: string;
}

/** `held-back`: the system reports that the person wants no notifications now ("do not disturb"). */
export type PresentationResult = 'shown' | 'held-back' | 'failed';

/** Shows notifications on one system. */
export interface NotificationPresenter {
  show(notification: DesktopNotification): Promise<PresentationResult>;
  /** Removes a notification that is still shown, and forgets one that waits. */
  withdraw(key: string): void;
  /** Whether it is on the screen or in the system's list, as far as the system reports it. */
  isShown(key: string): boolean;
  /** The system shows notifications again after holding them back. */
  onReleased(listener: () => void): Dispose;
  stop(): void;
}
