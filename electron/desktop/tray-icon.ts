import type { AppState } from '../../shared/app-state.ts';
import { armedSummary, type ArmedSummary } from '../../shared/armed-display.ts';

/** Which picture the tray shows: the shape says the state, a dot says that there are unseen clips. */
export type TrayIconName = ArmedSummary | `${ArmedSummary}-dot`;

export function trayIconName(state: AppState): TrayIconName {
  const summary = armedSummary(state);
  return state.clips.unseen > 0 ? `${summary}-dot` : summary;
}
