import { app, dialog } from 'electron';
import { m } from '../../../shared/messages/compiled/messages.js';
import type { ArmingService } from '../../services/arming/arming-service.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';

/** Quits. While a timed disarm runs it asks first, because nothing arms the network after a quit. */
export async function quitAfterAsking(
  store: ReadonlyAppStore,
  { arming }: { readonly arming: Pick<ArmingService, 'arm'> },
): Promise<void> {
  const { home, temporaryDisarms } = store.get();
  const disarmed = home.networks.filter(({ id }) => temporaryDisarms[id] !== undefined);
  if (disarmed.length > 0) {
    const answer = await ask(disarmed.map(({ name }) => name).join(', '));
    if (answer === 'stay') return;
    if (answer === 'arm') {
      await Promise.allSettled(disarmed.map(({ id }) => arming.arm(id)));
      // Arming failed, so the application stays; the tray says why.
      const { temporaryDisarms: left } = store.get();
      if (disarmed.some(({ id }) => left[id] !== undefined)) return;
    }
  }
  app.quit();
}

async function ask(names: string): Promise<'stay' | 'arm' | 'quit'> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: m.dialog_quit_title(),
    detail: m.dialog_quit_text({ names }),
    buttons: [m.dialog_quit_stay(), m.dialog_quit_arm(), m.dialog_quit_anyway()],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return (['stay', 'arm', 'quit'] as const)[response] ?? 'stay';
}
