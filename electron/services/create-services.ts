import type { RequestBudget } from '../sync/polling/request-budget.ts';
import { createAccountService, type AccountDeps, type AccountService } from './account.ts';
import { createAccountSettingsService, type AccountSettingsService } from './account-settings.ts';
import { createArchiveService, type ArchiveDeps, type ArchiveService } from './archive.ts';
import { createCameraService, type CameraService } from './camera.ts';
import { createClipService, type ClipService } from './clip.ts';
import { createClipUpkeep, type ClipUpkeep } from './clip-upkeep.ts';
import { createCloudClipService, type CloudClipService } from './cloud-clips.ts';
import { createDeviceSettingsService, type DeviceSettingsService } from './device-settings.ts';
import { createLiveViewService, type LiveViewService } from './live-view.ts';
import { createMuteService, type MuteService } from './mute.ts';
import { createNetworkService, type NetworkService } from './network.ts';
import { createOrderService, type OrderService } from './orders.ts';
import {
  createPreferencesService,
  type PreferencesDeps,
  type PreferencesService,
} from './preferences.ts';
import { createRequestReport, type RequestReportService } from './request-report.ts';
import { createScheduleService, type ScheduleService } from './schedule.ts';
import { createSnoozeService, type SnoozeService } from './snooze.ts';
import {
  createTemporaryDisarms,
  type TemporaryDisarmDeps,
  type TemporaryDisarmService,
} from './temporary-disarm.ts';

/** Everything a person can ask for. Every method answers or rejects with an AppError. */
export interface Services {
  readonly account: AccountService;
  readonly accountSettings: AccountSettingsService;
  readonly network: NetworkService;
  readonly temporaryDisarms: TemporaryDisarmService;
  readonly mute: MuteService;
  readonly camera: CameraService;
  readonly deviceSettings: DeviceSettingsService;
  readonly orders: OrderService;
  readonly snooze: SnoozeService;
  readonly schedule: ScheduleService;
  readonly liveView: LiveViewService;
  readonly clip: ClipService;
  readonly clipUpkeep: ClipUpkeep;
  readonly archive: ArchiveService;
  readonly cloudClips: CloudClipService;
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
  const network = createNetworkService(talk);
  return {
    account,
    accountSettings: createAccountSettingsService(talk),
    network,
    temporaryDisarms: createTemporaryDisarms({ ...deps, network }),
    mute: createMuteService(deps),
    camera: createCameraService(talk),
    deviceSettings: createDeviceSettingsService(talk),
    orders: createOrderService(talk),
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
