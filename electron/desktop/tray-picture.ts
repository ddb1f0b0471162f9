import type { TrayStyle } from '../../shared/app-state.ts';
import type { TrayIconName } from './tray/tray-icon.ts';

export interface TraySurroundings {
  readonly platform: NodeJS.Platform;
  /** What the person chose; it counts on Linux only. */
  readonly style: TrayStyle | null;
  /** Windows: the taskbar's theme, which is not the applications'. */
  readonly isTaskbarDark: boolean;
}

/**
 * Which file of `dist/icons/tray` shows a state here. macOS colours a template by itself, Windows wants an icon file
 * light or dark as the taskbar demands, Linux panels take a PNG.
 */
export function trayPicture(around: TraySurroundings, name: TrayIconName): string {
  if (around.platform === 'darwin') return `template/${name}Template.png`;
  if (around.platform === 'win32') {
    return `windows-${around.isTaskbarDark ? 'light' : 'dark'}/${name}.ico`;
  }
  return `${around.style ?? 'colour'}/${name}.png`;
}

/** Whether the look of the icon is the person's to choose. */
export const hasTrayStyles = (platform: NodeJS.Platform): boolean => platform === 'linux';
