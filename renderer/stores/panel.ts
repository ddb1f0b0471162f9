import { writable, type Readable } from 'svelte/store';
import type { Payload } from '../../shared/ipc/types.ts';
import type { NetworkId } from '../../shared/ids.ts';

/** Why the panel is on screen. */
export interface PanelVisit {
  /** Counts the times it was shown. */
  readonly number: number;
  /** The system whose temporary disarm shall get an end; null for none. */
  readonly disarmUntil: NetworkId | null;
}

const current = writable<PanelVisit>({ number: 0, disarmUntil: null });

export const visit: Readable<PanelVisit> = current;

export const panelAsked = ({ disarmUntil }: Payload<'panelShown'>): void =>
  current.update(({ number }) => ({ number: number + 1, disarmUntil }));
