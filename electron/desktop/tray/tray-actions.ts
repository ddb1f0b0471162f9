import { minutesFrom } from '../../../shared/clock-times.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { ClipId, NetworkId } from '../../../shared/ids.ts';
import type { Logger } from '../../lib/logger.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Services } from '../../services/services.ts';
import type { TrayActions } from './tray-menu.ts';

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
  const { account, network, temporaryDisarms, mute, snooze, deviceSettings, camera } = services;
  const tried = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.warn('tray action', { reason: toAppError(error).message }));
  };
  return {
    arm: (id) => tried(network.arm(id)),
    disarm: (id) => tried(network.disarm(id)),
    armAll: () => tried(network.armAll()),
    disarmAll: () => tried(network.disarmAll()),
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
