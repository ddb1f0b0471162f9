import type { AppState } from '../../../shared/app-state.ts';
import { armedSummary, type ArmedSummary } from '../../../shared/armed-display.ts';

type BusyFrame = 'busy-1' | 'busy-2' | 'busy-3' | 'busy-4';
type Still = Exclude<ArmedSummary, 'busy'>;
/** The slash of "muted here"; what needs attention looks the same, muted or not. */
type Muted = `${'armed' | 'disarmed' | 'mixed'}-muted`;
type Shape = Still | BusyFrame | Muted;

/** Which picture the tray shows: the shape says the state, a dot says that there are unseen clips. */
export type TrayIconName = Shape | `${Shape}-dot`;

/** `frame` counts up while something is changing; it moves nothing else. */
export function trayIconName(state: AppState, frame: number): TrayIconName {
  const shape = shapeOf(state, frame);
  return state.clips.unseen > 0 ? `${shape}-dot` : shape;
}

function shapeOf(state: AppState, frame: number): Shape {
  const summary = armedSummary(state);
  if (summary === 'busy') return busyFrames[frame % busyFrames.length] ?? 'busy-1';
  const isMuted = state.mute.until !== null;
  if (isMuted && (summary === 'armed' || summary === 'disarmed' || summary === 'mixed')) {
    return `${summary}-muted`;
  }
  return summary;
}

const busyFrames: readonly BusyFrame[] = ['busy-1', 'busy-2', 'busy-3', 'busy-4'];
