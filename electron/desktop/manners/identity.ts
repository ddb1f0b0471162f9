import type { App } from 'electron';
import { scheme } from '../cli/cli-protocol.ts';

/** Our name among applications, the same as that of the packages. */
export const appId = 'app.porchlight.tray';

type KnownApp = Pick<App, 'isPackaged' | 'setAppUserModelId' | 'setAsDefaultProtocolClient'> & {
  readonly dock?: { readonly hide: () => void } | undefined;
};

/** Tells the system who we are. Must be called before the first window or banner. */
export function introduce(app: KnownApp, platform: NodeJS.Platform): void {
  // Without it Windows shows no banners, or somebody else's name on them.
  if (platform === 'win32') app.setAppUserModelId(appId);
  // A tray application has no place in the dock.
  if (platform === 'darwin') app.dock?.hide();
  // A source tree would register its bare runtime. On Linux the package's desktop entry has the scheme.
  if (app.isPackaged && platform !== 'linux') app.setAsDefaultProtocolClient(scheme);
}
