import type { Dispose } from '../../lib/dispose.ts';
import type { ArmOnLock } from '../../services/arming/arm-on-lock.ts';
import type { AccountService } from '../../services/account/account-service.ts';
import type { PowerMonitor } from './power-monitor.ts';

interface PowerEventDeps {
  readonly powerMonitor: Pick<PowerMonitor, 'onEvent'>;
  readonly armOnLock: ArmOnLock;
  readonly account: Pick<AccountService, 'whenSignedIn' | 'keyringMayBeUsable'>;
}

/** What sleep, lock, battery and network mean for arming and for the session with the cloud. */
export const followPowerEvents = ({ powerMonitor, armOnLock, account }: PowerEventDeps): Dispose =>
  powerMonitor.onEvent((event) => {
    if (event === 'lock') armOnLock.locked();
    if (event === 'unlock') {
      armOnLock.unlocked();
      // Signing in to the desktop may have unlocked the keyring, and somebody is there to answer its dialog.
      void account.keyringMayBeUsable();
    }
    if (event === 'resume') armOnLock.resumed();
    account.whenSignedIn((session) => {
      if (event === 'suspend') armOnLock.suspending(() => session.suspend());
      else if (event === 'resume') session.resume();
      else session.updatePace();
      if (event === 'unlock' || event === 'network-up') session.wake();
    });
  });
