import { call } from '../http/calls.ts';
import { cloudTime } from '../clock.ts';
import type { Command, CommandPart, Target } from './commands.ts';
import { json, notFound, numberParam, type Answer, type RoutedAsk } from '../http/exchange.ts';
import type { Route } from '../http/router.ts';

interface CommandRoutesDeps {
  readonly find: (networkId: number, id: number) => Command | undefined;
  readonly describe: (command: Command) => object;
  readonly end: (command: Command) => void;
}

/** When each stage is reached, at speed 1. */
const USUAL_STAGES: readonly Stage[] = [
  ['rest', 0],
  ['cs_db', 100],
  ['cs_sent', 100],
  ['sm', 500],
  ['dev', 2000],
  ['vs', 3000],
];
const LIVE_STAGES: readonly Stage[] = [...USUAL_STAGES.slice(0, -1), ['lv', 3000]];
const NO_STAGES = { stage_dev: null, stage_is: null, stage_lv: null, stage_vs: null };

type Stage = readonly [name: string, at: number];

const TARGET_WORDS: Readonly<Record<Target['family'], string>> = {
  cameras: 'camera',
  owls: 'owl',
  doorbells: 'doorbell',
  network: 'network',
  siren: 'siren',
};

/** Asking how a command stands, and ending one. */
export function commandRoutes(deps: CommandRoutesDeps): readonly Route[] {
  const withCommand = (then: (command: Command) => Answer) => (ask: RoutedAsk) => {
    const command = deps.find(numberParam(ask, 'n'), numberParam(ask, 'command'));
    return command ? then(command) : notFound();
  };
  const path = '/network/:n/command/:command';
  const todaysPath = '/accounts/:a/networks/:n/commands/:command';
  return [
    ...call(
      'GET',
      { old: [path], today: [todaysPath] },
      withCommand((command) => json(deps.describe(command))),
    ),
    ...call(
      'POST',
      { old: [`${path}/done`], today: [`${todaysPath}/done`] },
      withCommand((command) => {
        deps.end(command);
        return json({ message: 'Command done', code: 902 });
      }),
    ),
  ];
}

/** What is said of the whole command. 908 is "fine so far" and "done"; `complete` tells which. */
export function outcomeOf(command: Command, now: number) {
  const complete = now >= command.doneAt;
  const failed = complete && command.order.fails;
  return {
    complete,
    status: failed ? 1 : 0,
    status_msg: failed ? 'Command failed' : 'Command succeeded',
    status_code: failed ? 907 : 908,
    media_id: command.mediaId ?? null,
  };
}

/** A command's parts, each with the stages it has reached. */
export const partsJson = (command: Command, accountId: number, now: number) =>
  command.parts.map((part) => partJson(command, part, accountId, now));

function partJson(command: Command, part: CommandPart, accountId: number, now: number) {
  const reached = reachedStages(command, now);
  const { order } = command;
  return {
    id: part.id,
    created_at: cloudTime(command.startedAt),
    updated_at: cloudTime(Math.min(now, command.doneAt)),
    execute_time: cloudTime(command.startedAt),
    command: order.command,
    state_stage: reached.at(-1)?.[0] ?? 'rest',
    ...stageTimes(command, reached),
    state_condition: conditionOf(command, reached.length, now),
    ...fixedFields(part),
    duration: order.duration ?? null,
    target: TARGET_WORDS[part.target.family],
    target_id: part.target.id,
    parent_command_id: order.supervisor ? command.id : null,
    camera_id: part.target.family === 'network' ? null : part.target.id,
    siren_id: part.target.family === 'siren' ? part.target.id : null,
    network_id: order.networkId,
    account_id: accountId,
    sync_module_id: order.syncModuleId ?? null,
  };
}

function reachedStages(command: Command, now: number): readonly Stage[] {
  const passedMs = (now - command.startedAt) * command.speed;
  const stages = command.order.isLive ? LIVE_STAGES : USUAL_STAGES;
  return stages.filter(([, at]) => at <= passedMs);
}

function conditionOf({ doneAt, order }: Command, stagesReached: number, now: number) {
  if (now >= doneAt) return order.fails ? 'error' : 'done';
  if (order.isToldDone) return 'done';
  return stagesReached > 1 ? 'running' : 'new';
}

function stageTimes(command: Command, reached: readonly Stage[]) {
  const stages: Record<string, string | null> = {};
  for (const [name] of USUAL_STAGES) stages[`stage_${name}`] = null;
  for (const [name, at] of reached) {
    stages[`stage_${name}`] = cloudTime(command.startedAt + at / command.speed);
  }
  return { ...NO_STAGES, ...stages };
}

const fixedFields = (part: CommandPart) => ({
  sm_ack: 1,
  lfr_ack: null,
  sequence: part.sequence,
  attempts: 0,
  transaction: part.transaction,
  player_transaction: part.transaction,
  server: null,
  by_whom: 'simulated client',
  diagnostic: false,
  debug: '',
  opts_1: 0,
  firmware_id: null,
});
