import type { MenuItemConstructorOptions } from 'electron';
import type { AppState } from '../../shared/app-state.ts';
import type { Device } from '../../shared/models.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import type { TrayActions } from './tray-menu.ts';
import { plain } from './tray-menu-parts.ts';

/** A submenu with each camera; none without cameras. */
export function cameraItems(
  { home }: AppState,
  actions: TrayActions,
): readonly MenuItemConstructorOptions[] {
  if (home.devices.length === 0) return [];
  const submenu = home.devices.map((device) => ({
    label: plain(device.name),
    submenu: itemsOf(device, home.isStale, actions),
  }));
  return [{ label: m.tray_cameras(), submenu }];
}

const itemsOf = (
  { id, isMotionEnabled }: Device,
  isStale: boolean,
  actions: TrayActions,
): MenuItemConstructorOptions[] => [
  {
    label: m.tray_motion(),
    type: 'checkbox',
    checked: isMotionEnabled,
    // A tick would be a claim about the present.
    enabled: !isStale,
    click: () => actions.setMotion(id, !isMotionEnabled),
  },
  { label: m.tray_new_picture(), click: () => actions.takePicture(id) },
];
