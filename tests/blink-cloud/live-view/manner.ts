import type { RoutedAsk } from '../http/exchange.ts';
import type { Faults } from '../faults/faults.ts';

/** How one live view is served: as a well-behaved server does, but for what was broken on purpose. */
export interface Manner {
  /** Frames keep to transport packets, all but a few; or none of them does. */
  readonly isAligned: boolean;
  /** What is written is cut and joined at random in place of whole frames. */
  readonly isSplit: boolean;
  /** The sound's format comes every few seconds, whether anybody talks or not. */
  readonly tellsSoundUnasked: boolean;
  /** What stands in the sound's format where every other message has its length. */
  readonly soundFlags: number;
  /** Nothing comes from then on, milliseconds after the connection. */
  readonly silentAfterMs: number;
  /** The server closes the connection then. */
  readonly closesAfterMs: number;
  readonly hearsKeepalives: boolean;
  /** For so long there is no key picture. */
  readonly withoutKeyMs: number;
  /** The address names a connection nobody knows. */
  readonly hasBadId: boolean;
}

/** What serves a client that expects nothing odd. */
export const USUAL_MANNER: Manner = {
  isAligned: true,
  isSplit: false,
  tellsSoundUnasked: false,
  soundFlags: 0,
  silentAfterMs: Infinity,
  closesAfterMs: Infinity,
  hearsKeepalives: true,
  withoutKeyMs: 0,
  hasBadId: false,
};

const USUAL_CLOSE_MS = 2000;
const USUAL_WITHOUT_KEY_MS = 10_000;

/** The manner of a live view that is asked for now. */
export function mannerOf(faults: Faults, ask: RoutedAsk): Manner {
  const sound = faults.take('live-view-audio-config', ask);
  const silent = faults.take('live-view-silent', ask);
  const closes = faults.take('live-view-closes', ask);
  const midGop = faults.take('live-view-mid-gop', ask);
  return {
    isAligned: faults.take('live-view-unaligned', ask) === undefined,
    isSplit: faults.take('live-view-split', ask) !== undefined,
    tellsSoundUnasked: sound !== undefined,
    soundFlags: sound?.variant === 'flags' ? 1 : 0,
    silentAfterMs: silent ? (silent.ms ?? 0) : Infinity,
    closesAfterMs: closes ? (closes.ms ?? USUAL_CLOSE_MS) : Infinity,
    hearsKeepalives: faults.take('live-view-keepalive-lost', ask) === undefined,
    withoutKeyMs: midGop ? (midGop.ms ?? USUAL_WITHOUT_KEY_MS) : 0,
    hasBadId: faults.take('live-view-bad-id', ask) !== undefined,
  };
}
