import type { DeviceId, ClipId, NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutesFrom } from '../../../shared/clock-times.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Services } from '../../services/services.ts';

interface TrayActionDeps {
  readonly services: Services;
  readonly clock: Clock;
  readonly window: { readonly show: () => void };
  readonly showClip: (id: ClipId) => void;
  readonly showSettings: () => void;
  readonly chooseDisarmEnd: (id: NetworkId) => void;
  readonly quit: () => void;
  readonly log: Logger;
}

/** What a click in the menu does. A failure of arming is shown by the state; the log keeps every detail. */
export function createTrayActions(deps: TrayActionDeps): TrayActions {
  const { services, window, log, clock } = deps;
  const { account, arming, temporaryDisarms, mute, snooze, deviceSettings, camera } = services;
  const tried = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.warn('tray action', { reason: toAppError(error).message }));
  };
  return {
    arm: (id) => tried(arming.arm(id)),
    disarm: (id) => tried(arming.disarm(id)),
    armAll: () => tried(arming.armAll()),
    disarmAll: () => tried(arming.disarmAll()),
    disarmUntil: (id, rearmAt) => tried(temporaryDisarms.disarmUntil(id, rearmAt)),
    disarmFor: (id, minutes) =>
      tried(temporaryDisarms.disarmUntil(id, minutesFrom(clock.now(), minutes))),
    chooseDisarmEnd: deps.chooseDisarmEnd,
    stayDisarmed: (id) => tried(temporaryDisarms.stayDisarmed(id)),
    muteUntil: (at) => tried(mute.until(at)),
    muteFor: (minutes) => tried(mute.until(minutesFrom(clock.now(), minutes))),
    snooze: (id, minutes) => tried(snooze.network(id, minutes)),
    setMotion: (id, isOn) => tried(deviceSettings.setMotionDetection(id, isOn)),
    takePicture: (id) => tried(camera.takePicture(id)),
    checkNow: () => account.whenSignedIn((sync) => sync.checkNow()),
    signIn() {
      window.show();
      tried(account.signIn());
    },
    showClip: deps.showClip,
    open: window.show,
    openSettings: deps.showSettings,
    quit: deps.quit,
  };
}

/** What the menu of the tray can cause. */
export interface TrayActions {
  arm(id: NetworkId): void;
  disarm(id: NetworkId): void;
  armAll(): void;
  disarmAll(): void;
  disarmUntil(id: NetworkId, rearmAt: Timestamp): void;
  /** Minutes from the click on: a menu may have been there for long. */
  disarmFor(id: NetworkId, minutes: number): void;
  /** Lets the person name the time. */
  chooseDisarmEnd(id: NetworkId): void;
  stayDisarmed(id: NetworkId): void;
  /** Null ends the mute. */
  muteUntil(at: Timestamp | null): void;
  muteFor(minutes: number): void;
  /** Minutes; null ends the snooze. */
  snooze(id: NetworkId, minutes: number | null): void;
  setMotion(id: DeviceId, isOn: boolean): void;
  takePicture(id: DeviceId): void;
  showClip(id: ClipId): void;
  checkNow(): void;
  signIn(): void;
  open(): void;
  openSettings(): void;
  quit(): void;
}
