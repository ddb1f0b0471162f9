import type {
  DeviceConfig,
  DeviceSettings,
  DeviceSettingsChange,
} from '../../../shared/device-config.ts';

type Settings = DeviceConfig['settings'];

/** A draft with one more edit; what reads as the cloud has it is no change and falls out. */
export function withEdit(
  settings: Settings,
  draft: DeviceSettingsChange,
  edit: DeviceSettingsChange,
): DeviceSettingsChange {
  return changedOnly(settings, { ...draft, ...edit });
}

/** What differs from the cloud: only this is written. */
export function changedOnly(settings: Settings, draft: DeviceSettingsChange): DeviceSettingsChange {
  const isSetting = (key: string): key is keyof DeviceSettings => key in settings;
  return Object.keys(draft)
    .filter(isSetting)
    .filter((key) => draft[key] !== settings[key])
    .reduce<DeviceSettingsChange>((changed, key) => ({ ...changed, [key]: draft[key] }), {});
}

/** How many settings a draft changes. */
export const countChanges = (draft: DeviceSettingsChange | null): number =>
  draft === null ? 0 : Object.keys(draft).length;
