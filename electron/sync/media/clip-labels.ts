import type { AccountId } from '../../../shared/ids.ts';
import type { Clip, Timestamp } from '../../../shared/models.ts';
import { seconds, sleep, type Clock } from '../../lib/clock.ts';
import type { ClipIndex } from '../../store/clips/clip-index.ts';
import type { RequestGate } from '../polling/request-gate.ts';

/** A stretch of time that new clips were recorded in. */
export interface ClipSpan {
  readonly from: Timestamp;
  readonly until: Timestamp;
}

/**
 * Asks the newer list, once, what Blink has seen in the new clips of a listing, and answers those worth a banner with what
 * it told. Labels and descriptions are all that is taken from it. Never rejects: without an answer the clips come back as
 * they are, and one that takes long is not waited for.
 */
export type AddLabels = (
  span: ClipSpan,
  news: readonly Clip[],
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
      // The list names whole seconds.
      const query = { fromAt: from - marginMs, untilAt: until + marginMs, after: null };
      const { items } = await gate.ask(({ media }, ending) => media.list(query, ending), signal);
      await index.addLabels(accountId, items);
    } catch (error) {
      if (!signal.aborted) onWarning('labels of clips not readable', error);
    }
  }

  return async (span, news, signal) => {
    const isAnswered = new AbortController();
    const asked = ask(span, signal).finally(() => isAnswered.abort());
    await Promise.race([asked, sleep(clock, longestWaitMs, isAnswered.signal)]).catch(() => null);
    return Promise.all(news.map(async (clip) => (await index.get(clip.id)) ?? clip)).catch(
      () => news,
    );
  };
}

const marginMs = seconds(1);
/** News are worth more than their labels. */
const longestWaitMs = seconds(10);
