import type { ClipId, NetworkId } from '../../../shared/ids.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { minutes, type Clock } from '../../lib/clock.ts';
import type {
  ClipsEvent,
  NotificationEvent,
} from '../../services/notifications/notification-events.ts';
import type { Services } from '../../services/services.ts';
import type { AppWindows } from '../windows/app-windows.ts';
import type { NotificationAction, NotificationButton } from './notification-presenter.ts';

/** What a click on a notification or one of its buttons can do. */
export interface NotificationActions {
  openClip(id: ClipId): void;
  openClips(): void;
  openHome(): void;
  openPanel(): void;
  muteHalfAnHour(): void;
  disarm(id: NetworkId): void;
  arm(id: NetworkId): void;
  stayDisarmed(id: NetworkId): void;
}

interface NotificationActionDeps {
  readonly services: Pick<Services, 'arming' | 'temporaryDisarms' | 'mute'>;
  readonly windows: Pick<AppWindows, 'showClip' | 'showPage' | 'panel'>;
  readonly clock: Clock;
  /** The state shows why arming failed; other failures are only logged. */
  readonly onFailure: (error: unknown) => void;
}

export function createNotificationActions(deps: NotificationActionDeps): NotificationActions {
  const { services, windows, clock, onFailure } = deps;
  const { arming, temporaryDisarms, mute } = services;
  const run = (work: Promise<unknown>) => {
    work.catch(onFailure);
  };
  return {
    openClip: windows.showClip,
    openClips: () => windows.showPage('clips'),
    openHome: () => windows.showPage('home'),
    openPanel: () => windows.panel.show({ disarmUntil: null }),
    muteHalfAnHour: () => run(mute.until(clock.now() + minutes(30))),
    disarm: (id) => run(arming.disarm(id)),
    arm: (id) => run(arming.arm(id)),
    stayDisarmed: (id) => run(temporaryDisarms.stayDisarmed(id)),
  };
}

/** The buttons of one notification, and what a click on one of them, or on the notification itself, does. */
export interface NotificationControls {
  readonly buttons: readonly NotificationButton[];
  readonly onAction: (action: NotificationAction) => void;
}

export function controlsFor(
  event: NotificationEvent,
  actions: NotificationActions,
): NotificationControls {
  switch (event.kind) {
    case 'clips':
      return clipControls(event, actions);
    case 'away':
      return { buttons: [view], onAction: actions.openClips };
    case 'health':
      return { buttons: [], onAction: actions.openHome };
    case 'rearm':
      return rearmControls(event.rearm.network.id, event.rearm.kind === 'asking', actions);
    case 'armed-on-lock':
      return {
        buttons: [{ id: 'disarm', label: m.banner_disarm_all() }],
        onAction(action) {
          if (action !== 'disarm') actions.openPanel();
          else for (const { id } of event.networks) actions.disarm(id);
        },
      };
  }
}

const view: NotificationButton = { id: 'open', label: m.banner_view() };

function clipControls(
  { clips, disarms }: ClipsEvent,
  actions: NotificationActions,
): NotificationControls {
  const newest = clips.at(-1);
  const name = newest?.networkName ?? '';
  return {
    buttons: [
      view,
      { id: 'mute', label: m.banner_mute() },
      ...(disarms === null ? [] : [{ id: 'disarm' as const, label: m.tray_disarm({ name }) }]),
    ],
    onAction(action) {
      if (action === 'mute') actions.muteHalfAnHour();
      else if (action === 'disarm' && disarms !== null) actions.disarm(disarms);
      else if (newest !== undefined) actions.openClip(newest.id);
    },
  };
}

function rearmControls(
  id: NetworkId,
  isAsking: boolean,
  actions: NotificationActions,
): NotificationControls {
  if (!isAsking) return { buttons: [], onAction: actions.openPanel };
  return {
    buttons: [
      { id: 'arm', label: m.rearm_now() },
      { id: 'stay', label: m.rearm_stay() },
    ],
    onAction(action) {
      if (action === 'arm') actions.arm(id);
      else if (action === 'stay') actions.stayDisarmed(id);
      else actions.openPanel();
    },
  };
}
