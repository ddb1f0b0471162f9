import type { AppErrorCode } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import type { Clip, Network, Timestamp } from '../../../shared/models.ts';

/** Something to notify; its text is made in desktop/notifications. */
export type NotificationEvent =
  | ClipsEvent
  /** What was recorded while no notification could be shown. */
  | {
      readonly kind: 'away';
      readonly clips: readonly Clip[];
      readonly now: Timestamp;
    }
  | {
      readonly kind: 'health';
      readonly network: Network;
      readonly changes: readonly HealthChange[];
    }
  | { readonly kind: 'rearm'; readonly rearm: RearmEvent }
  /** Armed when the screen was locked; disarming is only ever a question. */
  | { readonly kind: 'armed-on-lock'; readonly networks: readonly Network[] };

/** One clip, or several that belong together. */
export interface ClipsEvent {
  readonly kind: 'clips';
  /** An event with the same key updates the same notification. */
  readonly key: string;
  /** Oldest first. */
  readonly clips: readonly Clip[];
  readonly hasPicture: boolean;
  /** The network to offer "disarm" for; null where nothing is armed or the screen is locked. */
  readonly disarms: NetworkId | null;
  readonly now: Timestamp;
}

/** Whether a notification is shown now: `held-back` when the system keeps it for later. */
export type DeliveryResult = 'shown' | 'held-back' | 'failed';

export type HealthCause =
  'sync-module-offline' | 'camera-offline' | 'battery-low' | 'camera-silent';

/** Something that keeps a network from doing its work, seen in one homescreen. */
export interface Finding {
  /** The same cause has the same key for as long as it lasts. */
  readonly key: string;
  readonly cause: HealthCause;
  readonly networkId: NetworkId;
  /** The camera's name, or the sync module's. */
  readonly name: string;
}

/** Notified once when a cause begins, once when it ends. */
export interface HealthChange extends Finding {
  readonly change: 'began' | 'ended';
}

/** How the end of a temporary disarm went. */
export type RearmEvent =
  | { readonly kind: 'rearmed'; readonly network: Network; readonly lateMs: number }
  | { readonly kind: 'asking'; readonly network: Network; readonly rearmAt: Timestamp }
  | { readonly kind: 'failed'; readonly network: Network; readonly problem: AppErrorCode };
