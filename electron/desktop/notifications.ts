import { Notification, type NativeImage } from 'electron';
import type { ClipId } from '../../shared/ids.ts';
import type { Clip } from '../../shared/models.ts';
import type { Logger } from '../lib/logger.ts';
import type { RearmNews } from '../services/temporary-disarm.ts';
import { bannerFor, rearmBanner, type BannerText } from './notification-rules.ts';

interface NotificationsDeps {
  /** True for the first caller only; durable before it answers. */
  readonly claim: (id: ClipId) => Promise<boolean>;
  /** "Mute here": a clip of that time is not told of later either. */
  readonly isMuted: () => boolean;
  readonly decodeStill: (id: ClipId) => Promise<NativeImage | null>;
  readonly onClick: (id: ClipId) => void;
  readonly onRearmClick: () => void;
  readonly log: Logger;
}

/** What is told to somebody who is not looking. */
export interface Notifications {
  /** One banner per clip, once ever, with its still when there is one. */
  announce(clip: Clip): Promise<void>;
  /** The end of a temporary disarm, muted or not: it is about the safety of a home. */
  tellOfRearming(news: RearmNews): void;
}

export function createNotifications(deps: NotificationsDeps): Notifications {
  // Banners without a reference are collected, and their clicks with them.
  const shown = new Map<string, Notification>();

  function show(
    key: string,
    text: BannerText,
    icon: NativeImage | null,
    onClick: () => void,
  ): void {
    const banner = new Notification({ ...text, ...(icon === null ? {} : { icon }) });
    banner.on('click', () => {
      shown.delete(key);
      onClick();
    });
    banner.on('failed', (_event, error) => deps.log.warn('banner not shown', { error }));
    keepNewest(shown, key, banner);
    banner.show();
  }

  return {
    async announce(clip) {
      const text = bannerFor(clip, process.platform);
      if (text === null || !(await deps.claim(clip.id)) || deps.isMuted()) return;
      // Told without a picture rather than not at all.
      const icon = await deps.decodeStill(clip.id).catch(() => null);
      show(clip.id, text, icon, () => deps.onClick(clip.id));
    },
    tellOfRearming(news) {
      show(
        `rearm ${news.network.id}`,
        rearmBanner(news, process.platform),
        null,
        deps.onRearmClick,
      );
    },
  };
}

const mostKept = 50;

function keepNewest(shown: Map<string, Notification>, key: string, banner: Notification): void {
  shown.set(key, banner);
  const [oldest] = shown.keys();
  if (shown.size > mostKept && oldest !== undefined) shown.delete(oldest);
}
