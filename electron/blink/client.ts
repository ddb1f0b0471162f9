import type { AccountId } from '../../shared/ids.ts';
import type { Timestamp } from '../../shared/models.ts';
import type { AccountCalls } from './endpoints/account.ts';
import type { CameraActions } from './endpoints/cameras.ts';
import type { DeviceSettingsCalls } from './endpoints/device-settings.ts';
import type { LampCalls } from './endpoints/lamps.ts';
import type { LiveViewCalls } from './endpoints/live-view.ts';
import type { LocalStorageCalls } from './endpoints/local-storage.ts';
import type { MediaCalls } from './endpoints/media-calls.ts';
import type { NetworkCalls } from './endpoints/networks.ts';
import type { ProgramCalls } from './endpoints/programs.ts';
import type { SirenCalls } from './endpoints/sirens.ts';
import type { SnoozeCalls } from './endpoints/snooze.ts';
import type { TemperatureCalls } from './endpoints/temperature.ts';
import type { ZoneCalls } from './endpoints/zones.ts';
import type { DeviceRef, Download, Homescreen, MediaPage, MediaRef, ResumeFrom } from './models.ts';

/** Everything a camera, Mini or doorbell can be asked and told. */
export interface CameraCalls
  extends
    CameraActions,
    DeviceSettingsCalls,
    LampCalls,
    SnoozeCalls<DeviceRef>,
    TemperatureCalls,
    ZoneCalls {}

/** What can be asked of the cloud, by subject. */
export interface BlinkSubjects {
  readonly account: AccountCalls;
  readonly networks: NetworkCalls;
  readonly cameras: CameraCalls;
  readonly media: MediaCalls;
  readonly programs: ProgramCalls;
  readonly liveView: LiveViewCalls;
  readonly localStorage: LocalStorageCalls;
  readonly sirens: SirenCalls;
}

/**
 * The Blink cloud of one signed-in account. Every method rejects with an AppError and nothing else. Orders to a system
 * are carried out one at a time and resolve when the cloud says that they are done.
 */
export interface BlinkClient extends BlinkSubjects {
  readonly accountId: AccountId;
  homescreen(signal?: AbortSignal): Promise<Homescreen>;
  /** Recordings that changed since then: new, watched or deleted. Pages start at 1. */
  changedMedia(since: Timestamp, page: number, signal?: AbortSignal): Promise<MediaPage>;
  /** A recording. Fetching it marks it watched in the cloud. Where it cannot be gone on with, it comes whole: look at `startsAt`. */
  openClip(ref: MediaRef, signal?: AbortSignal, resume?: ResumeFrom | null): Promise<Download>;
  /** A still, whole. `not-found` when the cloud has replaced it or sends nothing. */
  picture(ref: MediaRef, signal?: AbortSignal): Promise<Uint8Array>;
  /** The same as `account.logout`. */
  logout(signal?: AbortSignal): Promise<void>;
  /** Resolves when no token is being renewed and the last one is kept, or cannot be. For the end of the program. */
  settle(): Promise<void>;
}
