import { armedDisplay } from '../../../shared/armed-display.ts';
import type { AppState } from '../../../shared/app-state.ts';
import { toAppError } from '../../../shared/errors.ts';
import type { Network } from '../../../shared/models.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { report } from '../../../shared/messages/failures.ts';
import { list } from '../../../shared/messages/lists.ts';
import { minutes, type Clock } from '../../lib/timing.ts';
import type { Services } from '../../services/create-services.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import { exitCodes, type CommandAnswer } from './command-answers.ts';
import type { Command } from './command-line.ts';

interface CarryOutDeps {
  readonly store: ReadonlyAppStore;
  readonly services: Pick<Services, 'network' | 'mute'>;
  readonly clock: Clock;
}

/** Does what a command asks and says what came of it: an arming answers when the cloud has confirmed it. */
export async function carryOut(deps: CarryOutDeps, command: Command): Promise<CommandAnswer> {
  try {
    if (command.verb === 'status') return done(JSON.stringify(statusOf(deps.store.get()), null, 2));
    if (command.verb === 'mute') return await mute(deps, command.minutes);
    return await setArmed(deps, command.verb, command.name);
  } catch (error) {
    return { exitCode: exitCodes.failed, text: report(toAppError(error).code).sentence };
  }
}

async function mute({ services, clock }: CarryOutDeps, count: number): Promise<CommandAnswer> {
  await services.mute.until(count === 0 ? null : clock.now() + minutes(count));
  return done(count === 0 ? m.command_unmuted() : m.command_muted({ count }));
}

async function setArmed(
  { store, services: { network } }: CarryOutDeps,
  verb: 'arm' | 'disarm',
  name: string,
): Promise<CommandAnswer> {
  const { account, home } = store.get();
  if (account.phase !== 'signed-in') {
    return { exitCode: exitCodes.notSignedIn, text: m.command_not_signed_in() };
  }
  const [found, ...more] = named(home.networks, name);
  if (found === undefined || more.length > 0) {
    const names = list(home.networks.map((one) => one.name));
    return { exitCode: exitCodes.usage, text: m.command_no_such_system({ name, names }) };
  }
  await network[verb](found.id);
  const words = { name: found.name };
  return done(verb === 'arm' ? m.command_armed(words) : m.command_disarmed(words));
}

/** As it is written, else whatever the writing of its letters. */
function named(networks: readonly Network[], name: string): readonly Network[] {
  const exact = networks.filter((one) => one.name === name);
  const fold = (text: string) => text.trim().toLocaleLowerCase();
  return exact.length > 0 ? exact : networks.filter((one) => fold(one.name) === fold(name));
}

/** For scripts: `state` is never `armed` unless the tray may say so too. */
export const statusOf = (state: AppState) => ({
  account: state.account.phase,
  connection: state.connection.status,
  problem: state.connection.problem,
  checkedAt: isoOf(state.home.checkedAt),
  isStale: state.home.isStale,
  mutedUntil: isoOf(state.mute.until),
  unseenClips: state.clips.unseen,
  systems: state.home.networks.map((network) => ({
    name: network.name,
    state: armedDisplay(state, network),
  })),
});

const isoOf = (at: number | null): string | null =>
  at === null ? null : new Date(at).toISOString();

const done = (text: string): CommandAnswer => ({ exitCode: exitCodes.done, text });
