import type { DeviceId, ClipId, NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';
import { minutesFrom } from '../../../shared/clock-times.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Services } from '../../services/services.ts';
import type { AppWindows } from '../windows/app-windows.ts';

/** What the menu of the tray can do. */
export interface TrayActions {
  arm(id: NetworkId): void;
  disarm(id: NetworkId): void;
  armAll(): void;
  disarmAll(): void;
  disarmUntil(id: NetworkId, rearmAt: Timestamp): void;
  /** Minutes counted from the click, because the menu may have been built long before. */
  disarmFor(id: NetworkId, minutes: number): void;
  /** Lets the person choose the time in the panel. */
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

interface TrayActionDeps {
  readonly services: Services;
  readonly windows: Pick<AppWindows, 'window' | 'panel' | 'showClip' | 'showPage'>;
  readonly clock: Clock;
  readonly quit: () => void;
  readonly log: Logger;
}

/** The state shows why arming failed; other failures are only logged. */
export function createTrayActions(deps: TrayActionDeps): TrayActions {
  const { services, windows, clock, log } = deps;
  const { account, arming, temporaryDisarms, mute, snooze, deviceSettings, camera } = services;
  const run = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.warn('tray action', { reason: toAppError(error).message }));
  };
  return {
    arm: (id) => run(arming.arm(id)),
    disarm: (id) => run(arming.disarm(id)),
    armAll: () => run(arming.armAll()),
    disarmAll: () => run(arming.disarmAll()),
    disarmUntil: (id, rearmAt) => run(temporaryDisarms.disarmUntil(id, rearmAt)),
    disarmFor: (id, minutes) =>
      run(temporaryDisarms.disarmUntil(id, minutesFrom(clock.now(), minutes))),
    chooseDisarmEnd: (id) => windows.panel.show({ disarmUntil: id }),
    stayDisarmed: (id) => run(temporaryDisarms.stayDisarmed(id)),
    muteUntil: (at) => run(mute.until(at)),
    muteFor: (minutes) => run(mute.until(minutesFrom(clock.now(), minutes))),
    snooze: (id, minutes) => run(snooze.network(id, minutes)),
    setMotion: (id, isOn) => run(deviceSettings.setMotionDetection(id, isOn)),
    takePicture: (id) => run(camera.takePicture(id)),
    checkNow: () => account.whenSignedIn((session) => session.checkNow()),
    signIn() {
      windows.window.show();
      run(account.signIn());
    },
    showClip: windows.showClip,
    open: () => windows.window.show(),
    openSettings: () => windows.showPage('settings'),
    quit: deps.quit,
  };
}
