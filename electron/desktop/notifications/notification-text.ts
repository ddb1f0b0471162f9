import type {
  RearmEvent,
  HealthChange,
  ClipsEvent,
  NotificationEvent,
} from '../../services/notifications/notification-events.ts';
import type { Clip } from '../../../shared/models.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { report } from '../../../shared/messages/failures.ts';
import { list } from '../../../shared/messages/text.ts';
import { timeOfDay } from '../../../shared/messages/time.ts';

/** Title and body of a notification, as plain text of one line each. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

export function notificationText(event: NotificationEvent): NotificationText {
  switch (event.kind) {
    case 'clips':
      return oneLineEach(clipText(event));
    case 'away':
      return oneLineEach({
        title: m.banner_away_title(),
        body: severalBody(event.clips, event.now),
      });
    case 'health':
      return oneLineEach({
        title: event.network.name,
        body: event.changes.map(healthText).join(' '),
      });
    case 'rearm':
      return oneLineEach({ title: event.rearm.network.name, body: rearmText(event.rearm) });
    case 'armed-on-lock':
      return oneLineEach({
        title: m.banner_lock_title(),
        body: m.banner_lock_text({ names: list(event.networks.map(({ name }) => name)) }),
      });
  }
}

function clipText({ clips, now }: ClipsEvent): NotificationText {
  const [only] = clips;
  if (only === undefined) return { title: m.app_name(), body: '' };
  if (clips.length === 1) return { title: only.deviceName, body: oneBody(only, now) };
  return { title: only.networkName, body: severalBody(clips, now) };
}

function oneBody(clip: Clip, now: number): string {
  const words = {
    network: clip.networkName,
    time: timeOfDay(clip.recordedAt),
    age: ageOf(clip, now),
  };
  if (clip.kind === 'doorbell') return m.notification_doorbell(words);
  return clip.kind === 'motion' ? m.notification_motion(words) : m.notification_other(words);
}

function severalBody(clips: readonly Clip[], now: number): string {
  const newest = clips.at(-1);
  const names = [...new Set(clips.map(({ deviceName }) => deviceName))];
  return m.banner_several({
    count: clips.length,
    names: list(names.length > maxNames ? [...names.slice(0, maxNames), '…'] : names),
    age: newest === undefined ? '' : ageOf(newest, now),
    time: newest === undefined ? '' : timeOfDay(newest.recordedAt),
  });
}

/** Counted from the start of the recording: Blink tells neither its end nor its length. */
function ageOf({ recordedAt }: Clip, now: number): string {
  const seconds = Math.max(0, Math.round((now - recordedAt) / 1_000));
  if (seconds < 90) return m.age_seconds({ count: seconds });
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? m.ago_minutes({ count: minutes })
    : m.ago_hours({ count: Math.round(minutes / 60) });
}

const healthText = ({ cause, change, name }: HealthChange): string =>
  change === 'began' ? began[cause]({ name }) : ended[cause]({ name });

const began = {
  'sync-module-offline': m.health_sync_module_offline,
  'camera-offline': m.health_camera_offline,
  'battery-low': m.health_battery_low,
  'camera-silent': m.health_camera_silent,
};

const ended = {
  'sync-module-offline': m.health_online_again,
  'camera-offline': m.health_online_again,
  'battery-low': m.health_battery_fine,
  'camera-silent': m.health_records_again,
};

function rearmText(event: RearmEvent): string {
  if (event.kind === 'asking')
    return m.notification_rearm_asking({ time: timeOfDay(event.rearmAt) });
  if (event.kind === 'failed') {
    return m.notification_rearm_failed({ reason: report(event.problem).sentence });
  }
  const minutes = Math.round(event.lateMs / 60_000);
  return minutes > 0 ? m.notification_rearmed_late({ minutes }) : m.notification_rearmed();
}

const maxNames = 3;

/** Names come from the cloud. */
const oneLineEach = ({ title, body }: NotificationText): NotificationText => ({
  title: oneLine(title),
  body: oneLine(body),
});

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 300);
