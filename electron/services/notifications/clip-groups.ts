import type { Clip, Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';

/** Clips of one network that came shortly after one another: they share a notification. */
export interface ClipGroup {
  readonly key: string;
  /** Oldest first. */
  readonly clips: readonly Clip[];
  /** Those of them that came now. */
  readonly added: readonly Clip[];
}

export interface ClipGroups {
  /** Adds new clips, oldest first, to their groups and answers the groups that changed. */
  add(clips: readonly Clip[], now: Timestamp): readonly ClipGroup[];
  /** The person has seen it: what comes next is a new notification. */
  close(key: string): void;
}

/** A doorbell ring is a group of its own: it is never hidden in a count. */
export function createClipGroups(): ClipGroups {
  const open = new Map<string, Open>();

  function addToGroup(clip: Clip, now: Timestamp): Open {
    const slot = clip.kind === 'doorbell' ? `ring ${clip.id}` : `clips ${clip.networkId}`;
    const running = open.get(slot);
    const isRunning =
      running !== undefined && now >= running.changedAt && now - running.changedAt <= groupGapMs;
    const group = isRunning ? running : { key: `${slot} ${clip.id}`, clips: [], changedAt: now };
    const next = { ...group, clips: [...group.clips, clip].slice(-mostKept), changedAt: now };
    open.set(slot, next);
    return next;
  }

  return {
    add(clips, now) {
      const changed = new Map<string, ClipGroup>();
      for (const clip of clips) {
        const { key, clips: all } = addToGroup(clip, now);
        const added = [...(changed.get(key)?.added ?? []), clip];
        changed.set(key, { key, clips: all, added });
      }
      forgetOld(open, now);
      return [...changed.values()];
    },
    close(key) {
      for (const [slot, group] of open) if (group.key === key) open.delete(slot);
    },
  };
}

interface Open extends Omit<ClipGroup, 'added'> {
  readonly changedAt: Timestamp;
}

/** A clip within this time of the one before belongs to its group. */
export const groupGapMs = minutes(2);
/** Older ones are dropped from the group. */
const mostKept = 100;

function forgetOld(open: Map<string, Open>, now: Timestamp): void {
  for (const [slot, { changedAt }] of open) {
    if (Math.abs(now - changedAt) > groupGapMs) open.delete(slot);
  }
}
