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

/** The words of a banner, as plain text of one line each. */
export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** What to say about a piece of news. */
export function notificationText(news: NotificationEvent): NotificationText {
  switch (news.kind) {
    case 'clips':
      return clean(clipWords(news));
    case 'away':
      return clean({ title: m.banner_away_title(), body: severalBody(news.clips, news.now) });
    case 'health':
      return clean({ title: news.network.name, body: news.changes.map(healthWords).join(' ') });
    case 'rearm':
      return clean({ title: news.rearm.network.name, body: rearmWords(news.rearm) });
    case 'armed-on-lock':
      return clean({
        title: m.banner_lock_title(),
        body: m.banner_lock_text({ names: list(news.networks.map(({ name }) => name)) }),
      });
  }
}

function clipWords({ clips, now }: ClipsEvent): NotificationText {
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
    names: list(names.length > mostNames ? [...names.slice(0, mostNames), '…'] : names),
    age: newest === undefined ? '' : ageOf(newest, now),
    time: newest === undefined ? '' : timeOfDay(newest.recordedAt),
  });
}

/** Recordings are named by their start: Blink tells neither their end nor their length. */
function ageOf({ recordedAt }: Clip, now: number): string {
  const seconds = Math.max(0, Math.round((now - recordedAt) / 1_000));
  if (seconds < 90) return m.age_seconds({ count: seconds });
  const minutes = Math.round(seconds / 60);
  return minutes < 90
    ? m.ago_minutes({ count: minutes })
    : m.ago_hours({ count: Math.round(minutes / 60) });
}

const healthWords = ({ cause, change, name }: HealthChange): string =>
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

function rearmWords(news: RearmEvent): string {
  if (news.kind === 'asking') return m.notification_rearm_asking({ time: timeOfDay(news.rearmAt) });
  if (news.kind === 'failed') {
    return m.notification_rearm_failed({ reason: report(news.problem).sentence });
  }
  const minutes = Math.round(news.lateMs / 60_000);
  return minutes > 0 ? m.notification_rearmed_late({ minutes }) : m.notification_rearmed();
}

const mostNames = 3;

/** Names come from the cloud. */
const clean = ({ title, body }: NotificationText): NotificationText => ({
  title: oneLine(title),
  body: oneLine(body),
});

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 300);
