import type { DeviceSettingsChange, MotionZones } from '../../shared/device-config.ts';
import { createDrafts } from './drafts.ts';

/** Settings that were changed and not saved, by device. */
export const settingsDrafts = createDrafts<DeviceSettingsChange>();

/** Motion zones that were changed and not saved, by device. */
export const zonesDrafts = createDrafts<MotionZones>();
