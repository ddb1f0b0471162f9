import type { NativeImage } from 'electron';
import type { Dispose } from '../../lib/dispose.ts';

/** What a system shows for a moment at the edge of the screen. */
export interface DesktopNotification {
  /** A later one with the same key takes its place. */
  readonly key: string;
  readonly title: string;
  /** Plain text. Where a system renders markup, whoever talks to it escapes. */
  readonly body: string;
  readonly picture: NativeImage | null;
  /** Buttons, where the system has them. */
  readonly buttons: readonly NotificationButton[];
  /** Stays until somebody has seen it, where the system can. */
  readonly isUrgent: boolean;
  /**
   * Null: gone when the system holds it back, because somebody sums it up later. Otherwise it is shown when the system
   * lets go, if this still holds then.
   */
  readonly isStillTrue: (() => boolean) | null;
  /** `open` is a click on the banner itself. */
  readonly onAction: (id: NotificationAction) => void;
  /** The person has waved it away, where the system tells. */
  readonly onDismissed: () => void;
}

export type NotificationAction = 'open' | 'mute' | 'disarm' | 'arm' | 'stay';

export interface NotificationButton {
  readonly id: NotificationAction;
  readonly label: string;
}

/** `held-back`: the person wants no banners now, and the system has said so. */
export type PresentationResult = 'shown' | 'held-back' | 'failed';

/** The banners of one system. */
export interface NotificationPresenter {
  show(banner: DesktopNotification): Promise<PresentationResult>;
  /** Takes a banner back, if it is still there. */
  withdraw(key: string): void;
  /** Whether that key is on the screen or in the system's list, as far as we are told. */
  isShown(key: string): boolean;
  /** What was held back may be told now. */
  onReleased(listener: () => void): Dispose;
  stop(): void;
}
