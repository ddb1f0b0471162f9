import type {
  RearmEvent,
  NotificationEvent,
} from '../../services/notifications/notification-events.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { AppState } from '../../../shared/app-state.ts';
import type { Clip, Timestamp } from '../../../shared/models.ts';
import { disposeAll, type Dispose } from '../../lib/dispose.ts';
import type { Emitter } from '../../lib/emitter.ts';
import type { Logger } from '../../lib/logger.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import { createArmOnLock } from '../../services/arming/arm-on-lock.ts';
import type { Services } from '../../services/services.ts';
import { startHealthWatch } from '../../services/health/health-watch.ts';
import { createNotifier } from '../../services/notifications/notifier.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import type { ClipIndex } from '../../store/clips/clip-index.ts';
import { createNotify, type BannerActions } from '../notifications/notify.ts';
import type { Platform } from '../platform.ts';
import type { AppWindows } from '../windows/app-windows.ts';

interface AttendDeps {
  readonly store: ReadonlyAppStore;
  readonly index: ClipIndex;
  readonly clock: Clock;
  readonly log: Logger;
  readonly platform: Platform;
  readonly surfaces: AppWindows;
  readonly services: Services;
  readonly newClips: Emitter<readonly Clip[]>;
  readonly rearmNews: Emitter<RearmEvent>;
}

/** Joins what happens to the person it concerns: news become banners, and sleep, lock and power set the pace. */
export function attend(deps: AttendDeps): Dispose {
  const { store, index, clock, log, platform, services } = deps;
  const { banners, presence } = platform;
  const onWarning = (message: string, error: unknown) =>
    log.warn(message, { reason: toAppError(error).message });
  const tell = createNotify({
    banners,
    clock,
    decodeStill: (id) => deps.surfaces.decoder.decode(`media://still/${id}`),
    onSeen: (key) => notifier.seen(key),
    stillHolds: (news) => stillHolds(store.get(), news),
    actions: bannerActions(deps, onWarning),
  });
  const notifier = createNotifier({
    ...{ store, clock, notify: tell },
    claim: (id) => index.claimNotification(id, clock.now()),
    isLocked: presence.isLocked,
    awakeSince: presence.awakeSince,
  });
  const armOnLock = createArmOnLock({ store, clock, arming: services.arming, notify: tell });
  const warned = (work: Promise<unknown>) => {
    work.catch((error: unknown) => onWarning('banner', error));
  };

  return disposeAll(
    deps.newClips.on((clips) => warned(notifier.notifyClips(clips))),
    deps.rearmNews.on((news) => warned(tell({ kind: 'rearm', news }))),
    banners.onReleased(() => warned(notifier.release())),
    startHealthWatch({
      ...{ store, index, clock, notify: tell, onWarning },
      clipsListedAt: () => clipsListedAt(services),
      awakeSince: presence.awakeSince,
    }),
    presence.onEvent((event) => {
      if (event === 'lock') armOnLock.locked();
      if (event === 'unlock') armOnLock.unlocked();
      // The login may have unlocked the keyring as well; somebody is there if it has to be asked for.
      if (event === 'unlock') warned(services.account.keyringMayBeUsable());
      if (event === 'resume') armOnLock.resumed();
      services.account.whenSignedIn((sync) => {
        if (event === 'suspend') armOnLock.suspending(() => sync.suspend());
        else if (event === 'resume') sync.resume();
        else sync.updatePace();
        if (event === 'unlock' || event === 'network-up') sync.wake();
      });
    }),
    armOnLock.stop,
  );
}

function clipsListedAt({ account }: Services): Timestamp | null {
  let at: Timestamp | null = null;
  account.whenSignedIn((sync) => (at = sync.clipsListedAt()));
  return at;
}

/** A question that was answered meanwhile is asked no more. */
function stillHolds({ home, temporaryDisarms }: AppState, news: NotificationEvent): boolean {
  if (news.kind === 'rearm' && news.news.kind === 'asking') {
    return temporaryDisarms[news.news.network.id]?.phase === 'asking';
  }
  if (news.kind !== 'armed-on-lock') return true;
  return home.networks.some(
    ({ id, isArmed }) => isArmed && news.networks.some((asked) => asked.id === id),
  );
}

function bannerActions(
  { services, surfaces, clock }: AttendDeps,
  onWarning: (message: string, error: unknown) => void,
): BannerActions {
  const { arming, temporaryDisarms, mute } = services;
  const tried = (work: Promise<unknown>) => {
    work.catch((error: unknown) => onWarning('banner action', error));
  };
  return {
    openClip: surfaces.showClip,
    openClips: () => surfaces.showPage('clips'),
    openHome: () => surfaces.showPage('home'),
    openPanel: () => surfaces.panel.show({ disarmUntil: null }),
    muteHalfAnHour: () => tried(mute.until(clock.now() + minutes(30))),
    disarm: (id) => tried(arming.disarm(id)),
    arm: (id) => tried(arming.arm(id)),
    stayDisarmed: (id) => tried(temporaryDisarms.stayDisarmed(id)),
  };
}
