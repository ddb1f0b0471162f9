import type { Timeline } from '../clock.ts';
import type { Command, Commands } from '../commands/commands.ts';
import type { Random } from '../worlds/random.ts';
import type { Device } from '../world.ts';
import type { Frame } from './frames.ts';
import type { ConnectionHeader } from './header.ts';
import type { Manner } from './manner.ts';

/** One look through a camera: promised by a request, connected once, ended by many things. */
export interface Session {
  readonly connectionId: string;
  readonly clientId: number;
  /** Empty when none was given out. */
  readonly token: string;
  readonly device: Device;
  readonly command: Command;
  readonly manner: Manner;
  /** Connecting is too late from then on. */
  readonly connectBefore: number;
  isConnected: boolean;
  /** Undefined while it goes on. */
  endedBy: string | undefined;
  readonly heard: Heard;
}

/** What the client has said and been sent, for tests. */
export interface Heard {
  header: ConnectionHeader | undefined;
  /** How many frames of each type have come in. */
  readonly frames: Map<number, number>;
  /** Sequences of the last frame of each type. */
  readonly sequences: Map<number, number>;
  sentBytes: number;
}

export interface Note {
  readonly header?: ConnectionHeader;
  readonly frame?: Frame;
  readonly sentBytes?: number;
}

export interface SessionRules {
  /** How long a live view goes on at most. */
  readonly durationSeconds: number;
  /** A stream without a keepalive ends after so long. */
  readonly keepaliveSeconds: number;
  /** How long a promised connection stays open to be taken. */
  readonly connectSeconds: number;
}

/** What is told anew; the rest stays. */
export type RulesChange = { readonly [Rule in keyof SessionRules]?: number | undefined };

export interface Sessions {
  rules(): SessionRules;
  setRules(change: RulesChange): void;
  promise(order: Promised): Session;
  /** The session of a connection id, once and in time. */
  take(connectionId: string): Session | undefined;
  all(): readonly Session[];
  note(session: Session, note: Note): void;
  end(session: Session, by: string): void;
  isOver(session: Session): boolean;
  /** Whether nothing comes any more, so long after the connection. */
  isSilent(session: Session, afterMs: number): boolean;
}

export interface Promised {
  readonly command: Command;
  readonly device: Device;
  readonly clientId: number;
  readonly withToken: boolean;
  readonly manner: Manner;
}

const USUAL_RULES: SessionRules = {
  durationSeconds: 300,
  keepaliveSeconds: 30,
  connectSeconds: 30,
};
const CONNECTION_ID_LENGTH = 16;
const TOKEN_LENGTH = 48;

/** Every live view that was asked for. */
export function createSessions(timeline: Timeline, random: Random, commands: Commands): Sessions {
  const sessions = new Map<string, Session>();
  let rules = USUAL_RULES;

  const isOver = ({ command }: Session) => command.doneAt <= timeline.now();

  function end(session: Session, by: string) {
    session.endedBy ??= isOver(session) ? 'done' : by;
    commands.end(session.command);
  }

  return {
    rules: () => rules,
    setRules(change) {
      rules = {
        durationSeconds: change.durationSeconds ?? rules.durationSeconds,
        keepaliveSeconds: change.keepaliveSeconds ?? rules.keepaliveSeconds,
        connectSeconds: change.connectSeconds ?? rules.connectSeconds,
      };
    },
    promise({ withToken, ...promised }) {
      const now = timeline.now();
      const session: Session = {
        ...promised,
        connectionId: random.text(CONNECTION_ID_LENGTH),
        token: withToken ? random.text(TOKEN_LENGTH) : '',
        connectBefore: now + rules.connectSeconds * 1000,
        isConnected: false,
        endedBy: undefined,
        heard: { header: undefined, frames: new Map(), sequences: new Map(), sentBytes: 0 },
      };
      sessions.set(session.connectionId, session);
      timeline.at(now + rules.durationSeconds * 1000, () => end(session, 'duration'));
      timeline.at(session.connectBefore, () => {
        if (!session.isConnected) end(session, 'never connected');
      });
      return session;
    },
    take(connectionId) {
      const session = sessions.get(connectionId);
      const isTaken = session?.isConnected !== false || session.connectBefore <= timeline.now();
      if (isTaken || isOver(session)) return undefined;
      session.isConnected = true;
      return session;
    },
    all: () => [...sessions.values()],
    note({ heard }, { header, frame, sentBytes = 0 }) {
      heard.header = header ?? heard.header;
      heard.sentBytes += sentBytes;
      if (!frame) return;
      heard.frames.set(frame.type, (heard.frames.get(frame.type) ?? 0) + 1);
      heard.sequences.set(frame.type, frame.sequence);
    },
    end,
    isOver,
    isSilent: ({ device, manner }, afterMs) =>
      device.status === 'offline' || afterMs >= manner.silentAfterMs,
  };
}
