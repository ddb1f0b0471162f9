import type { TargetState } from '../../../shared/app-state.ts';
import type { ArmedDisplay } from '../../../shared/armed-display.ts';

/** What one click may ask for: what is not so, both where nothing is known, and the change of mind on the way. */
export function offeredWishes(display: ArmedDisplay): readonly TargetState[] {
  if (display === 'unknown') return ['armed', 'disarmed'];
  return display === 'disarmed' || display === 'disarming' ? ['armed'] : ['disarmed'];
}
