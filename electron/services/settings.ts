import type { KeepPolicy, TrayStyle } from '../../shared/app-state.ts';
import { AppError } from '../../shared/errors.ts';
import type { AppStore } from '../store/app-store.ts';
import type { SettingsFile } from '../store/settings-port.ts';

/** What the person chose. */
export interface SettingsService {
  /** Brings the saved choices into the state. */
  start(): void;
  chooseKeepPolicy(policy: KeepPolicy): Promise<void>;
  /** Rejects with `not-supported` where the system decides. */
  chooseTrayStyle(style: TrayStyle): Promise<void>;
}

export interface SettingsDeps {
  readonly settings: SettingsFile;
  readonly store: AppStore;
  /** Whether the look of the tray icon is ours to choose. */
  readonly hasTrayStyles: boolean;
}

export function createSettingsService(deps: SettingsDeps): SettingsService {
  const { settings, store, hasTrayStyles } = deps;

  function show(): void {
    const { keepPolicy: policy, trayStyle } = settings.get();
    store.update('archive', (archive) => ({ ...archive, policy }));
    if (hasTrayStyles) store.update('desktop', (desktop) => ({ ...desktop, trayStyle }));
  }

  return {
    start: show,
    async chooseKeepPolicy(policy) {
      settings.update({ keepPolicy: policy });
      show();
    },
    async chooseTrayStyle(style) {
      if (!hasTrayStyles) throw new AppError('not-supported', 'the system decides');
      settings.update({ trayStyle: style });
      show();
    },
  };
}
