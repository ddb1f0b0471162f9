import path from 'node:path';
import { expect } from '@playwright/test';
import type { ReceivedNotification } from '../desktop/notification-service.ts';
import { waitFor } from '../desktop/wait.ts';
import { setStage, test, type Stage } from './support/fixtures.ts';
import { newClips, untilListed } from './support/new-clips.ts';
import { signIn } from './support/sign-in.ts';

const ways = [
  { way: 'our own calls to the message bus', hasAddress: true },
  // Without its address we have no bus to speak to; Electron finds the same one by the runtime folder.
  { way: "Electron's notifications", hasAddress: false },
];

for (const { way, hasAddress } of ways) {
  test.describe.serial(`banners through ${way}`, () => {
    let stage: Stage & { strike(): Promise<void> };

    /** Something moves in front of the camera; answers the banner that says so. */
    async function motion(cameraName: string): Promise<ReceivedNotification> {
      const before = stage.notifications.received().length;
      const listed = await newClips(stage);
      await stage.cloud.motion(cameraName);
      await untilListed(stage, listed);
      return waitFor(() => stage.notifications.received()[before], { what: 'a banner' });
    }

    test.beforeAll(async () => {
      stage = await setStage({ world: 'small', keyring: 'unlocked', era: 'today', speed: 20 });
      const { env } = stage.session;
      const porchlight = await stage.launch({ env: hasAddress ? env : withoutAddress(env) });
      await signIn(porchlight);
      await (await porchlight.window()).getByRole('button', { name: 'Keep every clip' }).click();
      await stage.tray.click(['Arm Studio']);
      await stage.tray.waitForMenu(({ children }) =>
        children.some(({ label }) => label.startsWith('Studio: armed')),
      );
    });
    test.afterAll(() => stage.strike());

    test('one that was waved away is not opened again', async () => {
      const banner = await motion('Gate');
      expect(banner.body).toMatch(/^Motion at Studio/);
      stage.notifications.close(banner.id);
      const next = await motion('Gate');
      expect([next.summary, next.replacesId]).toEqual(['Gate', 0]);
    });

    test('a name with markup stays text', async () => {
      await stage.cloud.rename('Gate', '<b>x</b> & <img>');
      const several = await motion('<b>x</b> & <img>');
      expect(several.body).toContain('&lt;b&gt;x&lt;/b&gt; &amp; &lt;img&gt;');
      expect(several.body).not.toContain('<');
    });
  });
}

/** The message bus is where everybody looks who has no address of it: `bus` in the runtime folder. */
function withoutAddress(env: Readonly<Record<string, string>>): Record<string, string> {
  const { DBUS_SESSION_BUS_ADDRESS: address = '', ...others } = env;
  const socket = /^unix:path=([^,]+)/.exec(address)?.[1] ?? '';
  expect(path.basename(socket)).toBe('bus');
  return { ...others, XDG_RUNTIME_DIR: path.dirname(socket) };
}
