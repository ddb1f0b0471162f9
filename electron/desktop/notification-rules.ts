import type { Clip } from '../../shared/models.ts';
import { m } from '../../shared/messages/compiled/messages.js';
import { timeOfDay } from '../../shared/messages/time.ts';

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
  // Electron hands the body to Linux daemons as it is, and they render markup.
  const safe = platform === 'linux' ? escapeMarkup(body) : body;
  return { title: oneLine(clip.deviceName), body: oneLine(safe) };
}

export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 200);
