import { armedDisplay } from '../../../shared/armed-display.ts';
import type { ClipId, NetworkId } from '../../../shared/ids.ts';
import type { Clip, Timestamp } from '../../../shared/models.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import { groupGapMs, createClipGroups, type ClipGroup } from './clip-groups.ts';
import type { ClipsEvent, NotificationEvent, DeliveryResult } from './notification-events.ts';
import { isQuiet, shouldNotify } from './notification-policy.ts';

/** Decides which clips are notified: once, at the right moment, alone or in a summary, or not at all. */
export interface Notifier {
  /** New clips, oldest first. */
  notifyClips(clips: readonly Clip[]): Promise<void>;
  /** The person has seen the notification with this key. */
  seen(key: string): void;
  /** What the system held back may be shown now, as one summary. */
  release(): Promise<void>;
}

export interface NotifierDeps {
  readonly store: ReadonlyAppStore;
  readonly clock: Clock;
  /** True for the first caller only; durable before it answers. */
  readonly claim: (id: ClipId) => Promise<boolean>;
  readonly notify: (event: NotificationEvent) => Promise<DeliveryResult>;
  readonly isLocked: () => boolean;
  /** Since when notifications could be shown: the start, or the end of the last sleep. */
  readonly awakeSince: () => Timestamp;
}

export function createNotifier(deps: NotifierDeps): Notifier {
  const { store, clock, claim, notify } = deps;
  const groups = createClipGroups();
  let heldBack: readonly Clip[] = [];
  let away: { readonly at: Timestamp; readonly clips: readonly Clip[] } = { at: 0, clips: [] };

  function isArmed(id: NetworkId): boolean | null {
    const state = store.get();
    const network = state.home.networks.find((one) => one.id === id);
    if (network === undefined) return null;
    const shown = armedDisplay(state, network);
    return shown === 'unknown' ? null : shown !== 'disarmed' && shown !== 'disarming';
  }

  // A late clip goes into the summary, whatever made it late.
  const isLate = (clip: Clip): boolean =>
    clip.recordedAt < deps.awakeSince() || clock.now() - clip.recordedAt > lateMs;

  async function claimed(clips: readonly Clip[]): Promise<readonly Clip[]> {
    const mine: Clip[] = [];
    for (const clip of clips) if (await claim(clip.id)) mine.push(clip);
    return mine;
  }

  async function notifyGroup({ key, clips, added }: ClipGroup): Promise<void> {
    const event: ClipsEvent = {
      kind: 'clips',
      key,
      clips,
      hasPicture: !deps.isLocked() || store.get().preferences.notifications.hasPicturesWhenLocked,
      disarms: disarmable(clips),
      now: clock.now(),
    };
    if ((await notify(event)) !== 'held-back') return;
    heldBack = [...heldBack, ...added];
    // What waits for the summary is not shown once more with the next clip.
    groups.close(key);
  }

  /** Null while locked: a lock screen may show the notification to anybody. */
  function disarmable(clips: readonly Clip[]): NetworkId | null {
    const id = clips.at(-1)?.networkId;
    return id !== undefined && !deps.isLocked() && isArmed(id) === true ? id : null;
  }

  async function notifySummary(clips: readonly Clip[]): Promise<void> {
    if (clips.length === 0) return;
    const now = clock.now();
    // Late clips that arrive within two minutes share one summary, which is updated.
    const isSame = now >= away.at && now - away.at <= groupGapMs;
    const before = away;
    away = { at: now, clips: isSame ? [...away.clips, ...clips] : clips };
    const result = await notify({ kind: 'away', clips: away.clips, now });
    if (result !== 'held-back') return;
    heldBack = [...heldBack, ...clips];
    away = before;
  }

  return {
    async notifyClips(clips) {
      const { preferences, mute } = store.get();
      const { notifications: settings } = preferences;
      const now = clock.now();
      const allowed = clips.filter((clip) =>
        shouldNotify(clip, { settings, isArmed: isArmed(clip.networkId), now }),
      );
      const mine = await claimed(allowed);
      // Claimed all the same: what a mute suppressed is not notified when it ends.
      if (mute.until !== null) return;
      await notifySummary(mine.filter(isLate));
      for (const group of groups.add(
        mine.filter((clip) => !isLate(clip)),
        now,
      )) {
        await notifyGroup(group);
      }
    },
    seen: groups.close,
    async release() {
      const clips = heldBack;
      heldBack = [];
      // As with new clips: what a mute or quiet hours suppress is not notified when they end.
      if (!isQuiet(store.get(), clock.now())) await notifySummary(clips);
    },
  };
}

/** A clip listed later than this after its recording is late. USB storage is listed every 15 minutes. */
const lateMs = minutes(30);
