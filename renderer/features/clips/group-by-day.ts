import type { Clip, Timestamp } from '../../../shared/models.ts';
import { dayStart } from '../../components/display/format.ts';

/** The clips of one day, local time, in the order they came. */
export interface ClipDay {
  readonly day: Timestamp;
  readonly clips: readonly Clip[];
}

/** Days in the order of their first clip. */
export function groupByDay(clips: readonly Clip[]): readonly ClipDay[] {
  const days = new Map<Timestamp, Clip[]>();
  for (const clip of clips) {
    const day = dayStart(clip.recordedAt);
    const group = days.get(day);
    if (group === undefined) days.set(day, [clip]);
    else group.push(clip);
  }
  return [...days].map(([day, group]) => ({ day, clips: group }));
}
