import type { TargetState, Arming, ArmingState, HomeState } from '../../../shared/app-state.ts';
import type { AppErrorCode } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';

/** How far one network is on the way from a click to the cloud's confirmation. */
export type ArmingStep =
  | { readonly kind: 'idle'; readonly outcome: ArmingOutcome }
  /** The command was sent. */
  | ({ readonly kind: 'commanding' } & Targets)
  /** The command is done; a homescreen has to confirm it. */
  | ({ readonly kind: 'confirming'; readonly warning: AppErrorCode | null } & Targets)
  /** It is not known whether the command was done: a homescreen has to show it. */
  | ({ readonly kind: 'checking'; readonly failure: AppErrorCode } & Targets);

/** How it ended. A warning is no failure: the target state was reached. */
export type ArmingOutcome =
  | { readonly kind: 'done'; readonly warning: AppErrorCode | null }
  | { readonly kind: 'failed'; readonly target: TargetState; readonly problem: AppErrorCode };

export type ArmingEvent =
  | { readonly kind: 'requested'; readonly target: TargetState }
  | { readonly kind: 'command-done'; readonly warning: AppErrorCode | null }
  /** Certainly nothing was changed in the cloud. */
  | { readonly kind: 'refused'; readonly problem: AppErrorCode }
  /** The command may have been done although its answer did not arrive, or not in time. */
  | { readonly kind: 'answer-lost'; readonly problem: AppErrorCode }
  /** A homescreen asked for after the command. */
  | { readonly kind: 'reported'; readonly state: TargetState }
  /** No such homescreen came, or not in time. */
  | { readonly kind: 'not-reported'; readonly problem: AppErrorCode };

/** What has to be done next; null while something is still running. */
export type ArmingEffect = 'command' | 'refresh' | 'mark-stale-and-refresh' | 'finish' | null;

export interface ArmingMove {
  readonly step: ArmingStep;
  readonly effect: ArmingEffect;
}

/** `target` is the last click, `sent` what was asked of the cloud: they differ after another click meanwhile. */
interface Targets {
  readonly target: TargetState;
  readonly sent: TargetState;
}

export const idle: ArmingStep = { kind: 'idle', outcome: { kind: 'done', warning: null } };

/** The whole rule: one command at a time, and the last click decides in the end. */
export function nextArming(step: ArmingStep, event: ArmingEvent): ArmingMove {
  if (event.kind === 'requested') {
    if (step.kind === 'idle') return command(event.target);
    return { step: { ...step, target: event.target }, effect: null };
  }
  if (step.kind === 'idle') return { step, effect: null };
  if (step.kind === 'commanding') return afterCommand(step, event);
  return afterHomescreen(step, event);
}

function afterCommand(step: Targets, event: ArmingEvent): ArmingMove {
  const { target, sent } = step;
  if (event.kind === 'command-done') {
    const { warning } = event;
    return { step: { kind: 'confirming', target, sent, warning }, effect: 'refresh' };
  }
  if (event.kind === 'answer-lost') {
    const failure = event.problem;
    return {
      step: { kind: 'checking', target, sent, failure },
      effect: 'mark-stale-and-refresh',
    };
  }
  if (event.kind === 'refused') return finish(step, failed(step, event.problem));
  return { step: { kind: 'commanding', target, sent }, effect: null };
}

type WaitingForHomescreen = Extract<ArmingStep, { kind: 'confirming' | 'checking' }>;

function afterHomescreen(step: WaitingForHomescreen, event: ArmingEvent): ArmingMove {
  const { target, sent } = step;
  if (event.kind === 'reported') {
    if (event.state === sent) return finish(step, done(warningOf(step)));
    return finish(step, failed(step, failureOf(step) ?? 'command-failed'));
  }
  if (event.kind !== 'not-reported') return { step, effect: null };
  if (step.kind === 'checking') return finish(step, failed(step, step.failure));
  const failure = event.problem;
  return {
    step: { kind: 'checking', target, sent, failure },
    effect: 'mark-stale-and-refresh',
  };
}

/** The end of one command: another click meanwhile begins the next one. */
const finish = ({ target, sent }: Targets, outcome: ArmingOutcome): ArmingMove =>
  target === sent ? { step: { kind: 'idle', outcome }, effect: 'finish' } : command(target);

const command = (target: TargetState): ArmingMove => ({
  step: { kind: 'commanding', target, sent: target },
  effect: 'command',
});

const done = (warning: AppErrorCode | null): ArmingOutcome => ({ kind: 'done', warning });
const failed = ({ target }: Targets, problem: AppErrorCode): ArmingOutcome => ({
  kind: 'failed',
  target,
  problem,
});

const warningOf = (step: WaitingForHomescreen) =>
  step.kind === 'confirming' ? step.warning : null;
const failureOf = (step: WaitingForHomescreen) => (step.kind === 'checking' ? step.failure : null);

/** Shown while a click waits for its confirmation. */
export const pendingArming = (target: TargetState, at: Timestamp): Arming => ({
  targetState: target,
  phase: 'asking',
  problem: null,
  at,
});

/** Shown after a click that failed, with the reason. */
export const failedArming = (
  target: TargetState,
  problem: AppErrorCode,
  at: Timestamp,
): Arming => ({
  targetState: target,
  phase: 'failed',
  problem,
  at,
});

export const withArming = (state: ArmingState, id: NetworkId, arming: Arming): ArmingState => ({
  ...state,
  [id]: arming,
});

export const withoutArming = (state: ArmingState, id: NetworkId): ArmingState => {
  const { [id]: _removed, ...rest } = state;
  return rest;
};

/** What the last homescreen says of a network; null when that is stale or does not say. */
export function reportedState(home: HomeState, id: NetworkId): TargetState | null {
  const network = home.isStale ? undefined : home.networks.find((each) => each.id === id);
  if (network === undefined || network.doubt !== undefined) return null;
  return network.isArmed ? 'armed' : 'disarmed';
}

/**
 * After these codes certainly nothing was changed. Any other failure leaves it open: it may have met the request for the
 * command's progress, after the command itself was accepted.
 */
export const isCertainlyNotDone = (code: AppErrorCode): boolean => notDone.has(code);

const notDone: ReadonlySet<AppErrorCode> = new Set<AppErrorCode>([
  'not-found',
  'module-busy',
  'not-supported',
  'not-verified',
  'not-signed-in',
  'invalid-argument',
]);
