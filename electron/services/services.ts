import type { RequestBudget } from '../sync/polling/request-budget.ts';
import {
  createAccountService,
  createRequestReport,
  type AccountDeps,
  type AccountService,
  type RequestReportService,
} from './account/account-service.ts';
import {
  createAccountSettingsService,
  type AccountSettingsService,
} from './account/account-settings-service.ts';
import {
  createArchiveService,
  type ArchiveDeps,
  type ArchiveService,
} from './archive/archive-service.ts';
import { createCameraService, type CameraService } from './cameras/camera-pictures.ts';
import { createClipService, type ClipService } from './clips/clip-service.ts';
import { createClipActions, type ClipActions } from './clips/clip-actions.ts';
import {
  createDeviceSettingsService,
  type DeviceSettingsService,
} from './cameras/device-settings-service.ts';
import { createLiveViewService, type LiveViewService } from './live-view/live-view-service.ts';
import { createMuteService, type MuteService } from './notifications/mute-service.ts';
import { createArmingService, type ArmingService } from './arming/arming-service.ts';
import {
  createDeviceCommandService,
  type DeviceCommandService,
} from './cameras/device-commands.ts';
import {
  createSettingsService,
  type SettingsDeps,
  type SettingsService,
} from './settings/settings-service.ts';
import { createScheduleService, type ScheduleService } from './arming/schedule-service.ts';
import { createSnoozeService, type SnoozeService } from './notifications/snooze-service.ts';
import {
  createTemporaryDisarmService,
  type TemporaryDisarmDeps,
  type TemporaryDisarmService,
} from './arming/temporary-disarm-service.ts';

/** Everything a person can ask for. Every method answers or rejects with an AppError. */
export interface Services {
  readonly account: AccountService;
  readonly accountSettings: AccountSettingsService;
  readonly arming: ArmingService;
  readonly temporaryDisarms: TemporaryDisarmService;
  readonly mute: MuteService;
  readonly camera: CameraService;
  readonly deviceSettings: DeviceSettingsService;
  readonly deviceCommands: DeviceCommandService;
  readonly snooze: SnoozeService;
  readonly schedule: ScheduleService;
  readonly liveView: LiveViewService;
  readonly clip: ClipService;
  readonly clipActions: ClipActions;
  readonly archive: ArchiveService;
  readonly settings: SettingsService;
  readonly requestReport: RequestReportService;
}

/** What the services are built from. */
export interface ServiceDeps
  extends
    AccountDeps,
    Pick<TemporaryDisarmDeps, 'onRearmEvent'>,
    Pick<ArchiveDeps, 'housekeeping'>,
    Pick<SettingsDeps, 'autostart' | 'hasTrayStyles' | 'setKeys'> {
  readonly budget: RequestBudget;
}

/** All services over one account service: whoever asks the cloud asks through its session. */
export function createServices(deps: ServiceDeps): Services {
  const { store, settings, clock, index, files, pictures, budget, housekeeping } = deps;
  const account = createAccountService(deps);
  const { cloud, isFetching } = account;
  const arming = createArmingService({ store, clock, cloud });
  /** Housekeeping moves files into the bin, the session deletes in the cloud. */
  function onDeletionsChanged(): void {
    housekeeping.wake();
    account.whenSignedIn((session) => session.checkDeletions());
  }
  return {
    account,
    accountSettings: createAccountSettingsService({ cloud }),
    arming,
    temporaryDisarms: createTemporaryDisarmService({
      store,
      settings,
      clock,
      arming,
      onRearmEvent: deps.onRearmEvent,
    }),
    mute: createMuteService({ store, settings, clock }),
    camera: createCameraService({ store, pictures, cloud }),
    deviceSettings: createDeviceSettingsService({ store, cloud }),
    deviceCommands: createDeviceCommandService({ store, cloud }),
    snooze: createSnoozeService({ store, cloud }),
    schedule: createScheduleService({ store, clock, cloud }),
    liveView: createLiveViewService({ store, settings, clock, cloud }),
    clip: createClipService({ index, files, pictures, clock, cloud, isFetching }),
    clipActions: createClipActions({ index, files, store, clock, cloud, onDeletionsChanged }),
    archive: createArchiveService({ index, files, settings, store, clock, account, housekeeping }),
    settings: createSettingsService({
      store,
      settings,
      autostart: deps.autostart,
      hasTrayStyles: deps.hasTrayStyles,
      setKeys: deps.setKeys,
    }),
    requestReport: createRequestReport({ budget, account }),
  };
}
