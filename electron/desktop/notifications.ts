import { Notification, type NativeImage } from 'electron';
import type { ClipId } from '../../shared/ids.ts';
import type { Clip } from '../../shared/models.ts';
import type { Logger } from '../lib/logger.ts';
import { bannerFor } from './notification-rules.ts';

interface NotificationsDeps {
  /** True for the first caller only; durable before it answers. */
  readonly claim: (id: ClipId) => Promise<boolean>;
  readonly decodeStill: (id: ClipId) => Promise<NativeImage | null>;
  readonly onClick: (id: ClipId) => void;
  readonly log: Logger;
}

/** Shows one banner per clip, once ever, with its still when there is one. */
export function createNotifications(deps: NotificationsDeps) {
  // Banners without a reference are collected, and their clicks with them.
  const shown = new Map<ClipId, Notification>();

  return async function announce(clip: Clip): Promise<void> {
    const text = bannerFor(clip, process.platform);
    if (text === null || !(await deps.claim(clip.id))) return;
    // Told without a picture rather than not at all.
    const icon = await deps.decodeStill(clip.id).catch(() => null);
    const banner = new Notification({ ...text, ...(icon === null ? {} : { icon }) });
    banner.on('click', () => {
      shown.delete(clip.id);
      deps.onClick(clip.id);
    });
    banner.on('failed', (_event, error) => deps.log.warn('banner not shown', { error }));
    keepNewest(shown, clip.id, banner);
    banner.show();
  };
}

const mostKept = 50;

function keepNewest(shown: Map<ClipId, Notification>, id: ClipId, banner: Notification): void {
  shown.set(id, banner);
  const [oldest] = shown.keys();
  if (shown.size > mostKept && oldest !== undefined) shown.delete(oldest);
}
