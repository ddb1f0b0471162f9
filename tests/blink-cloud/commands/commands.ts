import type { Timeline } from '../clock.ts';
import { commandRoutes, outcomeOf, partsJson } from './command-answers.ts';
import type { Random } from '../worlds/random.ts';
import type { Route } from '../http/router.ts';
import type { Family } from '../worlds/world-file.ts';

/** What a command is to do. */
export interface Order {
  readonly command: string;
  readonly networkId: number;
  readonly syncModuleId: number | undefined;
  readonly targets: readonly Target[];
  /** A supervisor has a child per target; any other command is its own only part. */
  readonly supervisor: boolean;
  /** The outcome is a failure: `onDone` is not called. */
  readonly fails: boolean;
  readonly onDone: (command: Command) => void;
  /** Stays until it is ended; the same device may have several. */
  readonly isLive?: boolean;
  /** Said to be done in the first answer already, as settings are. */
  readonly isToldDone?: boolean;
  readonly duration?: number;
}

export interface Target {
  readonly family: Family | 'network' | 'siren';
  readonly id: number;
}

export interface Command {
  readonly id: number;
  readonly startedAt: number;
  /** Stages take the usual time divided by this. */
  readonly speed: number;
  readonly order: Order;
  readonly parts: readonly CommandPart[];
  /** Infinity while a live one goes on. */
  doneAt: number;
  /** The recording it led to. */
  mediaId?: number;
}

export interface CommandPart {
  readonly id: number;
  readonly target: Target;
  readonly transaction: string;
  readonly sequence: number;
}

export interface Commands {
  /** Starts it, or `busy` when the sync module still works on another one. */
  start(order: Order): Command | 'busy';
  /** Ends a live one now. */
  end(command: Command): void;
  byId(id: number): Command | undefined;
  setSpeed(factor: number): void;
  speed(): number;
  readonly routes: readonly Route[];
  /** Its parts as the cloud tells them. */
  describe(command: Command): readonly Readonly<Record<string, unknown>>[];
}

const FIRST_ID = 90_000_001;
/** How long the usual command takes, at speed 1. */
export const COMMAND_MS = 3000;
const SILENT_LIVE_MS = 10_000;

export interface CommandsDeps {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly accountId: number;
  readonly speed: number;
}

/** The cloud's asynchronous jobs: they advance by the clock, one at a time per sync module. */
export function createCommands(deps: CommandsDeps): Commands {
  const { timeline, random } = deps;
  const known = new Map<number, Command>();
  const activeByWorker = new Map<string, readonly Command[]>();
  let speed = deps.speed;
  let nextId = FIRST_ID;

  function created(order: Order): Command {
    const startedAt = timeline.now();
    const id = nextId++;
    return {
      id,
      startedAt,
      speed,
      order,
      doneAt: startedAt + durationOf(order) / speed,
      parts: order.targets.map((target) => ({
        id: order.supervisor ? nextId++ : id,
        target,
        transaction: random.text(16),
        sequence: random.between(1000, 9999),
      })),
    };
  }

  function start(order: Order): Command | 'busy' {
    const worker = workerOf(order);
    const active = (activeByWorker.get(worker) ?? []).filter((c) => c.doneAt > timeline.now());
    if (!active.every((other) => mayJoin(order, other.order))) return 'busy';
    const command = created(order);
    known.set(command.id, command);
    activeByWorker.set(worker, [...active, command]);
    if (!order.isLive) {
      timeline.at(command.doneAt, () => {
        if (!order.fails) order.onDone(command);
      });
    }
    return command;
  }

  const describe = (command: Command) => partsJson(command, deps.accountId, timeline.now());

  function end(command: Command) {
    if (command.doneAt <= timeline.now()) return;
    command.doneAt = timeline.now();
    if (command.order.isLive && !command.order.fails) command.order.onDone(command);
  }

  return {
    start,
    end,
    describe,
    byId: (id) => known.get(id),
    setSpeed(factor) {
      speed = factor;
    },
    speed: () => speed,
    routes: commandRoutes({
      find: (networkId, id) => {
        const command = known.get(id);
        return command?.order.networkId === networkId ? command : undefined;
      },
      describe: (command) => ({
        ...outcomeOf(command, timeline.now()),
        commands: describe(command),
      }),
      end,
    }),
  };
}

/** A live view that fails is given up after a while of silence. */
function durationOf({ isLive, fails }: Order) {
  if (!isLive) return COMMAND_MS;
  return fails ? SILENT_LIVE_MS : Infinity;
}

/** A Mini or a doorbell without a module works for itself. */
function workerOf(order: Order) {
  if (order.syncModuleId !== undefined) return `module ${order.syncModuleId}`;
  const target = order.supervisor ? undefined : order.targets[0];
  return target ? `${target.family} ${target.id}` : `network ${order.networkId}`;
}

/** Several may look through the same camera at once; everything else waits for its turn. */
function mayJoin(order: Order, other: Order) {
  const [mine] = order.targets;
  const [theirs] = other.targets;
  const isSameDevice = mine?.id === theirs?.id && mine?.family === theirs?.family;
  return order.isLive === true && other.isLive === true && isSameDevice;
}
