import type { AccountId } from '../../../shared/ids.ts';
import type { Clip, Timestamp } from '../../../shared/models.ts';
import { seconds, sleep, type Clock } from '../../lib/clock.ts';
import type { ClipIndex } from '../../store/clips/clip-index.ts';
import type { RequestGate } from '../polling/request-gate.ts';

/** The time in which new clips were recorded. */
export interface ClipSpan {
  readonly from: Timestamp;
  readonly until: Timestamp;
}

/**
 * Requests the newer list once for what Blink has seen in the new clips of a listing, and resolves with the given clips
 * and their labels. Only labels and descriptions are taken from it. Never rejects: without an answer, or when it takes
 * long, the clips come back as they are.
 */
export type AddLabels = (
  span: ClipSpan,
  clips: readonly Clip[],
  signal: AbortSignal,
) => Promise<readonly Clip[]>;

export interface ClipLabelDeps {
  readonly accountId: AccountId;
  readonly gate: Pick<RequestGate, 'ask'>;
  readonly index: Pick<ClipIndex, 'get' | 'addLabels'>;
  readonly clock: Clock;
  readonly onWarning: (message: string, error: unknown) => void;
}

export function createAddLabels(deps: ClipLabelDeps): AddLabels {
  const { accountId, gate, index, clock, onWarning } = deps;

  async function ask({ from, until }: ClipSpan, signal: AbortSignal): Promise<void> {
    try {
      // The list has times in whole seconds.
      const query = { fromAt: from - marginMs, untilAt: until + marginMs, after: null };
      const { items } = await gate.ask(({ media }, ending) => media.list(query, ending), signal);
      await index.addLabels(accountId, items);
    } catch (error) {
      if (!signal.aborted) onWarning('labels of clips not readable', error);
    }
  }

  return async (span, clips, signal) => {
    const answered = new AbortController();
    const asked = ask(span, signal).finally(() => answered.abort());
    await Promise.race([asked, sleep(clock, maxWaitMs, answered.signal)]).catch(() => null);
    return Promise.all(clips.map(async (clip) => (await index.get(clip.id)) ?? clip)).catch(
      () => clips,
    );
  };
}

const marginMs = seconds(1);
/** A notification must not wait long for labels. */
const maxWaitMs = seconds(10);
