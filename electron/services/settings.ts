import type { KeepPolicy } from '../../shared/app-state.ts';
import type { AppStore } from '../store/app-store.ts';
import type { SettingsFile } from '../store/ports.ts';

/** What the person chose. */
export interface SettingsService {
  /** Brings the saved choices into the state. */
  start(): void;
  chooseKeepPolicy(policy: KeepPolicy): Promise<void>;
}

export interface SettingsDeps {
  readonly settings: SettingsFile;
  readonly store: AppStore;
}

export function createSettingsService({ settings, store }: SettingsDeps): SettingsService {
  const show = () =>
    store.update('archive', (archive) => ({ ...archive, policy: settings.get().keepPolicy }));

  return {
    start: show,
    async chooseKeepPolicy(policy) {
      settings.update({ keepPolicy: policy });
      show();
    },
  };
}
