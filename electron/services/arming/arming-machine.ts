import type { ArmedWish, Arming, ArmingState, HomeState } from '../../../shared/app-state.ts';
import type { AppErrorCode } from '../../../shared/errors.ts';
import type { NetworkId } from '../../../shared/ids.ts';
import type { Timestamp } from '../../../shared/models.ts';

/** Where the wish for one system stands, between a click and the cloud's own word. */
export type ArmingStep =
  | { readonly kind: 'at-rest'; readonly outcome: ArmingOutcome }
  /** The command is on its way. */
  | ({ readonly kind: 'commanding' } & Wishes)
  /** The command is done, a homescreen has to say so. */
  | ({ readonly kind: 'confirming'; readonly warning: AppErrorCode | null } & Wishes)
  /** Nobody knows whether the command was done: a homescreen has to tell. */
  | ({ readonly kind: 'finding-out'; readonly failure: AppErrorCode } & Wishes);

/** How it ended. A warning is no failure: what was wished has come to pass. */
export type ArmingOutcome =
  | { readonly kind: 'done'; readonly warning: AppErrorCode | null }
  | { readonly kind: 'failed'; readonly wish: ArmedWish; readonly problem: AppErrorCode };

export type ArmingEvent =
  | { readonly kind: 'wished'; readonly wish: ArmedWish }
  | { readonly kind: 'commanded'; readonly warning: AppErrorCode | null }
  /** Nothing was changed in the cloud for certain. */
  | { readonly kind: 'refused'; readonly problem: AppErrorCode }
  /** The command may have been done although its answer did not arrive, or not in time. */
  | { readonly kind: 'lost'; readonly problem: AppErrorCode }
  /** A homescreen asked for after the command. */
  | { readonly kind: 'heard'; readonly truth: ArmedWish }
  /** No such homescreen came, or not in time. */
  | { readonly kind: 'unheard'; readonly problem: AppErrorCode };

/** What has to be done next; null while something is still on its way. */
export type ArmingEffect = 'command' | 'refresh' | 'distrust-and-refresh' | 'settle' | null;

export interface ArmingMove {
  readonly step: ArmingStep;
  readonly effect: ArmingEffect;
}

/** `wish` is the last click, `sent` what was asked of the cloud: the two differ after a change of mind. */
interface Wishes {
  readonly wish: ArmedWish;
  readonly sent: ArmedWish;
}

export const atRest: ArmingStep = { kind: 'at-rest', outcome: { kind: 'done', warning: null } };

/** The whole rule. One command is on its way at a time, and the last click is what counts in the end. */
export function nextArming(step: ArmingStep, event: ArmingEvent): ArmingMove {
  if (event.kind === 'wished') {
    if (step.kind === 'at-rest') return command(event.wish);
    return { step: { ...step, wish: event.wish }, effect: null };
  }
  if (step.kind === 'at-rest') return { step, effect: null };
  if (step.kind === 'commanding') return afterCommand(step, event);
  return afterHomescreen(step, event);
}

function afterCommand(step: Wishes, event: ArmingEvent): ArmingMove {
  const { wish, sent } = step;
  if (event.kind === 'commanded') {
    const { warning } = event;
    return { step: { kind: 'confirming', wish, sent, warning }, effect: 'refresh' };
  }
  if (event.kind === 'lost') {
    const failure = event.problem;
    return { step: { kind: 'finding-out', wish, sent, failure }, effect: 'distrust-and-refresh' };
  }
  if (event.kind === 'refused') return settle(step, failed(step, event.problem));
  return { step: { kind: 'commanding', wish, sent }, effect: null };
}

type Listening = Extract<ArmingStep, { kind: 'confirming' | 'finding-out' }>;

function afterHomescreen(step: Listening, event: ArmingEvent): ArmingMove {
  const { wish, sent } = step;
  if (event.kind === 'heard') {
    if (event.truth === sent) return settle(step, done(warningOf(step)));
    return settle(step, failed(step, failureOf(step) ?? 'command-failed'));
  }
  if (event.kind !== 'unheard') return { step, effect: null };
  if (step.kind === 'finding-out') return settle(step, failed(step, step.failure));
  const failure = event.problem;
  return { step: { kind: 'finding-out', wish, sent, failure }, effect: 'distrust-and-refresh' };
}

/** The end of one command: a change of mind meanwhile begins the next one. */
const settle = ({ wish, sent }: Wishes, outcome: ArmingOutcome): ArmingMove =>
  wish === sent ? { step: { kind: 'at-rest', outcome }, effect: 'settle' } : command(wish);

const command = (wish: ArmedWish): ArmingMove => ({
  step: { kind: 'commanding', wish, sent: wish },
  effect: 'command',
});

const done = (warning: AppErrorCode | null): ArmingOutcome => ({ kind: 'done', warning });
const failed = ({ wish }: Wishes, problem: AppErrorCode): ArmingOutcome => ({
  kind: 'failed',
  wish,
  problem,
});

const warningOf = (step: Listening) => (step.kind === 'confirming' ? step.warning : null);
const failureOf = (step: Listening) => (step.kind === 'finding-out' ? step.failure : null);

/** A click on its way. */
export const asking = (wish: ArmedWish, at: Timestamp): Arming => ({
  wish,
  phase: 'asking',
  problem: null,
  at,
});

/** A click that came to nothing, and why. */
export const failedArming = (wish: ArmedWish, problem: AppErrorCode, at: Timestamp): Arming => ({
  wish,
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

/** What the cloud says of a system; null when its last answer is old or does not tell. */
export function truthOf(home: HomeState, id: NetworkId): ArmedWish | null {
  const network = home.isStale ? undefined : home.networks.find((each) => each.id === id);
  if (network === undefined || network.doubt !== undefined) return null;
  return network.isArmed ? 'armed' : 'disarmed';
}

/**
 * After these nothing was done for certain; after any other failure nobody knows: a refusal may have met the question
 * how far the command is, long after the command itself was taken.
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
