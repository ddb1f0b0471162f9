import { toAppError } from '../../shared/errors.ts';
import type { Timestamp } from '../../shared/models.ts';
import { seconds, type Clock } from '../lib/clock.ts';
import type { CloudGate } from './polling/request-gate.ts';
import type { ConnectionNotes, PollerName } from './polling/connection-status.ts';
import type { Pacing } from './pacing.ts';
import { createPoller, type Poller } from './polling/poller.ts';

/** The two questions a session asks by itself, each at its own pace. */
export interface Pollers {
  readonly homePoller: Poller;
  readonly mediaPoller: Poller;
  pollBoth(): void;
  /** When something will be asked by itself; null while nothing will. */
  nextPollAt(): Timestamp | null;
  stop(): Promise<void>;
}

interface PollersDeps {
  readonly clock: Clock;
  readonly gate: CloudGate;
  readonly pacing: Pacing;
  readonly connection: ConnectionNotes;
  readonly work: Readonly<Record<PollerName, (signal: AbortSignal) => Promise<void>>>;
}

export function createPollers({ clock, gate, pacing, connection, work }: PollersDeps): Pollers {
  const poller = (name: PollerName, calmDelayMs: () => number): Poller =>
    createPoller({
      clock,
      gapMs,
      isRefused: gate.isRefused,
      delayAfter: (failures) => (failures === 0 ? calmDelayMs() : pacing.retryDelayMs(failures)),
      async poll(signal) {
        await work[name](signal);
        connection.note(name, null);
      },
      onError: (error) => connection.note(name, toAppError(error).code),
    });
  const homePoller = poller('home', pacing.homescreenDelayMs);
  const mediaPoller = poller('media', pacing.mediaDelayMs);

  return {
    homePoller,
    mediaPoller,
    pollBoth() {
      homePoller.pollNow();
      mediaPoller.pollNow();
    },
    nextPollAt() {
      const times = [homePoller.dueAt(), mediaPoller.dueAt()].filter((at) => at !== null);
      return times.length === 0 ? null : Math.min(...times);
    },
    async stop() {
      await Promise.all([homePoller.stop(), mediaPoller.stop()]);
    },
  };
}

/** Between the end of one poll and the next, whoever asks for it. */
const gapMs = seconds(2);
