import type { Clip, Timestamp } from '../../../shared/models.ts';
import { minutes } from '../../lib/clock.ts';

/** Clips of one system that came shortly after one another: they share a banner. */
export interface ClipGroup {
  readonly key: string;
  /** Oldest first. */
  readonly clips: readonly Clip[];
  /** Those of them that came now. */
  readonly added: readonly Clip[];
}

export interface ClipGroups {
  /** Puts new clips, oldest first, to those they belong to and answers the bursts that changed. */
  add(clips: readonly Clip[], now: Timestamp): readonly ClipGroup[];
  /** A person has looked: what comes next is a new banner. */
  close(key: string): void;
}

/** A ring at the door stands alone: it is never hidden in a number. */
export function createClipGroups(): ClipGroups {
  const open = new Map<string, Open>();

  function burstOf(clip: Clip, now: Timestamp): Open {
    const group = clip.kind === 'doorbell' ? `ring ${clip.id}` : `clips ${clip.networkId}`;
    const running = open.get(group);
    const isRunning =
      running !== undefined && now >= running.changedAt && now - running.changedAt <= groupGapMs;
    const burst = isRunning ? running : { key: `${group} ${clip.id}`, clips: [], changedAt: now };
    const next = { ...burst, clips: [...burst.clips, clip].slice(-mostKept), changedAt: now };
    open.set(group, next);
    return next;
  }

  return {
    add(clips, now) {
      const changed = new Map<string, ClipGroup>();
      for (const clip of clips) {
        const { key, clips: all } = burstOf(clip, now);
        const added = [...(changed.get(key)?.added ?? []), clip];
        changed.set(key, { key, clips: all, added });
      }
      forgetOld(open, now);
      return [...changed.values()];
    },
    close(key) {
      for (const [group, burst] of open) if (burst.key === key) open.delete(group);
    },
  };
}

interface Open extends Omit<ClipGroup, 'added'> {
  readonly changedAt: Timestamp;
}

/** A clip within this time of the one before belongs to it. */
export const groupGapMs = minutes(2);
/** More are only a number. */
const mostKept = 100;

function forgetOld(open: Map<string, Open>, now: Timestamp): void {
  for (const [group, { changedAt }] of open) {
    if (Math.abs(now - changedAt) > groupGapMs) open.delete(group);
  }
}
