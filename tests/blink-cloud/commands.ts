import { cloudTime, type Timeline } from './clock.ts';
import { json, notFound, numberParam } from './exchange.ts';
import type { Random } from './random.ts';
import type { Route } from './router.ts';
import type { Family } from './worlds/world-file.ts';

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
  readonly onDone: () => void;
}

export interface Target {
  readonly family: Family;
  readonly id: number;
}

export interface Command {
  readonly id: number;
  readonly startedAt: number;
  readonly doneAt: number;
  readonly order: Order;
  readonly parts: readonly CommandPart[];
}

interface CommandPart {
  readonly id: number;
  readonly target: Target;
  readonly transaction: string;
  readonly sequence: number;
}

export interface Commands {
  /** Starts it, or `busy` when the sync module still works on another one. */
  start(order: Order): Command | 'busy';
  setSpeed(factor: number): void;
  readonly routes: readonly Route[];
  /** Its parts as the cloud tells them. */
  describe(command: Command): readonly Readonly<Record<string, unknown>>[];
}

const FIRST_ID = 90_000_001;
const TOTAL_MS = 3000;
/** When each stage is reached, at speed 1. */
const STAGES = [
  ['rest', 0],
  ['cs_db', 100],
  ['cs_sent', 100],
  ['sm', 500],
  ['dev', 2000],
  ['vs', TOTAL_MS],
] as const;

const TARGET_WORDS: Readonly<Record<Family, string>> = {
  cameras: 'camera',
  owls: 'owl',
  doorbells: 'doorbell',
};

export interface CommandsDeps {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly accountId: number;
  readonly speed: number;
}

/** The cloud's asynchronous jobs: they advance by the clock, one at a time per sync module. */
export function createCommands(deps: CommandsDeps): Commands {
  const { timeline, random } = deps;
  const byId = new Map<number, Command>();
  const activeByModule = new Map<string, Command>();
  let speed = deps.speed;
  let nextId = FIRST_ID;

  function start(order: Order): Command | 'busy' {
    const worker = workerOf(order);
    const active = activeByModule.get(worker);
    if (active && active.doneAt > timeline.now()) return 'busy';
    const startedAt = timeline.now();
    const id = nextId++;
    const command: Command = {
      id,
      startedAt,
      doneAt: startedAt + TOTAL_MS / speed,
      order,
      parts: order.targets.map((target) => ({
        id: order.supervisor ? nextId++ : id,
        target,
        transaction: random.text(16),
        sequence: random.between(1000, 9999),
      })),
    };
    byId.set(command.id, command);
    activeByModule.set(worker, command);
    timeline.at(command.doneAt, () => {
      if (!order.fails) order.onDone();
    });
    return command;
  }

  const describe = (command: Command) =>
    command.parts.map((part) => partJson(command, part, deps.accountId, timeline.now()));

  return {
    start,
    describe,
    setSpeed(factor) {
      speed = factor;
    },
    routes: [
      {
        method: 'GET',
        host: 'rest',
        pattern: '/network/:n/command/:command',
        handle(ask) {
          const command = byId.get(numberParam(ask, 'command'));
          if (command?.order.networkId !== numberParam(ask, 'n')) return notFound();
          return json({ ...outcome(command, timeline.now()), commands: describe(command) });
        },
      },
    ],
  };
}

/** A Mini or a doorbell without a module works for itself. */
function workerOf(order: Order) {
  if (order.syncModuleId !== undefined) return `module ${order.syncModuleId}`;
  const target = order.supervisor ? undefined : order.targets[0];
  return target ? `${target.family} ${target.id}` : `network ${order.networkId}`;
}

function outcome(command: Command, now: number) {
  const complete = now >= command.doneAt;
  const failed = complete && command.order.fails;
  return {
    complete,
    status: failed ? 1 : 0,
    status_msg: failed ? 'Command failed' : 'Command succeeded',
    status_code: failed ? 907 : 908,
    media_id: null,
  };
}

function partJson(command: Command, part: CommandPart, accountId: number, now: number) {
  const progress = (now - command.startedAt) / (command.doneAt - command.startedAt);
  const reached = STAGES.filter(([, at]) => at <= progress * TOTAL_MS);
  const complete = now >= command.doneAt;
  return {
    id: part.id,
    created_at: cloudTime(command.startedAt),
    updated_at: cloudTime(Math.min(now, command.doneAt)),
    execute_time: cloudTime(command.startedAt),
    command: command.order.command,
    state_stage: reached.at(-1)?.[0] ?? 'rest',
    ...stageTimes(command, reached),
    state_condition: complete
      ? command.order.fails
        ? 'error'
        : 'done'
      : condition(reached.length),
    ...fixedFields(part),
    target: TARGET_WORDS[part.target.family],
    target_id: part.target.id,
    parent_command_id: command.order.supervisor ? command.id : null,
    camera_id: part.target.id,
    network_id: command.order.networkId,
    account_id: accountId,
    sync_module_id: command.order.syncModuleId ?? null,
  };
}

const condition = (stagesReached: number) => (stagesReached > 1 ? 'running' : 'new');

function stageTimes(command: Command, reached: readonly (typeof STAGES)[number][]) {
  const factor = (command.doneAt - command.startedAt) / TOTAL_MS;
  const stages: Record<string, string | null> = {};
  for (const [name, at] of STAGES) {
    const isReached = reached.some(([other]) => other === name);
    stages[`stage_${name}`] = isReached ? cloudTime(command.startedAt + at * factor) : null;
  }
  return { ...stages, stage_is: null, stage_lv: null };
}

const fixedFields = (part: CommandPart) => ({
  sm_ack: 1,
  lfr_ack: null,
  sequence: part.sequence,
  attempts: 0,
  transaction: part.transaction,
  player_transaction: part.transaction,
  server: null,
  duration: null,
  by_whom: 'simulated client',
  diagnostic: false,
  debug: '',
  opts_1: 0,
  siren_id: null,
  firmware_id: null,
});
