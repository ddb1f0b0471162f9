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
import {
  createClipUpkeep,
  createCloudClipService,
  type ClipActions,
  type CloudClipActions,
} from './clips/clip-actions.ts';
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
  createPreferencesService,
  type PreferencesDeps,
  type PreferencesService,
} from './settings/settings-service.ts';
import { createScheduleService, type ScheduleService } from './arming/schedule-service.ts';
import { createSnoozeService, type SnoozeService } from './notifications/snooze-service.ts';
import {
  createTemporaryDisarms,
  type TemporaryDisarmDeps,
  type TemporaryDisarmService,
} from './arming/temporary-disarm-service.ts';

/** Everything a person can ask for. Every method answers or rejects with an AppError. */
export interface Services {
  readonly account: AccountService;
  readonly accountSettings: AccountSettingsService;
  readonly network: ArmingService;
  readonly temporaryDisarms: TemporaryDisarmService;
  readonly mute: MuteService;
  readonly camera: CameraService;
  readonly deviceSettings: DeviceSettingsService;
  readonly orders: DeviceCommandService;
  readonly snooze: SnoozeService;
  readonly schedule: ScheduleService;
  readonly liveView: LiveViewService;
  readonly clip: ClipService;
  readonly clipUpkeep: ClipActions;
  readonly archive: ArchiveService;
  readonly cloudClips: CloudClipActions;
  readonly preferences: PreferencesService;
  readonly requests: RequestReportService;
}

export interface ServiceDeps
  extends
    AccountDeps,
    Pick<TemporaryDisarmDeps, 'onRearmNews'>,
    Pick<ArchiveDeps, 'housekeeping'>,
    Pick<PreferencesDeps, 'autostart' | 'hasTrayStyles' | 'setKeys'> {
  readonly budget: RequestBudget;
}

/** All services over one account service: whoever asks the cloud asks through its session. */
export function createServices(deps: ServiceDeps): Services {
  const account = createAccountService(deps);
  const talk = { ...deps, account, cloud: account.cloud };
  const network = createArmingService(talk);
  return {
    account,
    accountSettings: createAccountSettingsService(talk),
    network,
    temporaryDisarms: createTemporaryDisarms({ ...deps, network }),
    mute: createMuteService(deps),
    camera: createCameraService(talk),
    deviceSettings: createDeviceSettingsService(talk),
    orders: createDeviceCommandService(talk),
    snooze: createSnoozeService(talk),
    schedule: createScheduleService(talk),
    liveView: createLiveViewService(talk),
    clip: createClipService({ ...talk, isFetching: account.isFetching }),
    clipUpkeep: createClipUpkeep({ ...deps, onChange: followDeletions(account, deps) }),
    archive: createArchiveService(talk),
    cloudClips: createCloudClipService(talk),
    preferences: createPreferencesService(deps),
    requests: createRequestReport(talk),
  };
}

/** Who puts files into the bin, and who asks the cloud to delete, look anew. */
const followDeletions =
  (account: AccountService, { housekeeping }: ServiceDeps) =>
  () => {
    housekeeping.wake();
    account.whenSignedIn((cloud) => cloud.checkDeletions());
  };
