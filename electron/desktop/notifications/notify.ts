import type { NativeImage } from 'electron';
import type { AppState } from '../../../shared/app-state.ts';
import type { ClipId } from '../../../shared/ids.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import type { Clock } from '../../lib/clock.ts';
import type {
  ClipsEvent,
  DeliveryResult,
  NotificationEvent,
} from '../../services/notifications/notification-events.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { SettingsStore } from '../../store/settings.ts';
import { controlsFor, type NotificationActions } from './notification-actions.ts';
import type { NotificationPresenter } from './notification-presenter.ts';
import { notificationText } from './notification-text.ts';

interface NotifyDeps {
  readonly presenter: NotificationPresenter;
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  readonly decodeStill: (id: ClipId) => Promise<NativeImage | null>;
  /** The person has clicked or dismissed the notification with this key. */
  readonly onSeen: (key: string) => void;
  readonly actions: NotificationActions;
}

/** Gives an event its words, picture and buttons, and shows it as a desktop notification. */
export function createNotify(
  deps: NotifyDeps,
): (event: NotificationEvent) => Promise<DeliveryResult> {
  const { presenter, store } = deps;

  function show(event: NotificationEvent, picture: NativeImage | null): Promise<DeliveryResult> {
    const key = keyOf(event);
    const { title, body } = notificationText(event);
    const { buttons, onAction } = controlsFor(event, deps.actions);
    // The notifier shows clips that were held back as one summary; everything else is shown later as it is.
    const isSummarized = event.kind === 'clips' || event.kind === 'away';
    return presenter.show({
      key,
      title,
      body,
      picture,
      buttons,
      isUrgent: event.kind === 'rearm' && event.rearm.kind !== 'rearmed',
      isStillTrue: isSummarized ? null : () => isStillTrue(store.get(), event),
      onAction(action) {
        deps.onSeen(key);
        onAction(action);
      },
      onDismissed: () => deps.onSeen(key),
    });
  }

  async function showClips(event: ClipsEvent): Promise<DeliveryResult> {
    const newest = event.clips.at(-1);
    if (newest === undefined || !event.hasPicture) return show(event, null);
    // A picture that cannot be decoded must not keep the notification away.
    const picture = deps.decodeStill(newest.id).catch(() => null);
    const pictureInTime = await withinMs(deps.clock, pictureWaitMs, picture);
    const result = await show(event, pictureInTime ?? null);
    if (pictureInTime === undefined && result === 'shown') {
      void picture.then((late) => {
        if (late !== null && presenter.isShown(event.key)) void show(event, late);
      });
    }
    return result;
  }

  return (event) => (event.kind === 'clips' ? showClips(event) : show(event, null));
}

/** How long a notification waits for its picture; one that comes later is added to the notification on the screen. */
const pictureWaitMs = 350;

/** Undefined when it takes longer. */
function withinMs<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(undefined));
    void work.then((value) => {
      cancel();
      resolve(value);
    });
  });
}

function keyOf(event: NotificationEvent): string {
  switch (event.kind) {
    case 'clips':
      return event.key;
    case 'health':
      // One key per cause: the next fault of a system does not replace a notification that waits.
      return `health ${event.changes.map(({ key }) => key).join(' ')}`;
    case 'rearm':
      return `rearm ${event.rearm.network.id}`;
    default:
      return event.kind;
  }
}

/** False for a question that was answered while its notification was held back. */
function isStillTrue({ home, temporaryDisarms }: AppState, event: NotificationEvent): boolean {
  if (event.kind === 'rearm' && event.rearm.kind === 'asking') {
    return temporaryDisarms[event.rearm.network.id]?.phase === 'asking';
  }
  if (event.kind !== 'armed-on-lock') return true;
  return home.networks.some(
    ({ id, isArmed }) => isArmed && event.networks.some((asked) => asked.id === id),
  );
}

/** Shown when the window is closed for the first time: the application goes on in the tray. */
export function showClosedToTrayNotice(
  settings: SettingsStore,
  presenter: NotificationPresenter,
): void {
  if (settings.get().hasToldOfTray) return;
  settings.update({ hasToldOfTray: true });
  void presenter.show({
    key: 'still-here',
    title: m.close_notice_title(),
    body: m.close_notice_text(),
    picture: null,
    buttons: [],
    isUrgent: false,
    isStillTrue: () => true,
    onAction: () => undefined,
    onDismissed: () => undefined,
  });
}
