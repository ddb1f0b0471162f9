import type { MenuItemConstructorOptions } from 'electron';
import type { AppState } from '../../shared/app-state.ts';
import type { Device } from '../../shared/models.ts';
import { otherCameras } from '../../shared/other-cameras.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import type { TrayActions } from './tray/tray-menu.ts';
import { note, plain, separator } from './tray-menu-parts.ts';

/** A submenu with each camera; none without cameras. */
export function cameraItems(
  { home }: AppState,
  actions: TrayActions,
): readonly MenuItemConstructorOptions[] {
  if (home.devices.length === 0) return [];
  const others = otherCameras(home);
  const itemsFor = (devices: readonly Device[]) =>
    devices.map((device) => ({
      id: device.id,
      label: plain(device.name),
      submenu: itemsOf(device, home.isStale, actions),
    }));
  const listed = itemsFor(home.devices.filter((device) => !others.includes(device)));
  const apart = others.length === 0 ? [] : [note(m.home_other_cameras()), ...itemsFor(others)];
  const between = listed.length > 0 && apart.length > 0 ? [separator] : [];
  return [{ label: m.tray_cameras(), submenu: [...listed, ...between, ...apart] }];
}

const itemsOf = (
  { id, isMotionEnabled, doubt }: Device,
  isStale: boolean,
  actions: TrayActions,
): MenuItemConstructorOptions[] => [
  {
    label: m.tray_motion(),
    type: 'checkbox',
    checked: isMotionEnabled,
    // A tick would be a claim about the present.
    enabled: !isStale && doubt === undefined,
    click: () => actions.setMotion(id, !isMotionEnabled),
  },
  { label: m.tray_new_picture(), click: () => actions.takePicture(id) },
];
