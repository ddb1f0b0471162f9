import type { NativeImage } from 'electron';
import type { ClipId, NetworkId } from '../../../shared/ids.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import type { Clock } from '../../lib/clock.ts';
import type {
  ClipsEvent,
  NotificationEvent,
  DeliveryResult,
} from '../../services/notifications/notification-events.ts';
import type { SettingsStore } from '../../store/settings.ts';
import type {
  DesktopNotification,
  BannerAction,
  BannerButton,
  NotificationPresenter,
} from './notification-presenter.ts';
import { notificationText } from './notification-text.ts';

/** What a click on a banner or one of its buttons causes. */
export interface BannerActions {
  openClip(id: ClipId): void;
  openClips(): void;
  openHome(): void;
  openPanel(): void;
  muteHalfAnHour(): void;
  disarm(id: NetworkId): void;
  arm(id: NetworkId): void;
  stayDisarmed(id: NetworkId): void;
}

interface TellerDeps {
  readonly banners: NotificationPresenter;
  readonly clock: Clock;
  readonly decodeStill: (id: ClipId) => Promise<NativeImage | null>;
  /** The person has reacted to what stands under this key. */
  readonly onSeen: (key: string) => void;
  /** Whether news that had to wait are still so. */
  readonly stillHolds: (news: NotificationEvent) => boolean;
  readonly actions: BannerActions;
}

/** Gives news their words, picture and buttons, and puts them on the screen. */
export function createNotify(
  deps: TellerDeps,
): (news: NotificationEvent) => Promise<DeliveryResult> {
  const { banners } = deps;

  const show = (news: NotificationEvent, picture: NativeImage | null): Promise<DeliveryResult> => {
    const key = keyOf(news);
    const { buttons, react } = reactionsTo(news, deps.actions);
    const onAction: DesktopNotification['onAction'] = (action) => {
      deps.onSeen(key);
      react(action);
    };
    const isUrgent = news.kind === 'rearm' && news.news.kind !== 'rearmed';
    // Clips come back as one summary, which the notifier makes.
    const isSummed = news.kind === 'clips' || news.kind === 'away';
    const keptWhile = isSummed ? null : () => deps.stillHolds(news);
    const look = { ...notificationText(news), picture, actions: buttons, isUrgent };
    return banners.show({
      key,
      ...look,
      isStillTrue: keptWhile,
      onAction,
      onDismissed: () => deps.onSeen(key),
    });
  };

  async function showClips(news: ClipsEvent): Promise<DeliveryResult> {
    const newest = news.clips.at(-1);
    if (newest === undefined || !news.hasPicture) return show(news, null);
    // Told without a picture rather than not at all.
    const picture = deps.decodeStill(newest.id).catch(() => null);
    const inTime = await withinMs(deps.clock, pictureMs, picture);
    const told = await show(news, inTime ?? null);
    if (inTime === undefined && told === 'shown') {
      void picture.then((late) => {
        if (late !== null && banners.isShown(news.key)) void show(news, late);
      });
    }
    return told;
  }

  return (news) => (news.kind === 'clips' ? showClips(news) : show(news, null));
}

/** How long a banner waits for its picture; it is brought up to date when the picture comes later. */
const pictureMs = 350;

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

function keyOf(news: NotificationEvent): string {
  switch (news.kind) {
    case 'clips':
      return news.key;
    case 'health':
      // Each cause has its own: a banner that waits is not lost to the next fault of its system.
      return `health ${news.changes.map(({ key }) => key).join(' ')}`;
    case 'rearm':
      return `rearm ${news.news.network.id}`;
    default:
      return news.kind;
  }
}

interface Reactions {
  readonly buttons: readonly BannerButton[];
  readonly react: (action: BannerAction) => void;
}

const view: BannerButton = { id: 'open', label: m.banner_view() };

function reactionsTo(news: NotificationEvent, actions: BannerActions): Reactions {
  switch (news.kind) {
    case 'clips':
      return clipReactions(news, actions);
    case 'away':
      return { buttons: [view], react: actions.openClips };
    case 'health':
      return { buttons: [], react: actions.openHome };
    case 'rearm':
      return rearmReactions(news.news.network.id, news.news.kind === 'asking', actions);
    case 'armed-on-lock':
      return {
        buttons: [{ id: 'disarm', label: m.banner_disarm_all() }],
        react: (action) => {
          if (action !== 'disarm') actions.openPanel();
          else for (const { id } of news.networks) actions.disarm(id);
        },
      };
  }
}

function clipReactions({ clips, disarms }: ClipsEvent, actions: BannerActions): Reactions {
  const newest = clips.at(-1);
  const name = newest?.networkName ?? '';
  return {
    buttons: [
      view,
      { id: 'mute', label: m.banner_mute() },
      ...(disarms === null ? [] : [{ id: 'disarm' as const, label: m.tray_disarm({ name }) }]),
    ],
    react: (action) => {
      if (action === 'mute') actions.muteHalfAnHour();
      else if (action === 'disarm' && disarms !== null) actions.disarm(disarms);
      else if (newest !== undefined) actions.openClip(newest.id);
    },
  };
}

function rearmReactions(id: NetworkId, isAsking: boolean, actions: BannerActions): Reactions {
  if (!isAsking) return { buttons: [], react: actions.openPanel };
  return {
    buttons: [
      { id: 'arm', label: m.rearm_now() },
      { id: 'stay', label: m.rearm_stay() },
    ],
    react: (action) => {
      if (action === 'arm') actions.arm(id);
      else if (action === 'stay') actions.stayDisarmed(id);
      else actions.openPanel();
    },
  };
}

/** Said once ever: the window is closed, the program is not. */
export function showClosedToTrayNotice(
  settings: SettingsStore,
  banners: NotificationPresenter,
): void {
  if (settings.get().hasToldOfTray) return;
  settings.update({ hasToldOfTray: true });
  void banners.show({
    key: 'still-here',
    title: m.close_notice_title(),
    body: m.close_notice_text(),
    picture: null,
    actions: [],
    isUrgent: false,
    isStillTrue: () => true,
    onAction: () => undefined,
    onDismissed: () => undefined,
  });
}
