import type { AppState, TargetState } from '../../../shared/app-state.ts';
import { armedDisplay } from '../../../shared/armed-display.ts';
import { toAppError, type AppErrorCode } from '../../../shared/errors.ts';
import { m } from '../../../shared/messages/compiled/messages.js';
import { report } from '../../../shared/messages/failures.ts';
import { list, oneLine } from '../../../shared/messages/text.ts';
import type { Network } from '../../../shared/models.ts';
import { minutes, type Clock } from '../../lib/clock.ts';
import { reportedState } from '../../services/arming/arming-machine.ts';
import type { Services } from '../../services/services.ts';
import type { ReadonlyAppStore } from '../../store/app-store.ts';
import { exitCodes, startingMs, type CliRequest, type CliAnswer } from './cli-protocol.ts';

interface VerbDeps {
  readonly store: ReadonlyAppStore;
  readonly services: Pick<Services, 'arming' | 'mute'>;
  readonly clock: Clock;
}

/** Carries out a command and answers with its result; arming answers when the cloud has confirmed it. */
export async function runVerb(deps: VerbDeps, command: CliRequest): Promise<CliAnswer> {
  try {
    if (command.verb === 'status') return done(plainJson(statusOf(deps.store.get())));
    if (command.verb === 'mute') return await mute(deps, command.minutes);
    return await setArmed(deps, command.verb, command.name);
  } catch (error) {
    return failed(report(toAppError(error).code).sentence);
  }
}

async function mute({ services, clock }: VerbDeps, count: number): Promise<CliAnswer> {
  await services.mute.until(count === 0 ? null : clock.now() + minutes(count));
  return done(count === 0 ? m.command_unmuted() : m.command_muted({ count }));
}

async function setArmed(deps: VerbDeps, verb: 'arm' | 'disarm', name: string): Promise<CliAnswer> {
  if (!(await untilReady(deps, startingMs))) return failed(m.command_starting());
  const { account, home } = deps.store.get();
  if (account.phase !== 'signed-in') {
    return { exitCode: exitCodes.notSignedIn, text: m.command_not_signed_in() };
  }
  const [found, ...more] = named(home.networks, name);
  if (found === undefined || more.length > 0) {
    const names = list(home.networks.map((one) => oneLine(one.name)));
    const text = m.command_no_such_system({ name: oneLine(name), names });
    return { exitCode: exitCodes.usage, text };
  }
  const problem = await problemOf(deps.services.arming[verb](found.id));
  // The warning comes with an arming that is done.
  if (problem !== null && problem !== 'no-motion-cameras') return failed(report(problem).sentence);
  const reported = reportedState(deps.store.get().home, found.id);
  const answer = answerFor(verb, oneLine(found.name), reported);
  if (problem === null || answer.exitCode !== exitCodes.done) return answer;
  return { ...answer, warning: report(problem).sentence };
}

/** Says what is true, not what was asked for: another person may have armed or disarmed since. */
function answerFor(verb: 'arm' | 'disarm', name: string, truth: TargetState | null): CliAnswer {
  const isArming = verb === 'arm';
  if (truth === null) {
    return failed(
      isArming ? m.command_armed_unknown({ name }) : m.command_disarmed_unknown({ name }),
    );
  }
  if (truth === 'armed') {
    return isArming ? done(m.command_armed({ name })) : failed(m.command_armed_since({ name }));
  }
  return isArming ? failed(m.command_disarmed_since({ name })) : done(m.command_disarmed({ name }));
}

const problemOf = (work: Promise<void>): Promise<AppErrorCode | null> =>
  work.then(
    () => null,
    (error: unknown) => toAppError(error).code,
  );

/** The networks with exactly this name; if there are none, those whose name differs only in case and spaces. */
function named(networks: readonly Network[], name: string): readonly Network[] {
  const exact = networks.filter((one) => one.name === name);
  const fold = (text: string) => oneLine(text).trim().toLocaleLowerCase();
  return exact.length > 0 ? exact : networks.filter((one) => fold(one.name) === fold(name));
}

/** For scripts. `state` is `armed` only when the tray shows that as well. */
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

const done = (text: string): CliAnswer => ({ exitCode: exitCodes.done, text });

const failed = (text: string): CliAnswer => ({ exitCode: exitCodes.failed, text });

/** Control characters, which could steer a terminal, are written as JSON escapes: a script reads the same text. */
const plainJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(/(?!\n)[\p{Cc}\p{Cf}]/gu, (letter) =>
    letter
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );

/** Waits while the application starts. False when it does not know the networks in time. */
export function untilReady(
  { store, clock }: Pick<VerbDeps, 'store' | 'clock'>,
  longestMs: number,
): Promise<boolean> {
  if (isReady(store.get())) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (ready: boolean) => {
      unsubscribe();
      cancel();
      resolve(ready);
    };
    const unsubscribe = store.subscribe((_change, state) => {
      if (isReady(state)) end(true);
    });
    const cancel = clock.after(longestMs, () => end(false));
  });
}

/** Once signed in, the names of the networks must have arrived from the cloud. */
function isReady({ account, home }: AppState): boolean {
  if (account.phase === 'starting') return false;
  return account.phase !== 'signed-in' || home.checkedAt !== null || home.networks.length > 0;
}
