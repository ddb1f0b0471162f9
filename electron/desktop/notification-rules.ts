import type { Clip } from '../../shared/models.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { report } from '../../shared/messages/failures.ts';
import { timeOfDay } from '../../shared/messages/time.ts';
import type { RearmNews } from '../services/temporary-disarm.ts';

/** The words of a banner. */
export interface BannerText {
  readonly title: string;
  readonly body: string;
}

/** What to say about a new clip; null for those nobody waits for (saved live views, timed stills). */
export function bannerFor(clip: Clip, platform: NodeJS.Platform): BannerText | null {
  if (clip.kind === 'live-view' || clip.kind === 'snapshot') return null;
  const words = { network: clip.networkName, time: timeOfDay(clip.recordedAt) };
  const body =
    clip.kind === 'motion'
      ? m.notification_motion(words)
      : clip.kind === 'doorbell'
        ? m.notification_doorbell(words)
        : m.notification_other(words);
  return banner(clip.deviceName, body, platform);
}

/** What to say about the end of a temporary disarm. */
export function rearmBanner(news: RearmNews, platform: NodeJS.Platform): BannerText {
  const { name } = news.network;
  if (news.kind === 'asking') {
    return banner(name, m.notification_rearm_asking({ time: timeOfDay(news.rearmAt) }), platform);
  }
  if (news.kind === 'failed') {
    const reason = report(news.problem).sentence;
    return banner(name, m.notification_rearm_failed({ reason }), platform);
  }
  const minutes = Math.round(news.lateMs / 60_000);
  const body = minutes > 0 ? m.notification_rearmed_late({ minutes }) : m.notification_rearmed();
  return banner(name, body, platform);
}

// Electron hands the body to Linux daemons as it is, and they render markup.
const banner = (title: string, body: string, platform: NodeJS.Platform): BannerText => ({
  title: oneLine(title),
  body: oneLine(platform === 'linux' ? escapeMarkup(body) : body),
});

export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 200);
