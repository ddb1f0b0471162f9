import { minutes, seconds } from '../../../electron/lib/clock.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import { nameOf, networkIds, type ModelCloud } from './cloud.ts';

/** What a person sees. */
export interface Shown {
  readonly icon: string;
  readonly tooltip: string;
}

/** Two homescreen periods, and as long as a question may take: a clock set back meanwhile hides that long. */
const longestAgeMs = minutes(4) + seconds(21);

/**
 * Whether "armed" is on show without a homescreen answer that says so: judged by the answers that really arrived, not by
 * the application's own books. Null when nothing is wrong.
 */
export function lieIn(shown: Shown, cloud: ModelCloud): string | null {
  const claimed = networkIds.filter((id) => isClaimed(shown.tooltip, id));
  const isProved = (id: NetworkId) => proofOf(id, cloud) === null;
  for (const id of claimed) {
    const doubt = proofOf(id, cloud);
    if (doubt !== null) return `the tooltip says ${nameOf(id)} is armed: ${doubt}`;
  }
  if (shown.icon.startsWith('armed') && !networkIds.every(isProved)) return 'the icon says armed';
  if (/^(mixed|blind)/.test(shown.icon) && !networkIds.some(isProved)) {
    return `the icon says ${shown.icon}, but nothing is armed`;
  }
  return null;
}

/** "Home: armed 3 min ago", but not "Home: disarmed", "arming" or "last known". */
const isClaimed = (tooltip: string, id: NetworkId): boolean =>
  new RegExp(`(^|· )${nameOf(id)}: armed\\b`).test(tooltip);

/** Why it is not proved that the system is armed. */
function proofOf(id: NetworkId, cloud: ModelCloud): string | null {
  const last = cloud.deliveries.at(-1);
  if (last === undefined) return 'nobody was heard in this run';
  if (last.armed.get(id) !== true) return 'the last answer says disarmed';
  const ageMs = cloud.trueNow() - last.askedAt;
  if (ageMs > longestAgeMs) return `the last answer is ${Math.round(ageMs / 1_000)} s old`;
  const voidAt = cloud.voidAt.get(id) ?? -Infinity;
  return last.askedAt < voidAt ? 'a command was lost after the last answer' : null;
}
