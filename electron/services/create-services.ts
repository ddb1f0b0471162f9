import type { RequestBudget } from '../sync/request-budget.ts';
import { createAccountService } from './account.ts';
import type { AccountDeps, AccountService } from './account.ts';
import { createAccountSettingsService } from './account-settings.ts';
import type { AccountSettingsService } from './account-settings.ts';
import { createArchiveService } from './archive.ts';
import type { ArchiveDeps, ArchiveService } from './archive.ts';
import { createCameraService } from './camera.ts';
import type { CameraService } from './camera.ts';
import { createClipService } from './clip.ts';
import type { ClipService } from './clip.ts';
import { createClipUpkeep } from './clip-upkeep.ts';
import type { ClipUpkeep } from './clip-upkeep.ts';
import { createCloudClipService } from './cloud-clips.ts';
import type { CloudClipService } from './cloud-clips.ts';
import { createDeviceSettingsService } from './device-settings.ts';
import type { DeviceSettingsService } from './device-settings.ts';
import { createLiveViewService } from './live-view.ts';
import type { LiveViewService } from './live-view.ts';
import { createMuteService } from './mute.ts';
import type { MuteService } from './mute.ts';
import { createNetworkService } from './network.ts';
import type { NetworkService } from './network.ts';
import { createOrderService } from './orders.ts';
import type { OrderService } from './orders.ts';
import { createPreferencesService } from './preferences.ts';
import type { PreferencesDeps, PreferencesService } from './preferences.ts';
import { createRequestReport } from './request-report.ts';
import type { RequestReportService } from './request-report.ts';
import { createScheduleService } from './schedule.ts';
import type { ScheduleService } from './schedule.ts';
import { createSnoozeService } from './snooze.ts';
import type { SnoozeService } from './snooze.ts';
import { createTemporaryDisarms } from './temporary-disarm.ts';
import type { TemporaryDisarmDeps, TemporaryDisarmService } from './temporary-disarm.ts';

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
