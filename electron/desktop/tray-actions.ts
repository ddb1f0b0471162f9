import { toAppError } from '../../shared/errors.ts';
import type { ClipId } from '../../shared/ids.ts';
import type { Logger } from '../lib/logger.ts';
import type { AccountService } from '../services/account.ts';
import type { NetworkService } from '../services/network.ts';
import type { MainWindow } from './main-window.ts';
import type { TrayActions } from './tray-menu.ts';

interface TrayActionDeps {
  readonly account: AccountService;
  readonly network: NetworkService;
  readonly window: MainWindow;
  readonly showClip: (id: ClipId) => void;
  readonly quit: () => void;
  readonly log: Logger;
}

/** What a click in the tray does. A failure is shown by the state; the log keeps the detail. */
export function createTrayActions(deps: TrayActionDeps): TrayActions {
  const { account, network, window, showClip, quit, log } = deps;
  const tried = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.warn('tray action', { reason: toAppError(error).message }));
  };
  return {
    arm: (id) => tried(network.arm(id)),
    disarm: (id) => tried(network.disarm(id)),
    checkNow: () => account.whenSignedIn((sync) => sync.checkNow()),
    signIn() {
      window.show();
      tried(account.signIn());
    },
    showClip,
    open: window.show,
    quit,
  };
}
