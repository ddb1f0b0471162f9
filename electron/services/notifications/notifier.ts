import { armedDisplay } from '../../../shared/armed-display.ts';
import type { ClipId, NetworkId } from '../../../shared/ids.ts';
import type { Clip, Timestamp } from '../../../shared/models.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import { groupGapMs, createClipGroups, type ClipGroup } from './clip-groups.ts';
import type { ClipsEvent, NotificationEvent, DeliveryResult } from './notification-events.ts';
import { isQuiet, shouldNotify } from './notification-policy.ts';

/** Decides what is told to somebody who is not looking: once, at the right moment, or not at all. */
export interface Notifier {
  /** New clips, oldest first. */
  notifyClips(clips: readonly Clip[]): Promise<void>;
  /** The person has seen what stands under this key. */
  seen(key: string): void;
  /** What was held back may be told now, as one summary. */
  release(): Promise<void>;
}

export interface NotifierDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  /** True for the first caller only; durable before it answers. */
  readonly claim: (id: ClipId) => Promise<boolean>;
  readonly notify: (news: NotificationEvent) => Promise<DeliveryResult>;
  readonly isLocked: () => boolean;
  /** Since when somebody could have been told: the start, or the end of the last sleep. */
  readonly awakeSince: () => Timestamp;
}

export function createNotifier(deps: NotifierDeps): Notifier {
  const { store, clock, claim, notify: tell } = deps;
  const bursts = createClipGroups();
  let heldBack: readonly Clip[] = [];
  let away: { readonly at: Timestamp; readonly clips: readonly Clip[] } = { at: 0, clips: [] };

  function isArmed(id: NetworkId): boolean | null {
    const state = store.get();
    const network = state.home.networks.find((one) => one.id === id);
    if (network === undefined) return null;
    const shown = armedDisplay(state, network);
    return shown === 'unknown' ? null : shown !== 'disarmed' && shown !== 'disarming';
  }

  // An old one is no news any more: it goes into the summary, however it came to be late.
  const isLate = (clip: Clip): boolean =>
    clip.recordedAt < deps.awakeSince() || clock.now() - clip.recordedAt > lateMs;

  async function claimed(clips: readonly Clip[]): Promise<readonly Clip[]> {
    const mine: Clip[] = [];
    for (const clip of clips) if (await claim(clip.id)) mine.push(clip);
    return mine;
  }

  async function tellBurst({ key, clips, added }: ClipGroup): Promise<void> {
    const news: ClipsEvent = {
      kind: 'clips',
      key,
      clips,
      hasPicture: !deps.isLocked() || store.get().preferences.notifications.hasPicturesWhenLocked,
      disarms: disarmable(clips),
      now: clock.now(),
    };
    if ((await tell(news)) !== 'held-back') return;
    heldBack = [...heldBack, ...added];
    // What waits for the summary is not told once more with the next clip.
    bursts.close(key);
  }

  /** A lock screen may show the banner, and a stranger may stand before it. */
  function disarmable(clips: readonly Clip[]): NetworkId | null {
    const id = clips.at(-1)?.networkId;
    return id !== undefined && !deps.isLocked() && isArmed(id) === true ? id : null;
  }

  async function tellAway(clips: readonly Clip[]): Promise<void> {
    if (clips.length === 0) return;
    const now = clock.now();
    // What comes in over a minute or two was missed in one go: one summary, brought up to date.
    const isSame = now >= away.at && now - away.at <= groupGapMs;
    const before = away;
    away = { at: now, clips: isSame ? [...away.clips, ...clips] : clips };
    const told = await tell({ kind: 'away', clips: away.clips, now });
    if (told !== 'held-back') return;
    heldBack = [...heldBack, ...clips];
    away = before;
  }

  return {
    async notifyClips(clips) {
      const { preferences, mute } = store.get();
      const { notifications: settings } = preferences;
      const now = clock.now();
      const told = clips.filter((clip) =>
        shouldNotify(clip, { settings, isArmed: isArmed(clip.networkId), now }),
      );
      const mine = await claimed(told);
      // Claimed all the same: what a mute swallowed is not told when it ends.
      if (mute.until !== null) return;
      await tellAway(mine.filter(isLate));
      for (const burst of bursts.add(
        mine.filter((clip) => !isLate(clip)),
        now,
      )) {
        await tellBurst(burst);
      }
    },
    seen: bursts.close,
    async release() {
      const clips = heldBack;
      heldBack = [];
      // As with new clips: what a mute or quiet hours swallow is not told when they end.
      if (!isQuiet(store.get(), clock.now())) await tellAway(clips);
    },
  };
}

/** Older than this when it is heard of, a clip is history. A sync module's stick is looked at every 15 minutes. */
const lateMs = minutes(30);
