import type { AccountService, RequestReportService } from './account/account-service.ts';
import type { AccountSettingsService } from './account/account-settings-service.ts';
import type { ArchiveService } from './archive/archive-service.ts';
import type { ArmingService } from './arming/arming-service.ts';
import type { ScheduleService } from './arming/schedule-service.ts';
import type { TemporaryDisarmService } from './arming/temporary-disarm-service.ts';
import type { CameraService } from './cameras/camera-pictures.ts';
import type { DeviceCommandService } from './cameras/device-commands.ts';
import type { DeviceSettingsService } from './cameras/device-settings-service.ts';
import type { ClipActions } from './clips/clip-actions.ts';
import type { ClipService } from './clips/clip-service.ts';
import type { LiveViewService } from './live-view/live-view-service.ts';
import type { MuteService } from './notifications/mute-service.ts';
import type { SnoozeService } from './notifications/snooze-service.ts';
import type { SettingsService } from './settings/settings-service.ts';

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
