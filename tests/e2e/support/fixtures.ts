import { test as base } from '@playwright/test';
import {
  startNotificationService,
  type NotificationService,
} from '../../desktop/notification-service.ts';
import { startDesktopSession, type DesktopSession } from '../../desktop/session.ts';
import { startTrayHost, type TrayHost } from '../../desktop/tray-host.ts';
import { startCloud, type Cloud } from './cloud.ts';
import { launchPorchlight, newDataFolder, type Porchlight } from './porchlight.ts';

/** A desktop of its own, the simulator as a process of its own, and the real application between the two. */
export interface Stage {
  readonly session: DesktopSession;
  readonly tray: TrayHost;
  readonly notifications: NotificationService;
  readonly cloud: Cloud;
  readonly dataFolder: string;
  launch(options?: LaunchChange): Promise<Porchlight>;
}

interface LaunchChange {
  readonly cloudUrl?: string | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly words?: readonly string[];
  readonly dataFolder?: string | null;
}

interface StageOptions {
  readonly world: 'small' | 'lived-in';
  readonly keyring: 'unlocked' | 'none' | 'locked';
  readonly era: 'today' | '2020';
  /** How much faster commands and recordings are than in life; 20 if left out, 1 where their time matters. */
  readonly speed?: number;
  /** Further options of the simulator's command line. */
  readonly cloudOptions?: readonly string[];
}

export const test = base.extend<StageOptions & { stage: Stage; porchlight: Porchlight }>({
  world: ['small', { option: true }],
  keyring: ['unlocked', { option: true }],
  era: ['today', { option: true }],

  stage: async ({ world, keyring, era }, use) => {
    const stage = await setStage({ world, keyring, era });
    await use(stage);
    await stage.strike();
  },

  porchlight: async ({ stage }, use) => {
    await use(await stage.launch());
  },
});

/** Sets everything up; `strike` takes it down again, whatever is left of it. */
export async function setStage({ world, keyring, era, speed = 20, cloudOptions }: StageOptions) {
  const session = await startDesktopSession({ keyring });
  const tray = await startTrayHost(session.busAddress);
  const notifications = await startNotificationService(session.busAddress);
  const cloud = await startCloud(world, era, speed, cloudOptions);
  const data = await newDataFolder();
  const running: Porchlight[] = [];

  return {
    session,
    tray,
    notifications,
    cloud,
    dataFolder: data.folder,
    async launch({
      cloudUrl = cloud.url,
      env = session.env,
      words = [],
      dataFolder = data.folder,
    }: LaunchChange = {}) {
      const porchlight = await launchPorchlight({ env, cloudUrl, words, dataFolder });
      running.push(porchlight);
      return porchlight;
    },
    async strike() {
      for (const porchlight of running) await porchlight.close();
      await cloud.kill();
      await notifications.stop();
      await tray.stop();
      await session.stop();
      await data.remove();
    },
  };
}
