import { minutes } from '../lib/clock.ts';
import type { Timestamp } from '../../shared/models.ts';

export interface BlurFacts {
  /** The pointer is on the tray icon: the click that follows hides the panel itself. */
  readonly isPointerOnTray: boolean;
  readonly areDevToolsFocused: boolean;
}

/** Whether a panel that lost the focus goes away. */
export const hidesOnBlur = ({ isPointerOnTray, areDevToolsFocused }: BlurFacts): boolean =>
  !isPointerOnTray && !areDevToolsFocused;

/**
 * Whether a click on the icon shall show the panel. The click itself takes the focus away and so hides the panel first:
 * it must not bring it back.
 */
export const opensOnClick = (blurredAt: Timestamp | null, now: Timestamp): boolean =>
  blurredAt === null || now < blurredAt || now - blurredAt > sameClickMs;

/** How long a hidden panel is kept for the next click, in ms. */
export const keepHiddenMs = minutes(2);

const sameClickMs = 250;
