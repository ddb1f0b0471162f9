import { describe, expect, it } from 'vitest';
import { createTrayActions } from '../../../../electron/desktop/tray/tray-actions.ts';
import type { AppWindows } from '../../../../electron/desktop/windows/app-windows.ts';
import type { Services } from '../../../../electron/services/services.ts';
import { AppError } from '../../../../shared/errors.ts';
import { createFakeClock, startOfTests } from '../../../fixtures/fake-clock.ts';
import { frontYardId, homeId } from '../../../fixtures/samples.ts';

/** Services whose every method notes its call, in the words of whoever called. */
function setUp(fails = false) {
  const calls: string[] = [];
  const warnings: string[] = [];
  const service = (name: string) =>
    new Proxy(
      {},
      {
        get:
          (_target, method) =>
          async (...args: unknown[]) => {
            calls.push([`${name}.${String(method)}`, ...args].join(' '));
            if (fails) throw new AppError('offline', 'no way out');
          },
      },
    );
  const services = new Proxy({}, { get: (_target, name) => service(String(name)) });
  const actions = createTrayActions({
    services: services as Services,
    clock: createFakeClock(),
    windows: {
      window: { show: () => void calls.push('window.show') } as AppWindows['window'],
      panel: {
        show: ({ disarmUntil }) => void calls.push(`panel.show ${disarmUntil}`),
      } as AppWindows['panel'],
      showClip: (id) => void calls.push(`showClip ${id}`),
      showPage: (page) => void calls.push(`showPage ${page}`),
    },
    quit: () => void calls.push('quit'),
    log: {
      warn: (_message: string, details?: { readonly reason?: unknown }) =>
        void warnings.push(String(details?.reason)),
    } as Parameters<typeof createTrayActions>[0]['log'],
  });
  return { actions, calls, warnings };
}

describe('a click in the tray', () => {
  it('asks the service for exactly what its item says', () => {
    const { actions, calls } = setUp();
    actions.arm(homeId);
    actions.disarm(homeId);
    actions.armAll();
    actions.disarmAll();
    actions.disarmUntil(homeId, 5);
    actions.stayDisarmed(homeId);
    actions.disarmFor(homeId, 15);
    actions.muteFor(30);
    actions.muteUntil(7);
    actions.muteUntil(null);
    actions.snooze(homeId, 240);
    actions.snooze(homeId, null);
    actions.setMotion(frontYardId, false);
    actions.takePicture(frontYardId);
    expect(calls).toEqual([
      `arming.arm ${homeId}`,
      `arming.disarm ${homeId}`,
      'arming.armAll',
      'arming.disarmAll',
      `temporaryDisarms.disarmUntil ${homeId} 5`,
      `temporaryDisarms.stayDisarmed ${homeId}`,
      `temporaryDisarms.disarmUntil ${homeId} ${startOfTests + 15 * 60_000}`,
      `mute.until ${startOfTests + 30 * 60_000}`,
      'mute.until 7',
      'mute.until ',
      `snooze.network ${homeId} 240`,
      `snooze.network ${homeId} `,
      `deviceSettings.setMotionDetection ${frontYardId} false`,
      `camera.takePicture ${frontYardId}`,
    ]);
  });

  it('notes a failure in the log and goes on', async () => {
    const { actions, warnings } = setUp(true);
    actions.armAll();
    await Promise.resolve();
    await Promise.resolve();
    expect(warnings).toEqual([expect.stringContaining('no way out')]);
  });
});
